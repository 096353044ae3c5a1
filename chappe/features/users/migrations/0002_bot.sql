-- What is shown of a bot wherever it is named: model.BotFace, msgpack; null: a person.
ALTER TABLE account ADD COLUMN bot {bytes};
