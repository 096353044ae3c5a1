-- A link into a group or channel.
CREATE TABLE invite (
    hash        TEXT NOT NULL PRIMARY KEY,
    peer        {int64} NOT NULL,          -- where it leads, ids.PeerId
    admin_id    {int64} NOT NULL,          -- who made it
    title       TEXT NOT NULL,             -- for the admins
    made_at     {int64} NOT NULL,          -- Unix seconds
    changed_at  {int64} NOT NULL,          -- Unix seconds, 0: never
    expires_at  {int64} NOT NULL,          -- Unix seconds, 0: never
    usage_limit INTEGER NOT NULL,          -- 0: none
    usage       INTEGER NOT NULL,          -- how many came in by it
    requested   INTEGER NOT NULL,          -- how many wait for an answer
    marks       INTEGER NOT NULL           -- model.InviteMark
) {strict};
CREATE INDEX invite_order ON invite (peer, admin_id, made_at);

-- Who came in by a link, or waits to be let in; the last time that it did.
CREATE TABLE invite_importer (
    peer        {int64} NOT NULL,
    user_id     {int64} NOT NULL,
    hash        TEXT NOT NULL,             -- empty: it asked at a public group
    at          {int64} NOT NULL,          -- Unix seconds
    requested   INTEGER NOT NULL,          -- 1: it waits
    approved_by {int64} NOT NULL,          -- who let it in, 0: nobody had to
    PRIMARY KEY (peer, user_id)
) {strict};
CREATE INDEX invite_importer_order ON invite_importer (peer, requested, at);
