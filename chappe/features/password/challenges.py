"""The SQL of `srp_challenge`; nobody else names that table."""

from chappe.crypto.srp import Challenge
from chappe.db.database import Tx
from chappe.features.password.model import CHALLENGE_SECONDS, CHALLENGES_MAX, Asked
from chappe.ids import AuthKeyId

INSERT = """
INSERT INTO srp_challenge (srp_id, key_id, user_id, version, secret, public, made_at, n)
SELECT :srp_id, :key_id, :user_id, :version, :secret, :public, :made_at, COALESCE(MAX(n), 0) + 1
FROM srp_challenge WHERE key_id = :key_id
"""
FORGET_SURPLUS = """
DELETE FROM srp_challenge WHERE key_id = :key_id AND srp_id NOT IN (
    SELECT srp_id FROM srp_challenge WHERE key_id = :key_id
    ORDER BY n DESC LIMIT :kept
)
"""
FORGET_OLD = "DELETE FROM srp_challenge WHERE made_at < :before"
TAKE = """
DELETE FROM srp_challenge WHERE srp_id = :srp_id AND key_id = :key_id
RETURNING srp_id, user_id, version, secret, public, made_at
"""
SECRET_BYTES = 32


async def keep(tx: Tx, key_id: AuthKeyId, asked: Asked) -> None:
    """Keep a challenge for the key that it is put to, and forget what is over."""
    await tx.run(FORGET_OLD, before=asked.made_at - CHALLENGE_SECONDS)
    await tx.run(FORGET_SURPLUS, key_id=key_id, kept=CHALLENGES_MAX - 1)
    await tx.run(
        INSERT,
        srp_id=asked.srp_id,
        key_id=key_id,
        user_id=asked.user_id,
        version=asked.version,
        secret=asked.secret.to_bytes(SECRET_BYTES, "big"),
        public=asked.public,
        made_at=asked.made_at,
    )


async def take(tx: Tx, key_id: AuthKeyId, srp_id: int) -> Asked | None:
    """The challenge of that id, which was put to this key; it is gone with that."""
    row = await tx.row(TAKE, srp_id=srp_id, key_id=key_id)
    if row is None:
        return None
    found, user_id, version, secret, public, made_at = row
    return Asked(found, user_id, version, int.from_bytes(secret, "big"), public, made_at)


def challenge_of(asked: Asked) -> Challenge:
    """As the arithmetic wants it."""
    return Challenge(asked.secret, asked.public)
