CREATE TABLE scheduled (
    owner_id     {int64} NOT NULL,
    peer         {int64} NOT NULL,         -- the dialog, ids.PeerId
    id           {int64} NOT NULL,         -- in the queue of that dialog
    at           {int64} NOT NULL,         -- Unix seconds, or model.WHEN_ONLINE
    body         {int64} NOT NULL,
    random_id    {int64},                  -- the author's name for it
    reply_to     {int64},                  -- the answered message, as the author's box numbers it
    saved_peer   {int64},
    media_unread INTEGER NOT NULL,         -- 1: it will have to be heard or seen
    repeat_period INTEGER NOT NULL,        -- seconds after which it is sent again; 0: it is not
    PRIMARY KEY (owner_id, peer, id)
) {strict};
CREATE UNIQUE INDEX scheduled_random ON scheduled (owner_id, random_id) WHERE random_id IS NOT NULL;
CREATE INDEX scheduled_online ON scheduled (peer) WHERE at = 2147483646;

-- The last number of each queue.
CREATE TABLE scheduled_number (
    owner_id {int64} NOT NULL,
    peer     {int64} NOT NULL,
    last     {int64} NOT NULL,
    PRIMARY KEY (owner_id, peer)
) {strict};
