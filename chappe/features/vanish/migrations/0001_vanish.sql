-- When bodies go.
CREATE TABLE vanishing (
    body {int64} NOT NULL PRIMARY KEY,
    at   {int64} NOT NULL                  -- Unix seconds
) {strict};
CREATE INDEX vanishing_at ON vanishing (at);

-- The periods of channels; that of another dialog stands in its line (`dialog`).
CREATE TABLE channel_period (
    peer    {int64} NOT NULL PRIMARY KEY,  -- ids.PeerId
    seconds INTEGER NOT NULL
) {strict};

-- The period that somebody gives to new dialogs.
CREATE TABLE default_period (
    user_id {int64} NOT NULL PRIMARY KEY,
    seconds INTEGER NOT NULL
) {strict};
