"""The SQL of `future_token`, `login_token` and `exported_login`; nobody else names those tables.

Of every token only the hash is kept: who reads the database cannot sign in with what stands there.
"""

import secrets
from collections.abc import Collection, Sequence
from hashlib import sha256

from chappe.db.database import Tx
from chappe.features.auth.model import (
    EXPORT_SECONDS,
    FUTURE_TOKEN_SECONDS,
    FUTURE_TOKENS_MAX,
    ExportedLogin,
    LoginToken,
)
from chappe.ids import AuthKeyId, UserId

KEEP_FUTURE = """
INSERT INTO future_token (sha256, user_id, key_id, made_at)
VALUES (:sha256, :user_id, :key_id, :made_at)
"""
FIND_FUTURE = """
SELECT made_at FROM future_token WHERE sha256 = :sha256 AND user_id = :user_id
"""
TAKE_FUTURE = "DELETE FROM future_token WHERE sha256 = :sha256 AND user_id = :user_id"
FORGET_FUTURE = "DELETE FROM future_token WHERE key_id IN :ids[]"
FORGET_FUTURE_OF_USER = "DELETE FROM future_token WHERE user_id = :user_id"
FORGET_OLD_FUTURE = "DELETE FROM future_token WHERE user_id = :user_id AND made_at < :before"
PUT_QR = """
INSERT INTO login_token (key_id, sha256, api_id, until, except_ids, user_id, hash)
VALUES (:key_id, :sha256, :api_id, :until, :except_ids, :user_id, :hash)
ON CONFLICT (key_id) DO UPDATE SET sha256 = excluded.sha256, api_id = excluded.api_id,
    until = excluded.until, except_ids = excluded.except_ids, user_id = excluded.user_id,
    hash = excluded.hash
"""
QR_COLUMNS = "key_id, api_id, until, except_ids, user_id, hash"
FIND_QR = f"SELECT {QR_COLUMNS} FROM login_token WHERE sha256 = :sha256"
QR_OF_KEY = f"SELECT {QR_COLUMNS} FROM login_token WHERE key_id = :key_id"
ACCEPT = """
UPDATE login_token SET user_id = :user_id, until = :until
WHERE key_id = :key_id AND user_id IS NULL
"""
DELETE_QR = "DELETE FROM login_token WHERE key_id = :key_id"
FORGET_OLD_QR = "DELETE FROM login_token WHERE until < :before"
KEEP_EXPORTED = """
INSERT INTO exported_login (sha256, user_id, key_id, dc_id, until)
VALUES (:sha256, :user_id, :key_id, :dc_id, :until)
"""
TAKE_EXPORTED = """
DELETE FROM exported_login WHERE sha256 = :sha256 RETURNING user_id, key_id, dc_id, until
"""
FORGET_OLD_EXPORTED = "DELETE FROM exported_login WHERE until < :now"
FUTURE_BYTES, LOGIN_BYTES, EXPORT_BYTES = 32, 32, 64
TOKENS_KEPT_SECONDS = 24 * 60 * 60
"""An expired QR code is known for so long, to say so."""


def _hash(token: bytes) -> bytes:
    return sha256(token).digest()


async def make_future(tx: Tx, now: float, user_id: UserId, key_id: AuthKeyId) -> bytes:
    """A token that lets a key in again, in the place of the one it had."""
    await tx.run(FORGET_FUTURE, ids=[key_id])
    await tx.run(FORGET_OLD_FUTURE, user_id=user_id, before=int(now) - FUTURE_TOKEN_SECONDS)
    token = secrets.token_bytes(FUTURE_BYTES)
    await tx.run(
        KEEP_FUTURE, sha256=_hash(token), user_id=user_id, key_id=key_id, made_at=int(now)
    )
    return token


async def find_future(
    tx: Tx, now: float, user_id: UserId, shown: Sequence[bytes]
) -> bytes | None:
    """The one of the shown tokens that lets a user in, None when none does."""
    for token in shown[:FUTURE_TOKENS_MAX]:
        row = await tx.row(FIND_FUTURE, sha256=_hash(token), user_id=user_id)
        if row is not None and row[0] + FUTURE_TOKEN_SECONDS > now:
            return token
    return None


async def take_future(tx: Tx, user_id: UserId, token: bytes) -> bool:
    """Use a token up; False when somebody has."""
    return await tx.run(TAKE_FUTURE, sha256=_hash(token), user_id=user_id) == 1


async def forget_future(tx: Tx, ids: Collection[AuthKeyId]) -> None:
    """The tokens of some keys let nobody in any more."""
    await tx.run(FORGET_FUTURE, ids=list(ids))


async def forget_user(tx: Tx, user_id: UserId) -> None:
    """No token lets anybody in as this user any more."""
    await tx.run(FORGET_FUTURE_OF_USER, user_id=user_id)


async def put_login_token(tx: Tx, now: float, token: LoginToken) -> bytes:
    """Make a QR code's token for a key, in the place of the one it had; the token."""
    await tx.run(FORGET_OLD_QR, before=int(now) - TOKENS_KEPT_SECONDS)
    made = secrets.token_bytes(LOGIN_BYTES)
    await tx.run(
        PUT_QR,
        key_id=token.key_id,
        sha256=_hash(made),
        api_id=token.api_id,
        until=token.until,
        except_ids=" ".join(map(str, sorted(token.except_ids))),
        user_id=token.user_id,
        hash=token.hash,
    )
    return made


async def find_login_token(tx: Tx, token: bytes) -> LoginToken | None:
    """What a QR code says, however old."""
    row = await tx.row(FIND_QR, sha256=_hash(token))
    return None if row is None else _login_token(*row)


async def token_of_key(tx: Tx, key_id: AuthKeyId) -> LoginToken | None:
    """The QR code that a key shows, however old."""
    row = await tx.row(QR_OF_KEY, key_id=key_id)
    return None if row is None else _login_token(*row)


def _login_token(
    key_id: AuthKeyId, api_id: int, until: int, except_ids: str, user_id: UserId, hash_: int
) -> LoginToken:
    excepted = frozenset(UserId(int(each)) for each in except_ids.split())
    return LoginToken(key_id, api_id, until, excepted, user_id, hash_)


async def accept(tx: Tx, key_id: AuthKeyId, user_id: UserId, until: int) -> bool:
    """A user accepts the QR code that a key shows; False when somebody has."""
    return await tx.run(ACCEPT, key_id=key_id, user_id=user_id, until=until) == 1


async def delete_login_token(tx: Tx, key_id: AuthKeyId) -> None:
    """A key shows no QR code any more."""
    await tx.run(DELETE_QR, key_id=key_id)


async def export(tx: Tx, now: float, login: ExportedLogin) -> bytes:
    """Send a login on its way; what it may be taken with, once."""
    await tx.run(FORGET_OLD_EXPORTED, now=int(now))
    token = secrets.token_bytes(EXPORT_BYTES)
    await tx.run(
        KEEP_EXPORTED,
        sha256=_hash(token),
        user_id=login.user_id,
        key_id=login.key_id,
        dc_id=login.dc_id,
        until=int(now) + EXPORT_SECONDS,
    )
    return token


async def take_exported(tx: Tx, token: bytes) -> ExportedLogin | None:
    """The login that this may be taken with; it is gone with that."""
    row = await tx.row(TAKE_EXPORTED, sha256=_hash(token))
    return None if row is None else ExportedLogin(*row)
