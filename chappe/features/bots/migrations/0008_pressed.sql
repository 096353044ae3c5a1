-- Of a button that was pressed: where, and under which message.
ALTER TABLE bot_query ADD COLUMN peer {int64};         -- ids.PeerId, as whoever pressed it has it; null: no button
ALTER TABLE bot_query ADD COLUMN user_msg_id {int64};  -- as whoever pressed it numbers the message; null: it has no number
ALTER TABLE bot_query ADD COLUMN bot_msg_id {int64};   -- as the bot does; null: it does not have it
