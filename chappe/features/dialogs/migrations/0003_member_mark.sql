-- What one member of a channel sees otherwise in a message of which all share one copy: it is named there, has
-- heard it, others have reacted to it. Who has no row sees it as the copy says.
CREATE TABLE member_mark (
    user_id {int64} NOT NULL,
    peer    {int64} NOT NULL,              -- the channel, ids.PeerId
    id      {int64} NOT NULL,              -- the message
    marks   INTEGER NOT NULL,              -- marks.MemberMark
    at      {int64} NOT NULL,              -- the date of the message, Unix seconds
    PRIMARY KEY (user_id, peer, id)
) {strict};
CREATE INDEX member_mark_message ON member_mark (peer, id);
CREATE INDEX member_mark_unread ON member_mark (user_id, peer, id) WHERE marks & 10 <> 0;
CREATE INDEX member_mark_heard ON member_mark (at) WHERE marks = 4;
