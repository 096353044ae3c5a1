ALTER TABLE star_transaction ADD COLUMN period {int64} NOT NULL DEFAULT 0;  -- of a subscription, in seconds; else 0
