-- Whom a bot may give an emoji beside the name: those that have let it.
CREATE TABLE bot_emoji_status (
    bot_id  {int64} NOT NULL,
    user_id {int64} NOT NULL,
    PRIMARY KEY (bot_id, user_id)
) {strict};
CREATE INDEX bot_emoji_status_user ON bot_emoji_status (user_id);
