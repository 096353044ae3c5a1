-- A permanent authorization key and the client that spoke with it last.
CREATE TABLE auth_key (
    key_id           {int64} NOT NULL PRIMARY KEY,  -- low 64 bits of SHA1(auth_key), signed
    auth_key         {bytes} NOT NULL CHECK (length(auth_key) = 256),
    dc_id            INTEGER NOT NULL,
    made_at          {int64} NOT NULL,              -- Unix seconds
    first_salt       {int64} NOT NULL,              -- the salt that the handshake ended with
    layer            INTEGER,                       -- invokeWithLayer; null: never said
    user_id          {int64},                       -- null: nobody is logged in
    -- initConnection; all null before the first one
    api_id           INTEGER,
    device_model     TEXT,
    system_version   TEXT,
    app_version      TEXT,
    system_lang_code TEXT,
    lang_pack        TEXT,
    lang_code        TEXT,
    proxy_address    TEXT,
    proxy_port       INTEGER,
    params           TEXT                           -- JSON
) {strict};
