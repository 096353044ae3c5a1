-- A bot, beside its account.
CREATE TABLE bot (
    id               {int64} NOT NULL PRIMARY KEY,
    owner_id         {int64} NOT NULL,     -- 0: nobody's
    secret           TEXT NOT NULL,        -- the half of the token that is one; shown to its owner only
    made_at          {int64} NOT NULL,     -- Unix seconds
    description      TEXT NOT NULL,        -- what stands in a chat with it that is empty
    inline_feedback  INTEGER NOT NULL,     -- of a hundred chosen inline results, how many it hears of
    menu             {bytes},              -- BotMenuButton, TL; null: as it is at first
    group_rights     {bytes},              -- ChatAdminRights, TL: what it asks for in groups
    broadcast_rights {bytes}               -- the same in channels
) {strict};
CREATE INDEX bot_owner ON bot (owner_id, id);

-- The next bot's id, ids.BOT_IDS.
CREATE TABLE bot_number (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last {int64} NOT NULL
) {strict};
INSERT INTO bot_number (one, last) VALUES (1, 1500000000);
