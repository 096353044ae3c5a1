-- The password of a user: what proves it, never itself.
CREATE TABLE password (
    user_id        {int64} NOT NULL PRIMARY KEY,
    version        {int64} NOT NULL,  -- random, another one with every change
    salt1          {bytes} NOT NULL,
    salt2          {bytes} NOT NULL,
    verifier       {bytes} NOT NULL CHECK (length(verifier) = 256),
    hint           TEXT NOT NULL,
    email          TEXT,              -- the confirmed recovery address
    secure         {bytes},           -- account's secureSecretSettings as TL; Passport's, sealed by clients
    made_at        {int64} NOT NULL,  -- Unix seconds, as all times here
    failures       INTEGER NOT NULL,  -- wrong ones in a row, since failed_at
    failed_at      {int64} NOT NULL,
    reset_at       {int64},           -- when a reset that was asked for may be done
    declined_at    {int64}            -- when a reset was last called off
) {strict};

-- What waits for the recovery address to be confirmed.
CREATE TABLE password_plan (
    user_id  {int64} NOT NULL PRIMARY KEY,
    email    TEXT NOT NULL,
    salt1    {bytes},                 -- null: only the address is new
    salt2    {bytes},
    verifier {bytes},
    hint     TEXT,
    secure   {bytes},
    made_at  {int64} NOT NULL
) {strict};

-- Keys whose owner has shown the login code, and still has to show the password.
CREATE TABLE password_wait (
    key_id  {int64} NOT NULL PRIMARY KEY,
    user_id {int64} NOT NULL,
    since   {int64} NOT NULL
) {strict};

-- Challenges that were given out; each is taken once.
CREATE TABLE srp_challenge (
    srp_id  {int64} NOT NULL PRIMARY KEY,
    key_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,
    version {int64} NOT NULL,
    secret  {bytes} NOT NULL,
    public  {bytes} NOT NULL,
    made_at {int64} NOT NULL
) {strict};
CREATE INDEX srp_challenge_by_key ON srp_challenge (key_id, made_at);

-- A password for a short time, for payments.
CREATE TABLE tmp_password (
    user_id {int64} NOT NULL PRIMARY KEY,
    sha256  {bytes} NOT NULL,
    until   {int64} NOT NULL
) {strict};
