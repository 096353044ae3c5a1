-- Secrets of the installation, made once, the same for every node.
CREATE TABLE secret (
    name  TEXT NOT NULL PRIMARY KEY,
    value {bytes} NOT NULL
) {strict};
CREATE INDEX auth_key_user ON auth_key (user_id) WHERE user_id IS NOT NULL;
