-- A page that somebody has open, from which the bot may say something in that one's name.
CREATE TABLE web_view (
    id      {int64} NOT NULL PRIMARY KEY,  -- the query's number, which nobody can guess
    bot_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,
    peer    {int64} NOT NULL,              -- ids.PeerId: where it would be said
    silent  INTEGER NOT NULL,
    reply   {bytes},                       -- InputReplyTo, TL, as the user names it
    at      {int64} NOT NULL               -- Unix seconds: when it was last said that it is open
) {strict};
CREATE INDEX web_view_at ON web_view (at);

-- A page of a bot that has a link of its own; with an empty name its main one.
CREATE TABLE web_app (
    id          {int64} NOT NULL PRIMARY KEY,
    bot_id      {int64} NOT NULL,
    short_name  TEXT NOT NULL,
    folded      TEXT NOT NULL,             -- the same in lower case
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    photo_id    {int64} NOT NULL,          -- 0: none
    url         TEXT NOT NULL,
    made_at     {int64} NOT NULL           -- Unix seconds
) {strict};
CREATE UNIQUE INDEX web_app_name ON web_app (bot_id, folded);

-- What the pages of a bot have stored for somebody.
CREATE TABLE web_value (
    bot_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (bot_id, user_id, name)
) {strict};
CREATE INDEX web_value_user ON web_value (user_id);

-- The web site at which people sign in with a bot's buttons.
CREATE TABLE web_domain (
    bot_id {int64} NOT NULL PRIMARY KEY,
    domain TEXT NOT NULL
) {strict};

-- A button that a page of a bot shows to somebody.
CREATE TABLE web_button (
    id      {int64} NOT NULL PRIMARY KEY,
    bot_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,
    button  {bytes} NOT NULL,              -- KeyboardButton, TL
    at      {int64} NOT NULL               -- Unix seconds
) {strict};
CREATE INDEX web_button_at ON web_button (at);
