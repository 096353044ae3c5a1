-- A page that somebody has linked to.
CREATE TABLE webpage (
    id      {int64} NOT NULL PRIMARY KEY,  -- addresses.page_id
    address TEXT NOT NULL,
    state   INTEGER NOT NULL,              -- model.State
    at      {int64} NOT NULL,              -- Unix seconds since when it is in that state
    waiting {int64} NOT NULL,              -- how often somebody has begun to wait for it
    page    {bytes}                        -- webPage, TL; its photo as photoEmpty; null: none
) {strict};
-- The boxes that are told when it has come.
CREATE TABLE webpage_reader (
    page_id {int64} NOT NULL,
    box     {int64} NOT NULL,
    PRIMARY KEY (page_id, box)
) {strict};
