-- Since when a bot's server says that it is gone, Unix seconds; 0: it does not.
ALTER TABLE bot_queue ADD COLUMN gone_since {int64} NOT NULL DEFAULT 0;
