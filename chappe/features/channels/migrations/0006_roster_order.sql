-- It was taken for lists that have an index of their own: all members were sorted for one page.
DROP INDEX channel_member_order;
CREATE INDEX channel_member_admin ON channel_member (channel_id, standing, user_id) WHERE standing IN (1, 2);
