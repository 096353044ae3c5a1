ALTER TABLE channel ADD COLUMN usernames TEXT NOT NULL DEFAULT '';  -- users.model.Username, as text
