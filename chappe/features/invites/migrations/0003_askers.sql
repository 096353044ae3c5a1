-- Whom bots may write to first: those who wait to be let in somewhere.
CREATE INDEX invite_importer_asking ON invite_importer (user_id, at) WHERE requested = 1;
