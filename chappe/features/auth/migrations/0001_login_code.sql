-- A code that was sent to a phone number, until it is used.
CREATE TABLE login_code (
    phone     TEXT NOT NULL PRIMARY KEY,  -- digits only
    hash      TEXT NOT NULL,              -- phone_code_hash, the name of this sending
    code      TEXT NOT NULL,
    sent_at   {int64} NOT NULL,           -- Unix seconds
    attempts  INTEGER NOT NULL,           -- wrong ones so far
    confirmed INTEGER NOT NULL            -- 1: it was given, and an account may be made
) {strict};
