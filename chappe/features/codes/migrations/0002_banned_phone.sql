-- Numbers that may not be signed in with. The server only reads them.
CREATE TABLE banned_phone (
    phone     TEXT NOT NULL PRIMARY KEY,  -- digits only
    banned_at {int64} NOT NULL            -- Unix seconds
) {strict};
