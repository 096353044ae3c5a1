ALTER TABLE scheduled ADD COLUMN thread {int64};  -- in a group: what heads the thread in which it is to be said; null: none
