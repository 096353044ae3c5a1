-- What people in groups are looked for by: each word of a name or an active public name, folded (db/fulltext.py).
-- As bytes: text would be in the order of some language.
CREATE TABLE account_word (
    user_id {int64} NOT NULL,
    word    {bytes} NOT NULL,              -- UTF-8
    PRIMARY KEY (user_id, word)
) {strict};
CREATE INDEX account_word_order ON account_word (word, user_id);

-- Up to which account the words were written for those that were there before this table; -1: all.
CREATE TABLE account_word_state (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last {int64} NOT NULL
) {strict};
INSERT INTO account_word_state (one, last) VALUES (1, 0);

-- Who is there at the moment: how many are, in a big group.
CREATE INDEX account_online ON account (online_until);
