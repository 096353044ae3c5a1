-- What is pinned in Saved Messages.
CREATE TABLE saved_pin (
    owner_id {int64} NOT NULL,
    peer     {int64} NOT NULL,         -- ids.PeerId
    place    {int64} NOT NULL,         -- the highest first
    PRIMARY KEY (owner_id, peer)
) {strict};
