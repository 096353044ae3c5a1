-- A folder of one account. Id 0 stands for the list of all chats, once the owner has given it a place.
CREATE TABLE folder (
    owner_id {int64} NOT NULL,
    id       INTEGER NOT NULL,
    place    INTEGER NOT NULL,         -- the lowest first
    filter   {bytes},                  -- dialogFilter, TL; null: all chats
    PRIMARY KEY (owner_id, id)
) {strict};

-- Whose lists show the names of folders beside the chats.
CREATE TABLE folder_tags (
    owner_id {int64} NOT NULL PRIMARY KEY
) {strict};
