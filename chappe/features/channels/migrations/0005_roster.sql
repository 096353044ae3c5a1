-- The lists of members, in the order in which they are asked for: those who came last leading; those who may
-- not do everything. (The statements walk these; see roster.py.)
CREATE INDEX channel_member_recent ON channel_member (channel_id, joined_at, user_id) WHERE standing < 3;
CREATE INDEX channel_member_banned ON channel_member (channel_id, user_id) WHERE banned_rights <> 0;
-- Who has a tag: it stands with every message of its own.
CREATE INDEX channel_member_rank ON channel_member (channel_id, user_id) WHERE rank <> '';
