-- What admins have done, for those who lead a channel. https://core.telegram.org/api/recent-actions
CREATE TABLE channel_event (
    id         {identity},
    channel_id {int64} NOT NULL,
    user_id    {int64} NOT NULL,           -- who did it
    at         {int64} NOT NULL,           -- Unix seconds
    kind       INTEGER NOT NULL,           -- events.Event
    action     {bytes} NOT NULL,           -- ChannelAdminLogEventAction, TL
    words      TEXT NOT NULL               -- what a search looks at, lower case
) {strict};
CREATE INDEX channel_event_order ON channel_event (channel_id, id);

ALTER TABLE channel ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0;  -- between two messages of a member
