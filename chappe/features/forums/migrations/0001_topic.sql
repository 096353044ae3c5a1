-- A topic of a forum. The first row of a channel is that of its topic General.
CREATE TABLE topic (
    channel_id {int64} NOT NULL,
    id         {int64} NOT NULL,           -- of the message that heads it; 1: General
    from_id    {int64} NOT NULL,           -- who made it, as it is seen, ids.PeerId
    author_id  {int64} NOT NULL,           -- the account that made it
    made_at    {int64} NOT NULL,           -- Unix seconds
    title      TEXT NOT NULL,
    words      TEXT NOT NULL,              -- the title as a search looks at it, lower case
    icon_color INTEGER NOT NULL,           -- RGB
    icon_emoji {int64},                    -- the document; null: the colour alone
    marks      INTEGER NOT NULL,           -- model.TopicMark
    pinned     INTEGER NOT NULL,           -- 0: not; else its place, the highest first
    since      {int64} NOT NULL,           -- of General: older messages are its own, unless another topic's
    PRIMARY KEY (channel_id, id)
) {strict};

-- What an account keeps of a topic.
CREATE TABLE topic_own (
    owner_id   {int64} NOT NULL,
    channel_id {int64} NOT NULL,
    topic_id   {int64} NOT NULL,
    draft      {bytes},                    -- draftMessage, TL; null: none
    settings   {bytes},                    -- peerNotifySettings, TL; null: as at first
    PRIMARY KEY (owner_id, channel_id, topic_id)
) {strict};

-- Who looks at a forum as at a group without topics.
CREATE TABLE forum_own (
    owner_id    {int64} NOT NULL,
    channel_id  {int64} NOT NULL,
    as_messages INTEGER NOT NULL,          -- 1: yes
    PRIMARY KEY (owner_id, channel_id)
) {strict};
