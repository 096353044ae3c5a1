-- What bots have answered to inline queries; the results stand in bot_query.
CREATE TABLE inline_answer (
    query_id {int64} NOT NULL PRIMARY KEY,
    bot_id   {int64} NOT NULL,
    user_id  {int64} NOT NULL,             -- who asked
    private  INTEGER NOT NULL,             -- 1: it is for that one alone
    query    TEXT NOT NULL,
    place    TEXT NOT NULL,                -- the offset from which results were asked for
    at       {int64} NOT NULL,             -- Unix seconds
    until    {int64} NOT NULL,             -- so long the next who asks the same is shown it
    media    {bytes} NOT NULL              -- answers.Media: what the messages of some results carry
) {strict};
CREATE INDEX inline_answer_asked ON inline_answer (bot_id, query, place, until);
CREATE INDEX inline_answer_at ON inline_answer (at);
