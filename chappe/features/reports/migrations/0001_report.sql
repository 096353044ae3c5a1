-- Somebody has reported something.
CREATE TABLE report (
    id          {identity},
    reporter_id {int64} NOT NULL,
    peer        {int64} NOT NULL,         -- about whom, or in which chat
    kind        INTEGER NOT NULL,         -- model.Kind
    subject_id  {int64} NOT NULL,         -- the message or photo; 0: the peer itself
    reason      TEXT NOT NULL,            -- model.REASONS
    comment     TEXT NOT NULL,
    at          {int64} NOT NULL          -- Unix seconds
) {strict};
CREATE INDEX report_reporter ON report (reporter_id, at);
