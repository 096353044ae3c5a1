-- How many pages a box waits for, and which pages have been there for long.
CREATE INDEX webpage_reader_box ON webpage_reader (box);
CREATE INDEX webpage_age ON webpage (state, at);
