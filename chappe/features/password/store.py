"""The SQL of the room's tables but the challenges'; nobody else names them."""

from chappe.db.database import Row, Tx
from chappe.features.password.model import Password, Plan, Secret
from chappe.ids import AuthKeyId, UserId

FIND = """
SELECT user_id, version, salt1, salt2, verifier, hint, email, secure, made_at,
    failures, failed_at, reset_at, declined_at
FROM password WHERE user_id = :user_id
"""
HAS = "SELECT 1 FROM password WHERE user_id = :user_id"
PUT = """
INSERT INTO password (
    user_id, version, salt1, salt2, verifier, hint, email, secure, made_at,
    failures, failed_at, reset_at, declined_at
) VALUES (
    :user_id, :version, :salt1, :salt2, :verifier, :hint, :email, :secure, :made_at, 0, 0, NULL, NULL
) ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, salt1 = excluded.salt1,
    salt2 = excluded.salt2, verifier = excluded.verifier, hint = excluded.hint,
    email = excluded.email, secure = excluded.secure, made_at = excluded.made_at,
    failures = 0, failed_at = 0, reset_at = NULL, declined_at = NULL
"""
SET_EMAIL = "UPDATE password SET email = :email WHERE user_id = :user_id"
SET_SECURE = "UPDATE password SET secure = :secure WHERE user_id = :user_id"
NOTE_FAILURES = """
UPDATE password SET failures = :failures, failed_at = :failed_at WHERE user_id = :user_id
"""
SET_RESET = """
UPDATE password SET reset_at = :reset_at, declined_at = :declined_at WHERE user_id = :user_id
"""
DELETE = "DELETE FROM password WHERE user_id = :user_id"
PUT_PLAN = """
INSERT INTO password_plan (user_id, email, salt1, salt2, verifier, hint, secure, made_at)
VALUES (:user_id, :email, :salt1, :salt2, :verifier, :hint, :secure, :made_at)
ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, salt1 = excluded.salt1,
    salt2 = excluded.salt2, verifier = excluded.verifier, hint = excluded.hint,
    secure = excluded.secure, made_at = excluded.made_at
"""
FIND_PLAN = """
SELECT user_id, email, salt1, salt2, verifier, hint, secure, made_at
FROM password_plan WHERE user_id = :user_id
"""
DELETE_PLAN = "DELETE FROM password_plan WHERE user_id = :user_id"
PUT_WAIT = """
INSERT INTO password_wait (key_id, user_id, since) VALUES (:key_id, :user_id, :since)
ON CONFLICT (key_id) DO UPDATE SET user_id = excluded.user_id, since = excluded.since
"""
FIND_WAIT = "SELECT user_id FROM password_wait WHERE key_id = :key_id AND since > :after"
DELETE_WAIT = "DELETE FROM password_wait WHERE key_id = :key_id"
PUT_TMP = """
INSERT INTO tmp_password (user_id, sha256, until) VALUES (:user_id, :sha256, :until)
ON CONFLICT (user_id) DO UPDATE SET sha256 = excluded.sha256, until = excluded.until
"""
FIND_TMP = "SELECT sha256 FROM tmp_password WHERE user_id = :user_id AND until > :now"
DELETE_TMP = "DELETE FROM tmp_password WHERE user_id = :user_id"
DELETE_WAITS = "DELETE FROM password_wait WHERE user_id = :user_id"


async def find(tx: Tx, user_id: UserId) -> Password | None:
    """A user's password."""
    row = await tx.row(FIND, user_id=user_id)
    if row is None:
        return None
    found, version, salt1, salt2, verifier, hint, *rest = row
    return Password(found, version, Secret(salt1, salt2, verifier, hint), *rest)


async def has(tx: Tx, user_id: UserId) -> bool:
    """Whether a user has a password."""
    return await tx.row(HAS, user_id=user_id) is not None


async def put(tx: Tx, password: Password) -> None:
    """Keep a new password, without failures and resets."""
    await tx.run(
        PUT,
        user_id=password.user_id,
        version=password.version,
        salt1=password.secret.salt1,
        salt2=password.secret.salt2,
        verifier=password.secret.verifier,
        hint=password.secret.hint,
        email=password.email,
        secure=password.secure,
        made_at=password.made_at,
    )


