CREATE TABLE sticker_set (
    id            {int64} NOT NULL PRIMARY KEY,  -- later ones are higher
    access_hash   {int64} NOT NULL,
    owner_id      {int64} NOT NULL,
    maker_id      {int64} NOT NULL,     -- the bot that made it for its owner; or the owner
    kind          INTEGER NOT NULL,     -- model.SetKind
    text_color    INTEGER NOT NULL,     -- 1: custom emoji that take the color of the text
    title         TEXT NOT NULL,
    short_name    TEXT NOT NULL,
    name_key      TEXT NOT NULL,        -- the short name in small letters
    made_at       {int64} NOT NULL,
    version       INTEGER NOT NULL,     -- one more with each change
    thumb_id      {int64},              -- the document that shows the set; null: its first sticker does
    thumb_mime    TEXT NOT NULL,
    thumb_bytes   INTEGER NOT NULL,
    thumb_dc      INTEGER NOT NULL,     -- where it is
    thumb_version INTEGER NOT NULL,
    thumb_emoji   {int64}               -- a custom emoji of the set that shows it
) {strict};
CREATE UNIQUE INDEX sticker_set_name ON sticker_set (name_key);
CREATE INDEX sticker_set_owner ON sticker_set (owner_id, id);
-- What is in a set, in its order.
CREATE TABLE sticker (
    document_id {int64} NOT NULL PRIMARY KEY,
    set_id      {int64} NOT NULL,
    place       INTEGER NOT NULL,
    mime        TEXT NOT NULL,
    emojis      TEXT NOT NULL,          -- one after the other, a space between
    keywords    TEXT NOT NULL           -- a comma between
) {strict};
CREATE INDEX sticker_of_set ON sticker (set_id, place);
CREATE TABLE sticker_emoji (
    emoji       TEXT NOT NULL,
    document_id {int64} NOT NULL,
    set_id      {int64} NOT NULL,
    kind        INTEGER NOT NULL,       -- of the set
    PRIMARY KEY (emoji, document_id)
) {strict};
CREATE INDEX sticker_emoji_of ON sticker_emoji (document_id);
-- Who has which sets; the highest place first.
CREATE TABLE installed_set (
    user_id  {int64} NOT NULL,
    set_id   {int64} NOT NULL,
    kind     INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    place    {int64} NOT NULL,
    at       {int64} NOT NULL,
    PRIMARY KEY (user_id, set_id)
) {strict};
CREATE INDEX installed_set_place ON installed_set (user_id, kind, archived, place);
CREATE INDEX installed_set_of ON installed_set (set_id);
-- What an account likes or has used; the highest place first.
CREATE TABLE shelf (
    user_id     {int64} NOT NULL,
    shelf       INTEGER NOT NULL,       -- model.Shelf
    document_id {int64} NOT NULL,
    place       {int64} NOT NULL,
    at          {int64} NOT NULL,
    PRIMARY KEY (user_id, shelf, document_id)
) {strict};
CREATE INDEX shelf_place ON shelf (user_id, shelf, place);
CREATE INDEX shelf_document ON shelf (document_id);
-- Stickers that somebody has put on a photo or video.
CREATE TABLE attached_sticker (
    file_id     {int64} NOT NULL,
    place       INTEGER NOT NULL,
    document_id {int64} NOT NULL,
    PRIMARY KEY (file_id, place)
) {strict};
-- The sets of supergroups.
CREATE TABLE group_stickers (
    channel_id {int64} NOT NULL,
    emojis     INTEGER NOT NULL,        -- 1: of custom emoji
    set_id     {int64} NOT NULL,
    PRIMARY KEY (channel_id, emojis)
) {strict};
CREATE INDEX group_stickers_set ON group_stickers (set_id);
-- What sets are found by (title, short name), and stickers (keywords). The numbers are those of set and document.
{fulltext sticker_set_words};
{fulltext sticker_words};
