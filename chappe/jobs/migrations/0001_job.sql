-- Work that is due at a time. A row goes when the work is done, in the work's own transaction.
CREATE TABLE job (
    id          {identity},
    kind        TEXT NOT NULL,             -- as it is registered (kinds.job)
    key         TEXT,                      -- by which it is replaced or cancelled; null: it stands alone
    due_at      {int64} NOT NULL,          -- Unix seconds
    args        {bytes} NOT NULL,          -- the fields of the kind's class, MessagePack
    attempts    INTEGER NOT NULL,          -- how often it was begun since it was asked for
    taken_by    {int64} NOT NULL,          -- the node that has it, a random number; 0: none
    taken_until {int64} NOT NULL           -- Unix seconds: then another may take it
) {strict};
CREATE UNIQUE INDEX job_key ON job (kind, key);
CREATE INDEX job_due ON job (due_at);
