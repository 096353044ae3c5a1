-- A file on its way here: what its parts have to agree on.
CREATE TABLE upload (
    user_id    {int64} NOT NULL,
    file_id    {int64} NOT NULL,  -- chosen by the client
    touched_at {int64} NOT NULL,  -- Unix seconds
    parts      INTEGER,           -- how many there will be; null: not said
    part_bytes INTEGER,           -- of every part but the last; null: not known
    top        INTEGER NOT NULL,  -- one above the highest part so far
    used       INTEGER NOT NULL,  -- 1: made into a file
    PRIMARY KEY (user_id, file_id)
) {strict};
CREATE TABLE upload_part (
    user_id  {int64} NOT NULL,
    file_id  {int64} NOT NULL,
    part     INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,
    saved_at {int64} NOT NULL,
    PRIMARY KEY (user_id, file_id, part)
) {strict};
CREATE INDEX upload_touched ON upload (touched_at);
-- Bytes in the store, named by their hash and id. A doomed one is about to be deleted and never comes back.
CREATE TABLE blob (
    id         {int64} NOT NULL PRIMARY KEY,
    sha256     {bytes} NOT NULL,
    bytes      {int64} NOT NULL,
    claimed_at {int64} NOT NULL,  -- when somebody last wanted to point to it
    doomed     INTEGER NOT NULL
) {strict};
CREATE UNIQUE INDEX blob_content ON blob (sha256) WHERE doomed = 0;
CREATE INDEX blob_claimed ON blob (claimed_at);
-- What can be downloaded of a photo or document. The type '' is a document itself.
CREATE TABLE rendition (
    file_id {int64} NOT NULL,
    type    TEXT NOT NULL,
    blob_id {int64} NOT NULL REFERENCES blob (id),
    mime    TEXT NOT NULL,
    dc_id   INTEGER NOT NULL,
    date    {int64} NOT NULL,
    PRIMARY KEY (file_id, type)
) {strict};
CREATE INDEX rendition_blob ON rendition (blob_id);
-- `tl`: the canonical object without access hash and file reference, which are each viewer's own.
CREATE TABLE photo (
    id      {int64} NOT NULL PRIMARY KEY,
    user_id {int64} NOT NULL,     -- who uploaded it
    date    {int64} NOT NULL,
    tl      {bytes} NOT NULL
) {strict};
CREATE TABLE document (
    id       {int64} NOT NULL PRIMARY KEY,
    user_id  {int64} NOT NULL,
    date     {int64} NOT NULL,
    mime     TEXT NOT NULL,
    animated INTEGER NOT NULL,
    tl       {bytes} NOT NULL
) {strict};
