-- A log of what happened, one for each user and each channel. Its row is the lock of the box.
CREATE TABLE box (
    id     {int64} NOT NULL PRIMARY KEY,  -- a user id, or a channel's marked id (ids.PeerId)
    pts    {int64} NOT NULL,              -- starts at 1
    n      {int64} NOT NULL,              -- facts so far; starts at 0
    top_id {int64} NOT NULL,              -- the highest message id given out
    at     {int64} NOT NULL               -- Unix seconds of the last fact; never goes back
) {strict};

CREATE TABLE fact (
    box       {int64} NOT NULL,
    n         {int64} NOT NULL,           -- without holes within a box
    pts       {int64} NOT NULL,           -- of the box after it
    pts_count INTEGER NOT NULL,           -- 0: it does not count
    kind      INTEGER NOT NULL,           -- facts.Kind
    at        {int64} NOT NULL,           -- Unix seconds, never falling within a box
    origin    {int64} NOT NULL,           -- the session that brought it about, which is not told; 0: none
    args      {bytes} NOT NULL,           -- the fields, MessagePack
    PRIMARY KEY (box, n)
) {strict};

-- How `difference` finds the facts that count, and the others.
CREATE INDEX fact_pts ON fact (box, pts) WHERE pts_count > 0;
CREATE INDEX fact_at ON fact (box, at) WHERE pts_count = 0;
