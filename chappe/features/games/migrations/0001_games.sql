-- A game of a bot.
CREATE TABLE game (
    id          {int64} NOT NULL PRIMARY KEY,
    bot_id      {int64} NOT NULL,
    short_name  TEXT NOT NULL,             -- as it was given
    folded      TEXT NOT NULL,             -- the same in lower case: by it the game is found
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    photo_id    {int64} NOT NULL,          -- 0: none
    made_at     {int64} NOT NULL           -- Unix seconds
) {strict};
CREATE UNIQUE INDEX game_name ON game (bot_id, folded);

-- How well somebody has played a game in a chat.
CREATE TABLE game_score (
    game_id {int64} NOT NULL,
    low     {int64} NOT NULL,              -- model.Place
    high    {int64} NOT NULL,
    user_id {int64} NOT NULL,
    score   {int64} NOT NULL,
    at      {int64} NOT NULL,              -- Unix seconds: who was first stands first
    PRIMARY KEY (game_id, low, high, user_id)
) {strict};
CREATE INDEX game_score_best ON game_score (game_id, low, high, score, at);
CREATE INDEX game_score_user ON game_score (user_id);
