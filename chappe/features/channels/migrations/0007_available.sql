-- How far back a member sees. `came_id`: the newest message when it came, 0: nothing is hidden from it; that holds
-- while the channel hides what was before (model.ChannelMark.HIDDEN_HISTORY). `cleared_id`: as far as the member
-- has deleted the history for itself.
ALTER TABLE channel_member ADD COLUMN came_id {int64} NOT NULL DEFAULT 0;
ALTER TABLE channel_member ADD COLUMN cleared_id {int64} NOT NULL DEFAULT 0;
