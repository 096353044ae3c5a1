-- A channel's discussion group, and the channel of a discussion group: each has the other's id; null: none.
ALTER TABLE channel ADD COLUMN linked_id {int64};
