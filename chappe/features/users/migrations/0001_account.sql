-- An account: a person (bots are accounts as well).
CREATE TABLE account (
    id            {int64} NOT NULL PRIMARY KEY,
    phone         TEXT UNIQUE,             -- digits only; null: deleted, or a service account
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    about         TEXT NOT NULL,
    usernames     TEXT NOT NULL,           -- model.Username, those of its owner's order, as text
    marks         INTEGER NOT NULL,        -- model.Mark
    lang_code     TEXT NOT NULL,
    dc_id         INTEGER NOT NULL,        -- home
    made_at       {int64} NOT NULL,        -- Unix seconds
    online_until  {int64} NOT NULL,        -- Unix seconds; in the past: when it was there last
    photo         {bytes},                 -- TL userProfilePhoto; null: none
    fallback      {bytes},                 -- the same, for those who may not see the photo
    emoji_status  {bytes},                 -- TL emojiStatus
    color         {bytes},                 -- TL peerColor: of its name
    profile_color {bytes},                 -- TL peerColor: of its profile
    birthday      TEXT NOT NULL,           -- MM-DD or YYYY-MM-DD; empty: not said
    privacy       {bytes}                  -- rules.Rules; null: all as it is at first
) {strict};

-- The next user id. Ids stay below 2^31: clients of before layer 133 know no others.
CREATE TABLE account_number (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last {int64} NOT NULL
) {strict};
INSERT INTO account_number (one, last) VALUES (1, 1000000);

-- Who is called how. A name belongs to one peer, whether it is shown or not.
CREATE TABLE username (
    folded TEXT NOT NULL PRIMARY KEY,      -- lower case
    peer   {int64} NOT NULL,
    active INTEGER NOT NULL                -- 0: it leads nowhere at the moment
) {strict};

-- What an account holds of another: an entry of the address book, a block, a photo of its own choice.
CREATE TABLE relation (
    owner_id   {int64} NOT NULL,
    user_id    {int64} NOT NULL,
    ties       INTEGER NOT NULL,           -- model.Tie
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    phone      TEXT NOT NULL,              -- as the owner knows it, digits; empty: not known
    note       {bytes},                    -- TL textWithEntities
    photo      {bytes},                    -- TL userProfilePhoto that only the owner sees
    added_at   {int64} NOT NULL,           -- Unix seconds; 0: no contact
    blocked_at {int64} NOT NULL,           -- Unix seconds; 0: not blocked
    PRIMARY KEY (owner_id, user_id)
) {strict};
CREATE INDEX relation_user ON relation (user_id);
