-- When a key was last heard of, from where, and whether its login is a copy from another data center.
ALTER TABLE auth_key ADD COLUMN noted_at {int64} NOT NULL DEFAULT 0;  -- Unix seconds, within an hour
ALTER TABLE auth_key ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE auth_key ADD COLUMN home_dc INTEGER;                      -- null: not a copy
