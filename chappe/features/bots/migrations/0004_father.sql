-- Where somebody is in a conversation with BotFather.
CREATE TABLE father_talk (
    user_id  {int64} NOT NULL PRIMARY KEY,
    heard_id {int64} NOT NULL,             -- the last message that was answered, as BotFather's box numbers it
    step     TEXT NOT NULL,                -- what is being asked for; empty: nothing
    bot_id   {int64} NOT NULL,             -- of which bot; 0: of none yet
    given    TEXT NOT NULL                 -- what was said to the question before
) {strict};
