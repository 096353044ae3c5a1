CREATE TABLE reaction (
    body     {int64} NOT NULL,
    user_id  {int64} NOT NULL,             -- who reacted
    place    INTEGER NOT NULL,             -- in the order in which that user chose, from 1
    reaction TEXT NOT NULL,                -- model.Reaction
    big      INTEGER NOT NULL,             -- 1: shown large once
    unread   INTEGER NOT NULL,             -- 1: the author of the message has not seen it
    at       {int64} NOT NULL,             -- Unix seconds
    saved_peer {int64} NOT NULL,           -- a tag: the dialog of Saved Messages; 0: it is none
    PRIMARY KEY (body, user_id, place)
) {strict};
CREATE INDEX reaction_tag ON reaction (user_id, reaction) WHERE saved_peer <> 0;

-- What somebody reacts with.
CREATE TABLE used_reaction (
    user_id   {int64} NOT NULL,
    reaction  TEXT NOT NULL,
    uses      INTEGER NOT NULL,
    recent_n  {int64} NOT NULL,            -- the highest was used last; 0: not among the recent ones
    PRIMARY KEY (user_id, reaction)
) {strict};

CREATE TABLE default_reaction (
    user_id  {int64} NOT NULL PRIMARY KEY,
    reaction TEXT NOT NULL
) {strict};

-- How somebody calls the tags of Saved Messages.
CREATE TABLE saved_tag (
    user_id  {int64} NOT NULL,
    reaction TEXT NOT NULL,
    title    TEXT NOT NULL,
    PRIMARY KEY (user_id, reaction)
) {strict};

-- The documents that show the reactions, drawn when they are asked for first.
CREATE TABLE reaction_art (
    version INTEGER NOT NULL,              -- gallery.VERSION
    name    TEXT NOT NULL,                 -- the emoji and the form
    file_id {int64} NOT NULL,
    PRIMARY KEY (version, name)
) {strict};

-- What groups and channels allow; one that is not here allows all.
CREATE TABLE allowed_reactions (
    peer      {int64} NOT NULL PRIMARY KEY,  -- ids.PeerId
    reactions {bytes},                       -- MessagePack, a list of reactions; null: all
    custom    INTEGER NOT NULL,              -- 1: custom emoji too, where all are allowed
    most      INTEGER NOT NULL               -- different ones on one message
) {strict};
