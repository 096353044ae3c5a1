-- From which basic group a supergroup was made.
CREATE INDEX chat_migrated ON chat (migrated_to) WHERE migrated_to IS NOT NULL;
