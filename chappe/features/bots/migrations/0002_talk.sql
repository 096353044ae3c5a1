-- Which bot spoke in a group when another had spoken last, or none.
CREATE TABLE bot_spoke (
    peer   {int64} NOT NULL,               -- ids.PeerId
    body   {int64} NOT NULL,               -- what it said
    bot_id {int64} NOT NULL,
    PRIMARY KEY (peer, body)
) {strict};

-- The parameter of a link with which somebody has started a bot; the bot finds it in the message.
CREATE TABLE bot_start (
    body  {int64} NOT NULL PRIMARY KEY,
    param TEXT NOT NULL
) {strict};

-- What a bot was asked, until it has answered and nobody needs the answer any more.
CREATE TABLE bot_query (
    id      {int64} NOT NULL PRIMARY KEY,
    bot_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,              -- who asked
    kind    INTEGER NOT NULL,              -- queries.Kind
    at      {int64} NOT NULL,              -- Unix seconds
    asked   TEXT NOT NULL,                 -- of an inline query: its words
    answer  {bytes}                        -- TL messages.botCallbackAnswer; null: not yet
) {strict};
CREATE INDEX bot_query_at ON bot_query (at);
