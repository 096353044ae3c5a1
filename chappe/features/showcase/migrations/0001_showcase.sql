-- The channel that somebody shows on its profile.
CREATE TABLE personal_channel (
    user_id    {int64} NOT NULL PRIMARY KEY,
    channel_id {int64} NOT NULL
) {strict};

-- Which tab of a profile is opened first, where it is not the usual one.
CREATE TABLE main_tab (
    peer {int64} NOT NULL PRIMARY KEY,
    tab  {bytes} NOT NULL                  -- ProfileTab, TL
) {strict};

-- In which dialogs somebody does not want to be asked whether to translate.
CREATE TABLE translation_off (
    user_id {int64} NOT NULL,
    peer    {int64} NOT NULL,
    PRIMARY KEY (user_id, peer)
) {strict};
