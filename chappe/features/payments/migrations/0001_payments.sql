-- What a bot sells. A message that shows it keeps the number, and so do its copies.
CREATE TABLE invoice (
    id          {identity},
    bot_id      {int64} NOT NULL,
    slug        TEXT,                      -- what stands in its link; null: it has none
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    photo       {bytes},                   -- WebDocument, TL
    invoice     {bytes} NOT NULL,          -- Invoice, TL
    payload     {bytes} NOT NULL,          -- what the bot knows it by
    total       {int64} NOT NULL           -- in the smallest units of the currency
) {strict};
CREATE UNIQUE INDEX invoice_slug ON invoice (slug) WHERE slug IS NOT NULL;

-- A form that somebody was shown.
CREATE TABLE payment_form (
    id      {int64} NOT NULL PRIMARY KEY,
    user_id {int64} NOT NULL,
    invoice {int64} NOT NULL,              -- of paid media: 0
    body    {int64} NOT NULL,              -- of the message that shows it; 0: a link
    at      {int64} NOT NULL,              -- Unix seconds
    state   INTEGER NOT NULL               -- model.FormState
) {strict};
CREATE INDEX payment_form_at ON payment_form (at);

-- Where to and for whom: what somebody has filled in, and what the bot offers to ship it by.
CREATE TABLE payment_info (
    id      TEXT NOT NULL PRIMARY KEY,
    user_id {int64} NOT NULL,
    invoice {int64} NOT NULL,
    at      {int64} NOT NULL,
    info    {bytes} NOT NULL,              -- PaymentRequestedInfo, TL
    options {bytes}                        -- ShippingOption, TL, one after the other
) {strict};
CREATE INDEX payment_info_at ON payment_info (at);

-- The same, kept for the next time.
CREATE TABLE payment_saved (
    user_id {int64} NOT NULL PRIMARY KEY,
    info    {bytes} NOT NULL
) {strict};

-- What was paid.
CREATE TABLE payment (
    id       {identity},
    charge   TEXT NOT NULL,                -- by which the bot names it
    user_id  {int64} NOT NULL,             -- who paid
    bot_id   {int64} NOT NULL,
    invoice  {int64} NOT NULL,
    body     {int64} NOT NULL,             -- of the message that showed the invoice; 0: a link
    receipt  {int64} NOT NULL,             -- body of the message that says that it was paid
    at       {int64} NOT NULL,
    total    {int64} NOT NULL,             -- with tip and shipping
    tip      {int64} NOT NULL,
    info     {bytes},                      -- PaymentRequestedInfo, TL
    shipping {bytes},                      -- ShippingOption, TL
    card     TEXT NOT NULL                 -- what was paid with, in words
) {strict};
CREATE UNIQUE INDEX payment_charge ON payment (charge);
CREATE INDEX payment_body ON payment (body, user_id) WHERE body <> 0;
CREATE INDEX payment_receipt ON payment (receipt);

-- Who has how many Stars. Whoever is not here has as many as everybody begins with.
CREATE TABLE star_account (
    owner   {int64} NOT NULL PRIMARY KEY,  -- ids.PeerId
    balance {int64} NOT NULL CHECK (balance >= 0)
) {strict};

CREATE TABLE star_transaction (
    id          {identity},
    name        TEXT NOT NULL,             -- by which clients know it; a refund has the name of what it gives back
    refund      INTEGER NOT NULL,
    kind        INTEGER NOT NULL,          -- model.Reason
    at          {int64} NOT NULL,
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    photo       {bytes},                   -- WebDocument, TL
    payload     {bytes},                   -- the bot's
    body        {int64} NOT NULL           -- of paid media: of the message; else 0
) {strict};
CREATE UNIQUE INDEX star_transaction_name ON star_transaction (name, refund);

-- The two sides of each: what one gave, another has got. 0 is whoever makes play money.
CREATE TABLE star_entry (
    owner       {int64} NOT NULL,
    transaction_id {int64} NOT NULL,
    other       {int64} NOT NULL,
    amount      {int64} NOT NULL,          -- below 0: given
    PRIMARY KEY (owner, transaction_id)
) {strict};

-- Photos and videos that are seen by whoever has paid for them.
CREATE TABLE paid_media (
    body    {int64} NOT NULL,
    user_id {int64} NOT NULL,
    PRIMARY KEY (body, user_id)
) {strict};
