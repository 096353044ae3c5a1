-- A basic group.
CREATE TABLE chat (
    id            {identity},
    title         TEXT NOT NULL,
    about         TEXT NOT NULL,
    creator_id    {int64} NOT NULL,
    made_at       {int64} NOT NULL,        -- Unix seconds
    version       INTEGER NOT NULL,        -- rises with every change of its members
    photo_id      {int64},
    banned_rights {int64} NOT NULL,        -- what members may not do, rights.BANNED
    deactivated   INTEGER NOT NULL,        -- 1: deleted, or moved
    migrated_to   {int64}                  -- the supergroup that it became
) {strict};

-- Everybody who is or was in it.
CREATE TABLE chat_member (
    chat_id    {int64} NOT NULL,
    user_id    {int64} NOT NULL,
    inviter_id {int64} NOT NULL,
    joined_at  {int64} NOT NULL,           -- Unix seconds
    standing   INTEGER NOT NULL,           -- model.Standing
    rank       TEXT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
) {strict};
CREATE INDEX chat_member_user ON chat_member (user_id);
