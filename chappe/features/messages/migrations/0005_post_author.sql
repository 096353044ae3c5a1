ALTER TABLE body ADD COLUMN post_author TEXT;  -- the name that stands below it, where a channel or group speaks
