ALTER TABLE bot ADD COLUMN manager_id {int64} NOT NULL DEFAULT 0;  -- the bot that leads it; 0: none

-- What a bot says that it can be asked.
CREATE TABLE bot_command (
    bot_id   {int64} NOT NULL,
    scope    TEXT NOT NULL,                -- to whom: commands.py
    lang     TEXT NOT NULL,                -- two letters; empty: to all others
    commands {bytes} NOT NULL,             -- BotCommand, TL, one after the other
    PRIMARY KEY (bot_id, scope, lang)
) {strict};

-- What a bot says of itself to those who speak a language; what it says to all others stands elsewhere.
CREATE TABLE bot_words (
    bot_id      {int64} NOT NULL,
    lang        TEXT NOT NULL,
    about       TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (bot_id, lang)
) {strict};

-- The button beside the input field that somebody has of a bot.
CREATE TABLE bot_menu (
    bot_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,
    button  {bytes} NOT NULL,              -- BotMenuButton, TL
    PRIMARY KEY (bot_id, user_id)
) {strict};
