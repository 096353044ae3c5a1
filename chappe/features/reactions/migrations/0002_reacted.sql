-- To what somebody has reacted: an admin takes all of it away in a group, however much was said there.
CREATE INDEX reaction_user ON reaction (user_id, body);
