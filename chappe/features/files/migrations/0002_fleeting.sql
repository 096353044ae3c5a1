-- 1: of one message alone, and gone with it (media that destroy themselves).
ALTER TABLE photo ADD COLUMN fleeting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN fleeting INTEGER NOT NULL DEFAULT 0;
