-- An account: a person (bots are accounts as well).
CREATE TABLE account (
    id           {int64} NOT NULL PRIMARY KEY,
    phone        TEXT UNIQUE,              -- digits only; null: deleted, or a service account
    first_name   TEXT NOT NULL,
    last_name    TEXT NOT NULL,
    about        TEXT NOT NULL,
    username     TEXT,                     -- as its owner writes it
    marks        INTEGER NOT NULL,         -- model.Mark
    lang_code    TEXT NOT NULL,
    dc_id        INTEGER NOT NULL,         -- home
    photo_id     {int64},                  -- the profile photo, null: none
    made_at      {int64} NOT NULL,         -- Unix seconds
    online_until {int64} NOT NULL          -- Unix seconds; in the past: when it was there last
) {strict};
CREATE UNIQUE INDEX account_username ON account (lower(username));

-- The next user id. Ids stay below 2^31: clients of before layer 133 know no others.
CREATE TABLE account_number (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last {int64} NOT NULL
) {strict};
INSERT INTO account_number (one, last) VALUES (1, 1000000);

-- Whom an account has in its address book, and by which name.
CREATE TABLE contact (
    owner_id   {int64} NOT NULL,
    user_id    {int64} NOT NULL,
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    phone      TEXT NOT NULL,              -- as the owner wrote it; empty: not known
    added_at   {int64} NOT NULL,
    PRIMARY KEY (owner_id, user_id)
) {strict};
CREATE INDEX contact_user ON contact (user_id);
