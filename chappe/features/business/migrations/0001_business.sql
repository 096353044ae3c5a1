-- An account and the bot that it has connected. A row stays when they are parted: it says so to the bot.
CREATE TABLE business_connection (
    id         TEXT NOT NULL PRIMARY KEY,  -- as the bot names it
    user_id    {int64} NOT NULL,
    bot_id     {int64} NOT NULL,
    at         {int64} NOT NULL,           -- since when, Unix seconds
    parted     INTEGER NOT NULL,           -- 1: it is no more
    recipients {bytes} NOT NULL,           -- BusinessBotRecipients, TL
    rights     {bytes} NOT NULL            -- BusinessBotRights, TL
) {strict};
CREATE UNIQUE INDEX business_connection_user ON business_connection (user_id, bot_id);
CREATE INDEX business_connection_bot ON business_connection (bot_id);

-- Chats in which the connected bot neither hears nor says anything for a while.
CREATE TABLE business_paused (
    user_id {int64} NOT NULL,
    peer    {int64} NOT NULL,
    PRIMARY KEY (user_id, peer)
) {strict};
