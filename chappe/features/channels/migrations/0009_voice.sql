-- As whom somebody speaks in a supergroup (or in a channel that shows who wrote what) who has chosen it.
CREATE TABLE channel_voice (
    channel_id {int64} NOT NULL,
    user_id    {int64} NOT NULL,
    voice      {int64} NOT NULL,           -- ids.PeerId: the account, the group itself, or a channel
    PRIMARY KEY (channel_id, user_id)
) {strict};
