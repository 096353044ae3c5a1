-- Photos and videos that are seen by whoever has paid for them. A message that shows them keeps the number in the
-- place of the price, and so do its copies.
CREATE TABLE paid_media (
    id        {identity},
    author_id {int64} NOT NULL,            -- who has sent them, and sees them
    seller    {int64} NOT NULL,            -- ids.PeerId: who gets the Stars: a bot or a channel
    stars     {int64} NOT NULL,
    payload   {bytes},                     -- the bot's; null: it wants to hear nothing
    media     {bytes} NOT NULL,            -- MessageMedia, TL, one after the other
    previews  {bytes} NOT NULL             -- MessageExtendedMediaPreview, TL, one for each
) {strict};

-- Who has paid.
CREATE TABLE paid_media_buyer (
    paid    {int64} NOT NULL,
    user_id {int64} NOT NULL,
    PRIMARY KEY (paid, user_id)
) {strict};

ALTER TABLE star_transaction ADD COLUMN paid {int64} NOT NULL DEFAULT 0;  -- paid media: which; else 0
