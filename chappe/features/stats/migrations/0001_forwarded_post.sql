-- Where posts of channels were forwarded to: a row for each body that says one again.
CREATE TABLE forwarded_post (
    body       {int64} NOT NULL PRIMARY KEY,
    channel_id {int64} NOT NULL,           -- whose post it is
    post       {int64} NOT NULL,           -- its number there
    at         {int64} NOT NULL            -- when it was forwarded, Unix seconds
) {strict};
CREATE INDEX forwarded_post_source ON forwarded_post (channel_id, post, body);
CREATE INDEX forwarded_post_at ON forwarded_post (channel_id, at);
