-- When the other side of a private chat had read what the owner wrote, as far as `max_id`.
CREATE TABLE outbox_read (
    box    {int64} NOT NULL,               -- the author's
    peer   {int64} NOT NULL,               -- the reader
    max_id {int64} NOT NULL,               -- as the author's box numbers it
    at     {int64} NOT NULL,               -- Unix seconds; forgotten after a week
    PRIMARY KEY (box, peer, max_id)
) {strict};
