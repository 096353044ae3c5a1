-- From when on an account wants to have counted what it has to do with a peer.
CREATE TABLE top_peer_reset (
    owner_id {int64} NOT NULL,
    category INTEGER NOT NULL,            -- model.Category; 0: all
    peer     {int64} NOT NULL,            -- 0: all
    at       {int64} NOT NULL,            -- Unix seconds
    PRIMARY KEY (owner_id, category, peer)
) {strict};
