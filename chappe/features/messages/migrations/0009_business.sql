-- The connected bot that said it on behalf of its author.
ALTER TABLE body ADD COLUMN business_bot {int64};
