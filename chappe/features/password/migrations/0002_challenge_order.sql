-- In which order challenges were put to a key: several may be within a second.
ALTER TABLE srp_challenge ADD COLUMN n {int64} NOT NULL DEFAULT 0;
