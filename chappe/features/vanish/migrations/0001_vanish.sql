-- When bodies go.
CREATE TABLE vanishing (
    body {int64} NOT NULL PRIMARY KEY,
    at   {int64} NOT NULL                  -- Unix seconds
) {strict};
CREATE INDEX vanishing_at ON vanishing (at);

-- The period that somebody gives to new dialogs.
CREATE TABLE default_period (
    user_id {int64} NOT NULL PRIMARY KEY,
    seconds INTEGER NOT NULL
) {strict};
