-- A message in a group between a bot and one member.
CREATE TABLE ephemeral (
    user_id       {int64} NOT NULL,         -- the person, whoever of the two wrote it
    id            {int64} NOT NULL,         -- among all that this person has
    bot_id        {int64} NOT NULL,
    peer          {int64} NOT NULL,         -- the group, ids.PeerId
    body          {int64} NOT NULL,
    at            {int64} NOT NULL,         -- Unix seconds
    random_id     {int64} NOT NULL,         -- the author's name for it
    by_bot        INTEGER NOT NULL,         -- 1: the bot wrote it
    anchored      INTEGER NOT NULL,         -- 1: it is shown at the message that it answers
    thread        {int64},                  -- the topic or thread that it is shown in; null: none
    answers       {int64},                  -- the ephemeral message that it answers; null: none
    user_reply_to {int64},                  -- the message that it answers, as the person numbers it
    bot_reply_to  {int64},                  -- the same, as the bot numbers it
    PRIMARY KEY (user_id, id)
) {strict};
CREATE INDEX ephemeral_at ON ephemeral (at);
CREATE UNIQUE INDEX ephemeral_random ON ephemeral (user_id, bot_id, by_bot, random_id);

-- The last number of each person.
CREATE TABLE ephemeral_number (
    user_id {int64} NOT NULL PRIMARY KEY,
    last    {int64} NOT NULL
) {strict};
