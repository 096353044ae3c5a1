-- What bodies are found by: words.py. The number is the body's.
{fulltext body_words};
-- Filters that are a copy's own: model.CopyMark.PINNED, MENTIONED and REACTIONS_UNREAD.
CREATE INDEX message_pinned ON message (box, peer, id) WHERE marks & 8 <> 0;
CREATE INDEX message_mentioned ON message (box, peer, id) WHERE marks & 2 <> 0;
CREATE INDEX message_reacted ON message (box, peer, id) WHERE marks & 16 <> 0;
