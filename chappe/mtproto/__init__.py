"""One connection of the Telegram API, without input or output: bytes and the time in, events out."""
