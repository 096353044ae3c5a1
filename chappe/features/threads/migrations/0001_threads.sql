-- A message that was answered, or a post's copy in the discussion group. The counter is kept by whoever speaks:
-- it holds the group's box.
CREATE TABLE thread_root (
    box      {int64} NOT NULL,             -- the group's
    root     {int64} NOT NULL,             -- the message
    replies  INTEGER NOT NULL,
    max_id   {int64} NOT NULL,             -- the last answer, 0: none
    pts      {int64} NOT NULL,             -- the group's, when this was changed last
    repliers TEXT NOT NULL,                -- ids.PeerId, the last one leading
    PRIMARY KEY (box, root)
) {strict};

-- How far somebody has read in a thread, and how far others have read what it wrote there.
CREATE TABLE thread_read (
    user_id {int64} NOT NULL,
    box     {int64} NOT NULL,
    root    {int64} NOT NULL,
    inbox   {int64} NOT NULL,
    outbox  {int64} NOT NULL,
    PRIMARY KEY (user_id, box, root)
) {strict};

-- A channel's post and its copy in the discussion group. The comments to an album are those to its first copy.
CREATE TABLE discussion (
    box   {int64} NOT NULL,                -- the channel's
    post  {int64} NOT NULL,
    place {int64} NOT NULL,                -- the group's box
    copy  {int64} NOT NULL,
    head  {int64} NOT NULL,                -- the copy that heads the thread
    PRIMARY KEY (box, post)
) {strict};
CREATE UNIQUE INDEX discussion_copy ON discussion (place, copy);
CREATE INDEX discussion_head ON discussion (place, head);
