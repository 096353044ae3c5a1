-- Where somebody was who asked a bot inline that wants to know (TL).
ALTER TABLE bot_query ADD COLUMN geo {bytes};
