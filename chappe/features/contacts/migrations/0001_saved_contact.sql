-- Numbers that an account has in its address book, whether somebody here has them or not.
CREATE TABLE saved_contact (
    owner_id   {int64} NOT NULL,
    phone      TEXT NOT NULL,             -- digits only
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    at         {int64} NOT NULL,          -- Unix seconds
    PRIMARY KEY (owner_id, phone)
) {strict};
CREATE INDEX saved_contact_phone ON saved_contact (phone);

-- For how many numbers an account has asked on a day, in profile production.
CREATE TABLE contact_asked (
    owner_id {int64} NOT NULL PRIMARY KEY,
    day      INTEGER NOT NULL,            -- since 1970, UTC
    count    INTEGER NOT NULL
) {strict};
