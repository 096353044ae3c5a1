-- Who pays again and again for being in a channel.
CREATE TABLE subscription (
    user_id  {int64} NOT NULL,
    peer     {int64} NOT NULL,             -- the channel, ids.PeerId
    id       TEXT NOT NULL,                -- by which clients know it
    hash     TEXT NOT NULL,                -- of the link by which it began
    period   {int64} NOT NULL,             -- seconds
    stars    {int64} NOT NULL,             -- for each period
    until    {int64} NOT NULL,             -- Unix seconds: so far it is paid
    canceled INTEGER NOT NULL,             -- 1: it ends then
    missing  INTEGER NOT NULL,             -- 1: it has ended, for want of Stars
    PRIMARY KEY (user_id, peer)
) {strict};
CREATE UNIQUE INDEX subscription_id ON subscription (id);
