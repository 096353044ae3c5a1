-- A setting of an account that is not as it is at first.
CREATE TABLE setting (
    owner_id {int64} NOT NULL,
    name     INTEGER NOT NULL,            -- model.Name
    value    {bytes} NOT NULL,            -- TL
    PRIMARY KEY (owner_id, name)
) {strict};
