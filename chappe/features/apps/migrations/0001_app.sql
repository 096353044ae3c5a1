-- An application that was registered here, or whose id and hash an administrator has let in.
CREATE TABLE app (
    api_id     INTEGER NOT NULL PRIMARY KEY,
    api_hash   TEXT NOT NULL,     -- 32 hex digits
    title      TEXT NOT NULL,
    short_name TEXT NOT NULL UNIQUE,
    made_at    {int64} NOT NULL,  -- Unix seconds
    revoked_at {int64}            -- null: in use
) {strict};
