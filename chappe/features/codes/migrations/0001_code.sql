-- A code that was sent to somebody and is waited for.
CREATE TABLE code (
    id      TEXT NOT NULL PRIMARY KEY,  -- what the client shows with it (phone_code_hash)
    purpose TEXT NOT NULL,
    medium  TEXT NOT NULL,              -- app, phone, email: how it went last
    address TEXT NOT NULL,              -- digits of the number it proves, or the e-mail address
    key_id  {int64} NOT NULL,           -- the permanent key that asked for it
    user_id {int64},                    -- whose account it is about; null: not known yet
    code    TEXT NOT NULL,
    sends   INTEGER NOT NULL,
    sent_at {int64} NOT NULL,           -- Unix seconds, as all times here
    until   {int64} NOT NULL,
    tries   INTEGER NOT NULL,           -- wrong ones
    proven  INTEGER NOT NULL            -- 1: the right code was shown, something is still to be done
) {strict};
CREATE INDEX code_by_address ON code (address, purpose);
CREATE INDEX code_by_user ON code (user_id, purpose);
CREATE INDEX code_by_time ON code (until);

-- How many letters an address was sent on a day.
CREATE TABLE letter_day (
    address TEXT NOT NULL,
    day     INTEGER NOT NULL,           -- Unix seconds / 86400
    letters INTEGER NOT NULL,
    PRIMARY KEY (address, day)
) {strict};

-- Where a user's login codes go in the place of the phone.
CREATE TABLE login_email (
    user_id  {int64} NOT NULL PRIMARY KEY,
    email    TEXT NOT NULL,
    reset_at {int64}                    -- when it will be forgotten; null: it will not
) {strict};
