-- One line in the list of chats of one account. Ids are those of the owner's box.
CREATE TABLE dialog (
    owner_id      {int64} NOT NULL,
    peer          {int64} NOT NULL,        -- ids.PeerId
    top_id        {int64} NOT NULL,        -- the newest message; 0: the history is empty
    top_at        {int64} NOT NULL,        -- its date, by which the list is sorted
    read_inbox    {int64} NOT NULL,        -- the owner has read as far
    read_outbox   {int64} NOT NULL,        -- the peer has read as far
    unread        INTEGER NOT NULL,        -- incoming messages behind read_inbox
    unread_mark   INTEGER NOT NULL,        -- 1: the owner marked it as unread
    folder_id     INTEGER NOT NULL,        -- 0, or 1: the archive
    pinned        {int64} NOT NULL,        -- 0: not; else its place, the highest first
    ttl_period    INTEGER NOT NULL,        -- seconds after which new messages vanish, 0: never
    unread_mentions  INTEGER NOT NULL,
    unread_reactions INTEGER NOT NULL,
    draft         {bytes},                 -- draftMessage, TL; null: none
    PRIMARY KEY (owner_id, peer)
) {strict};
CREATE INDEX dialog_order ON dialog (owner_id, folder_id, top_at);
CREATE INDEX dialog_pinned ON dialog (owner_id, folder_id) WHERE pinned > 0;
CREATE INDEX dialog_marked ON dialog (owner_id) WHERE unread_mark = 1;
CREATE INDEX dialog_draft ON dialog (owner_id) WHERE draft IS NOT NULL;
