CREATE TABLE poll (
    id         {int64} NOT NULL PRIMARY KEY,   -- random
    author_id  {int64} NOT NULL,
    poll       {bytes} NOT NULL,               -- Poll, TL: question, answers, what kind it is
    dropped    {bytes} NOT NULL,               -- the places of answers that were taken away, MessagePack
    correct    {bytes} NOT NULL,               -- the places of the right answers of a quiz, MessagePack
    solution   TEXT NOT NULL,
    solution_entities {bytes},                 -- Vector<MessageEntity>, TL
    solution_media {bytes},                    -- MessageMedia, TL
    closed     INTEGER NOT NULL,               -- 1: nobody may vote any more
    close_at   {int64} NOT NULL,               -- Unix seconds; 0: only by hand
    version    {int64} NOT NULL                -- rises with every vote
) {strict};

-- Which bodies show a poll.
CREATE TABLE poll_body (
    poll {int64} NOT NULL,
    body {int64} NOT NULL PRIMARY KEY
) {strict};
CREATE INDEX poll_body_poll ON poll_body (poll);

CREATE TABLE poll_vote (
    poll    {int64} NOT NULL,
    user_id {int64} NOT NULL,
    answer  INTEGER NOT NULL,                  -- the place of the answer, from 0
    at      {int64} NOT NULL,                  -- Unix seconds
    PRIMARY KEY (poll, user_id, answer)
) {strict};
CREATE INDEX poll_vote_answer ON poll_vote (poll, answer, at);
