-- 1: whoever voted was seen as somebody else in the chat (an anonymous admin): the vote counts and is not listed.
ALTER TABLE poll_vote ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
