-- Codes are kept in a room of their own.
DROP TABLE login_code;

-- A key that an account is signed in with.
CREATE TABLE login (
    key_id        {int64} NOT NULL PRIMARY KEY,
    user_id       {int64} NOT NULL,
    hash          {int64} NOT NULL,      -- by which the account's other devices name it
    main_key_id   {int64},               -- of which it is a copy at another data center; null: of none
    api_id        {int64} NOT NULL,
    made_at       {int64} NOT NULL,      -- Unix seconds, as all times here
    unconfirmed   INTEGER NOT NULL,      -- 1: no other device has said that it is its owner's
    encrypted_off INTEGER NOT NULL,      -- 1: takes no secret chats
    calls_off     INTEGER NOT NULL       -- 1: takes no calls
) {strict};
CREATE INDEX login_user ON login (user_id, made_at);
CREATE INDEX login_main ON login (main_key_id) WHERE main_key_id IS NOT NULL;

-- What lets a device in again that was signed in before, without a code.
CREATE TABLE future_token (
    sha256  {bytes} NOT NULL PRIMARY KEY,
    user_id {int64} NOT NULL,
    key_id  {int64} NOT NULL,            -- the key that it was given to
    made_at {int64} NOT NULL
) {strict};
CREATE INDEX future_token_key ON future_token (key_id);
CREATE INDEX future_token_user ON future_token (user_id);

-- What a device shows as a QR code, for a signed-in one to accept.
CREATE TABLE login_token (
    key_id     {int64} NOT NULL PRIMARY KEY,
    sha256     {bytes} NOT NULL UNIQUE,
    api_id     {int64} NOT NULL,
    until      {int64} NOT NULL,
    except_ids TEXT NOT NULL,            -- accounts that are on the device already, with spaces between
    user_id    {int64},                  -- who has accepted it; null: nobody yet
    hash       {int64} NOT NULL          -- of the login that it will become
) {strict};

-- A login on its way to another data center.
CREATE TABLE exported_login (
    sha256  {bytes} NOT NULL PRIMARY KEY,
    user_id {int64} NOT NULL,
    key_id  {int64} NOT NULL,            -- the key at home
    dc_id   INTEGER NOT NULL,            -- where it may be taken
    until   {int64} NOT NULL
) {strict};

-- When an account and its logins end by themselves.
CREATE TABLE account_life (
    user_id        {int64} NOT NULL PRIMARY KEY,
    account_days   INTEGER NOT NULL,     -- of silence, until the account is deleted
    login_days     INTEGER NOT NULL,     -- of silence, until a device is signed out
    deletion_at    {int64},              -- asked for without the password: when it may be done
    deletion_token TEXT                  -- what calls that off, with a code
) {strict};
CREATE INDEX account_life_deletion ON account_life (deletion_at) WHERE deletion_at IS NOT NULL;
