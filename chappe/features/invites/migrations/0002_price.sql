ALTER TABLE invite ADD COLUMN period {int64} NOT NULL DEFAULT 0;  -- seconds for which whoever comes in has paid; 0: nobody pays
ALTER TABLE invite ADD COLUMN stars {int64} NOT NULL DEFAULT 0;   -- what that costs
