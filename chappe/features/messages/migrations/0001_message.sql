-- What was said.
CREATE TABLE body (
    id         {identity},
    from_id    {int64} NOT NULL,           -- ids.PeerId of the author
    at         {int64} NOT NULL,           -- Unix seconds
    edited_at  {int64},
    text       TEXT NOT NULL,
    entities   {bytes},                    -- Vector<MessageEntity>, TL
    media      {bytes},                    -- MessageMedia, TL; files as photoEmpty and documentEmpty
    media_kind INTEGER NOT NULL,           -- model.MediaKind
    file_id    {int64},                    -- the photo or document in it
    action     {bytes},                    -- MessageAction, TL: a service message
    markup     {bytes},                    -- ReplyMarkup, TL
    forward    {bytes},                    -- MessageFwdHeader, TL
    reply      {bytes},                    -- MessageReplyHeader, TL, without the message's id
    via_bot    {int64},
    grouped_id {int64},                    -- the album
    effect     {int64},
    ttl_period INTEGER NOT NULL,           -- seconds until it vanishes, 0: never
    marks      INTEGER NOT NULL,           -- model.BodyMark
    author_id  {int64}                     -- who wrote it, where it is a channel that speaks
) {strict};

-- A box's copy.
CREATE TABLE message (
    box       {int64} NOT NULL,
    id        {int64} NOT NULL,            -- 1..2^31-1, rising with time
    peer      {int64} NOT NULL,            -- the dialog, ids.PeerId
    body      {int64} NOT NULL,
    at        {int64} NOT NULL,            -- as in the body
    marks     INTEGER NOT NULL,            -- model.CopyMark
    reply_to  {int64},                     -- the answered message, as this box numbers it
    saved_peer {int64},                    -- in Saved Messages: whose it was
    random_id {int64},                     -- the sender's name for it
    named_by  {int64},                     -- who gave it that name: in a channel's box there are many
    PRIMARY KEY (box, id)
) {strict};
CREATE INDEX message_peer ON message (box, peer, id);
CREATE INDEX message_body ON message (body);
CREATE INDEX message_saved ON message (box, saved_peer, id) WHERE saved_peer IS NOT NULL;
CREATE UNIQUE INDEX message_random ON message (box, named_by, random_id) WHERE random_id IS NOT NULL;
