-- Accounts that want to hear without a sound that somebody of their address book has joined.
CREATE TABLE quiet_joining (
    user_id {int64} NOT NULL PRIMARY KEY
) {strict};
