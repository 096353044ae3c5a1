-- Nobody sells media here: a message that hides them from whoever has not paid does not exist.
DROP TABLE paid_media;
