-- In a channel's box: which message heads the thread that this one is in; null: none.
ALTER TABLE message ADD COLUMN thread {int64};
CREATE INDEX message_thread ON message (box, thread, id) WHERE thread IS NOT NULL;
