-- The newest message of a channel: one row, however many have it in their lists.
CREATE TABLE channel_top (
    peer   {int64} NOT NULL PRIMARY KEY,
    top_id {int64} NOT NULL,
    top_at {int64} NOT NULL
) {strict};

-- Dialogs as they are shown: the newest message of a channel is not kept with each of its members.
CREATE VIEW dialog_line AS
SELECT d.owner_id, d.peer, COALESCE(t.top_id, d.top_id) AS top_id,
    COALESCE(t.top_at, d.top_at) AS top_at, d.read_inbox, d.read_outbox, d.unread, d.unread_mark,
    d.folder_id, d.pinned, d.ttl_period, d.unread_mentions, d.unread_reactions, d.draft
FROM dialog d LEFT JOIN channel_top t ON t.peer = d.peer;
