-- What a bot's program has asked for: which updates, and where to. A row comes with the first update.
CREATE TABLE bot_queue (
    bot_id          {int64} NOT NULL PRIMARY KEY,
    last_id         {int64} NOT NULL,        -- of the newest update
    allowed         TEXT NOT NULL,           -- kinds of updates, with blanks between; '': as a new bot has it
    url             TEXT NOT NULL,           -- of the webhook; '': none
    hook            {bytes},                 -- the rest of the webhook, MessagePack
    failed_at       {int64} NOT NULL,        -- when a delivery went wrong last, Unix seconds; 0: never
    failed_why      TEXT NOT NULL,
    taken_by        {int64} NOT NULL,        -- the node that delivers; 0: none
    taken_until     {int64} NOT NULL,        -- Unix seconds
    out_until       {int64} NOT NULL         -- it has logged out, and may not come back before then; Unix seconds
) {strict};

-- Updates that a bot has not confirmed.
CREATE TABLE bot_update (
    bot_id    {int64} NOT NULL,
    update_id {int64} NOT NULL,
    at        {int64} NOT NULL,              -- Unix seconds
    lane      {int64} NOT NULL,              -- the chat (or else the user) that it is about: its order is kept
    body      {bytes} NOT NULL,              -- the object but for its number, JSON
    PRIMARY KEY (bot_id, update_id)
) {strict};
CREATE INDEX bot_update_at ON bot_update (at);

-- In which channels a bot is.
CREATE TABLE bot_seat (
    box    {int64} NOT NULL,
    bot_id {int64} NOT NULL,
    PRIMARY KEY (box, bot_id)
) {strict};
CREATE INDEX bot_seat_bot ON bot_seat (bot_id);
