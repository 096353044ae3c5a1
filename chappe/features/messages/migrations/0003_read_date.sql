-- When something was read, as far as `max_id`; forgotten after a week. In a private chat the author's box
-- keeps how far the other one (`peer`) has read, in a group the reader's own box how far it has.
CREATE TABLE outbox_read (
    box    {int64} NOT NULL,
    peer   {int64} NOT NULL,
    max_id {int64} NOT NULL,               -- as the box numbers it
    at     {int64} NOT NULL,               -- Unix seconds
    PRIMARY KEY (box, peer, max_id)
) {strict};
