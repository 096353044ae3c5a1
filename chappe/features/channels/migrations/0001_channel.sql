-- A supergroup, or a channel in which only admins speak.
CREATE TABLE channel (
    id            {int64} NOT NULL PRIMARY KEY,
    title         TEXT NOT NULL,
    about         TEXT NOT NULL,
    creator_id    {int64} NOT NULL,
    made_at       {int64} NOT NULL,        -- Unix seconds
    marks         INTEGER NOT NULL,        -- model.ChannelMark
    members       INTEGER NOT NULL,        -- how many are in it
    photo_id      {int64},
    banned_rights {int64} NOT NULL         -- what members may not do, chats.rights
) {strict};

-- Everybody who is or was in it, or may not come in.
CREATE TABLE channel_member (
    channel_id    {int64} NOT NULL,
    user_id       {int64} NOT NULL,
    inviter_id    {int64} NOT NULL,
    joined_at     {int64} NOT NULL,        -- Unix seconds
    standing      INTEGER NOT NULL,        -- chats.model.Standing
    admin_rights  {int64} NOT NULL,        -- of an admin
    banned_rights {int64} NOT NULL,        -- of one who was restricted
    banned_until  {int64} NOT NULL,        -- Unix seconds, 0: for good
    decided_by    {int64} NOT NULL,        -- who made this an admin, or restricted it; 0: nobody
    rank          TEXT NOT NULL,
    PRIMARY KEY (channel_id, user_id)
) {strict};
CREATE INDEX channel_member_user ON channel_member (user_id, standing);
CREATE INDEX channel_member_order ON channel_member (channel_id, standing, joined_at);

-- The next channel's id. Apart from those of basic groups: libraries keep both in one table by their bare
-- numbers (Pyrogram, mtcute). Below 2^31: clients of before layer 133 know no others.
CREATE TABLE channel_number (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last {int64} NOT NULL
) {strict};
INSERT INTO channel_number (one, last) VALUES (1, 1000000000);
