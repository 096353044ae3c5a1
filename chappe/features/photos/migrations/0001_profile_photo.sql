-- A photo of an account; the last one that was put up is shown.
CREATE TABLE profile_photo (
    place    {identity},                   -- rises with time
    owner_id {int64} NOT NULL,
    photo_id {int64} NOT NULL,
    fallback INTEGER NOT NULL              -- 1: it is for those who may not see the others
) {strict};
CREATE INDEX profile_photo_owner ON profile_photo (owner_id, fallback, place);
CREATE INDEX profile_photo_photo ON profile_photo (photo_id);
