-- How many have seen a post besides its author, and how often it was sent on.
CREATE TABLE post_count (
    body     {int64} NOT NULL PRIMARY KEY,
    views    {int64} NOT NULL,
    forwards {int64} NOT NULL
) {strict};

-- Which posts of a channel somebody has seen: one row, however many there are.
CREATE TABLE viewed (
    user_id {int64} NOT NULL,
    box     {int64} NOT NULL,              -- the channel's
    spans   {bytes} NOT NULL,              -- spans.py
    at      {int64} NOT NULL,              -- when something was added last, Unix seconds
    PRIMARY KEY (user_id, box)
) {strict};