async def set_email(tx: Tx, user_id: UserId, email: str | None) -> None:
    """Set the confirmed recovery address; None: there is none."""
    await tx.run(SET_EMAIL, user_id=user_id, email=email)


async def set_secure(tx: Tx, user_id: UserId, secure: bytes) -> None:
    """Keep what Passport's documents are sealed with, itself sealed by the client."""
    await tx.run(SET_SECURE, user_id=user_id, secure=secure)


async def note_failures(tx: Tx, user_id: UserId, failures: int, failed_at: int) -> None:
    """So many wrong ones came in a row since `failed_at`."""
    await tx.run(NOTE_FAILURES, user_id=user_id, failures=failures, failed_at=failed_at)


async def set_reset(
    tx: Tx, user_id: UserId, reset_at: int | None, declined_at: int | None
) -> None:
    """When the password may be reset; when that was last called off."""
    await tx.run(SET_RESET, user_id=user_id, reset_at=reset_at, declined_at=declined_at)


async def delete(tx: Tx, user_id: UserId) -> None:
    """Forget a user's password, and the temporary one made with it."""
    await tx.run(DELETE, user_id=user_id)
    await tx.run(DELETE_TMP, user_id=user_id)


async def delete_all(tx: Tx, user_id: UserId) -> None:
    """Forget all that this room has of a user."""
    await delete(tx, user_id)
    await tx.run(DELETE_PLAN, user_id=user_id)
    await tx.run(DELETE_WAITS, user_id=user_id)


async def put_plan(tx: Tx, plan: Plan) -> None:
    """Keep settings that wait for an address, in the place of others."""
    secret = plan.secret
    await tx.run(
        PUT_PLAN,
        user_id=plan.user_id,
        email=plan.email,
        salt1=None if secret is None else secret.salt1,
        salt2=None if secret is None else secret.salt2,
        verifier=None if secret is None else secret.verifier,
        hint=None if secret is None else secret.hint,
        secure=plan.secure,
        made_at=plan.made_at,
    )


async def find_plan(tx: Tx, user_id: UserId) -> Plan | None:
    """What waits for an address to be confirmed."""
    row = await tx.row(FIND_PLAN, user_id=user_id)
    return None if row is None else _plan(row)


def _plan(row: Row) -> Plan:
    user_id, email, salt1, salt2, verifier, hint, secure, made_at = row
    secret = None if salt1 is None else Secret(salt1, salt2, verifier, hint)
    return Plan(user_id, email, secret, secure, made_at)


async def delete_plan(tx: Tx, user_id: UserId) -> bool:
    """Forget it; False when there was none."""
    return await tx.run(DELETE_PLAN, user_id=user_id) == 1


async def put_wait(tx: Tx, key_id: AuthKeyId, user_id: UserId, now: int) -> None:
    """A key's owner has shown all that a user is asked for but the password."""
    await tx.run(PUT_WAIT, key_id=key_id, user_id=user_id, since=now)


async def find_wait(tx: Tx, key_id: AuthKeyId, after: int) -> UserId | None:
    """Whose password a key is asked for, since `after` or later."""
    row = await tx.row(FIND_WAIT, key_id=key_id, after=after)
    return None if row is None else UserId(row[0])


async def delete_wait(tx: Tx, key_id: AuthKeyId) -> None:
    """A key is asked for no password any more."""
    await tx.run(DELETE_WAIT, key_id=key_id)


async def put_tmp(tx: Tx, user_id: UserId, sha256: bytes, until: int) -> None:
    """Keep the hash of a temporary password, in the place of another."""
    await tx.run(PUT_TMP, user_id=user_id, sha256=sha256, until=until)


async def find_tmp(tx: Tx, user_id: UserId, now: int) -> bytes | None:
    """The hash of a user's temporary password that is still good."""
    row = await tx.row(FIND_TMP, user_id=user_id, now=now)
    return None if row is None else bytes(row[0])
