-- What somebody has said, wherever: an admin deletes all of it in a group, however much others have said there.
CREATE INDEX body_from ON body (from_id, id);
