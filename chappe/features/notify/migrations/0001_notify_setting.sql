-- How an account wants to be notified, where that is not as at first.
CREATE TABLE notify_setting (
    owner_id {int64} NOT NULL,
    scope    INTEGER NOT NULL,            -- model.Scope
    peer     {int64} NOT NULL,            -- of one chat; 0: of all of a kind
    settings {bytes} NOT NULL,            -- TL peerNotifySettings
    PRIMARY KEY (owner_id, scope, peer)
) {strict};

-- What an account's clients save to its gallery, where that is not as at first.
CREATE TABLE save_setting (
    owner_id {int64} NOT NULL,
    scope    INTEGER NOT NULL,            -- model.Scope
    peer     {int64} NOT NULL,            -- of one chat; 0: of all of a kind
    settings {bytes} NOT NULL,            -- TL autoSaveSettings
    PRIMARY KEY (owner_id, scope, peer)
) {strict};
