"""The SQL of `login`, `account_life` and `quiet_joining`; nobody else names those tables."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.auth.model import ACCOUNT_DAYS, LOGIN_DAYS, AccountLife, Login
from chappe.ids import AuthKeyId, UserId

COLUMNS = """
key_id, user_id, hash, main_key_id, api_id, made_at, unconfirmed, encrypted_off, calls_off
"""
PUT = f"""
INSERT INTO login ({COLUMNS}) VALUES (
    :key_id, :user_id, :hash, :main_key_id, :api_id, :made_at, :unconfirmed, :encrypted_off, :calls_off
) ON CONFLICT (key_id) DO UPDATE SET user_id = excluded.user_id, hash = excluded.hash,
    main_key_id = excluded.main_key_id, api_id = excluded.api_id, made_at = excluded.made_at,
    unconfirmed = excluded.unconfirmed, encrypted_off = excluded.encrypted_off,
    calls_off = excluded.calls_off
"""
FIND = f"SELECT {COLUMNS} FROM login WHERE key_id = :key_id"
OF_USER = f"""
SELECT {COLUMNS} FROM login WHERE user_id = :user_id AND main_key_id IS NULL
ORDER BY made_at DESC, key_id
"""
WITH_HASHES = f"""
SELECT {COLUMNS} FROM login
WHERE user_id = :user_id AND hash IN :hashes[] AND main_key_id IS NULL
"""
COPIES = "SELECT key_id FROM login WHERE main_key_id IN :ids[]"
SET_MARKS = """
UPDATE login SET unconfirmed = :unconfirmed, encrypted_off = :encrypted_off, calls_off = :calls_off
WHERE key_id = :key_id
"""
DELETE = "DELETE FROM login WHERE key_id IN :ids[]"
PUT_LIFE = """
INSERT INTO account_life (user_id, account_days, login_days, deletion_at, deletion_token)
VALUES (:user_id, :account_days, :login_days, :deletion_at, :deletion_token)
ON CONFLICT (user_id) DO UPDATE SET account_days = excluded.account_days,
    login_days = excluded.login_days, deletion_at = excluded.deletion_at,
    deletion_token = excluded.deletion_token
"""
FIND_LIFE = """
SELECT user_id, account_days, login_days, deletion_at, deletion_token
FROM account_life WHERE user_id = :user_id
"""
SHORT_LIVES = """
SELECT user_id, account_days, login_days, deletion_at, deletion_token FROM account_life
WHERE user_id > :after AND (login_days < :login_days OR account_days < :account_days)
ORDER BY user_id LIMIT :limit
"""
FIND_LIVES = """
SELECT user_id, account_days, login_days, deletion_at, deletion_token
FROM account_life WHERE user_id IN :ids[]
"""
QUIET = "SELECT user_id FROM quiet_joining WHERE user_id IN :ids[]"
SET_QUIET = "INSERT INTO quiet_joining (user_id) VALUES (:user_id) ON CONFLICT DO NOTHING"
UNSET_QUIET = "DELETE FROM quiet_joining WHERE user_id = :user_id"
DELETE_LIFE = "DELETE FROM account_life WHERE user_id = :user_id"


async def put(tx: Tx, login: Login) -> None:
    """Keep a login, over the one that the key had before."""
    await tx.run(
        PUT,
        key_id=login.key_id,
        user_id=login.user_id,
        hash=login.hash,
        main_key_id=login.main_key_id,
        api_id=login.api_id,
        made_at=login.made_at,
        unconfirmed=int(login.unconfirmed),
        encrypted_off=int(login.encrypted_off),
        calls_off=int(login.calls_off),
    )


async def find(tx: Tx, key_id: AuthKeyId) -> Login | None:
    """The login of a key."""
    row = await tx.row(FIND, key_id=key_id)
    return None if row is None else _login(row)


async def of_user(tx: Tx, user_id: UserId) -> list[Login]:
    """The logins of an account, the newest first, without copies."""
    return [_login(row) for row in await tx.rows(OF_USER, user_id=user_id)]


async def with_hashes(tx: Tx, user_id: UserId, hashes: Collection[int]) -> dict[int, Login]:
    """Those logins of an account that have these hashes."""
    rows = await tx.rows(WITH_HASHES, user_id=user_id, hashes=list(hashes))
    return {login.hash: login for login in map(_login, rows)}


async def copies(tx: Tx, ids: Collection[AuthKeyId]) -> list[AuthKeyId]:
    """The keys at other data centers that have copies of these logins."""
    return [row[0] for row in await tx.rows(COPIES, ids=list(ids))]


async def set_marks(tx: Tx, login: Login) -> None:
    """Keep what may be changed of a login."""
    await tx.run(
        SET_MARKS,
        key_id=login.key_id,
        unconfirmed=int(login.unconfirmed),
        encrypted_off=int(login.encrypted_off),
        calls_off=int(login.calls_off),
    )


async def delete(tx: Tx, ids: Collection[AuthKeyId]) -> None:
    """Forget the logins of some keys."""
    await tx.run(DELETE, ids=list(ids))


async def put_life(tx: Tx, life: AccountLife) -> None:
    """Keep when an account and its logins end."""
    await tx.run(
        PUT_LIFE,
        user_id=life.user_id,
        account_days=life.account_days,
        login_days=life.login_days,
        deletion_at=life.deletion_at,
        deletion_token=life.deletion_token,
    )


async def find_life(tx: Tx, user_id: UserId) -> AccountLife:
    """When an account and its logins end."""
    row = await tx.row(FIND_LIFE, user_id=user_id)
    return AccountLife(user_id) if row is None else AccountLife(*row)


async def find_lives(tx: Tx, ids: Collection[UserId]) -> dict[UserId, AccountLife]:
    """When some accounts and their logins end; nobody is left out."""
    found = (AccountLife(*row) for row in await tx.rows(FIND_LIVES, ids=list(ids)))
    said = {life.user_id: life for life in found}
    return {each: said.get(each) or AccountLife(each) for each in ids}


async def find_short_lives(tx: Tx, after: UserId, limit: int) -> list[AccountLife]:
    """Those that end sooner than usual, in ascending order of users."""
    rows = await tx.rows(
        SHORT_LIVES,
        after=after,
        limit=limit,
        login_days=LOGIN_DAYS,
        account_days=ACCOUNT_DAYS,
    )
    return [AccountLife(*row) for row in rows]


async def quiet_about_joining(tx: Tx, ids: Collection[UserId]) -> set[UserId]:
    """Those who want to hear without a sound that somebody has joined."""
    return {row[0] for row in await tx.rows(QUIET, ids=list(ids))}


async def set_quiet_about_joining(tx: Tx, user_id: UserId, quiet: bool) -> None:
    """Whether somebody wants to hear of it without a sound."""
    await tx.run(SET_QUIET if quiet else UNSET_QUIET, user_id=user_id)


async def delete_life(tx: Tx, user_id: UserId) -> None:
    """Forget it."""
    await tx.run(DELETE_LIFE, user_id=user_id)


def _login(row: Row) -> Login:
    """A row of COLUMNS."""
    key_id, user_id, hash_, main_key_id, api_id, made_at, *marks = row
    return Login(key_id, user_id, hash_, main_key_id, api_id, made_at, *map(bool, marks))
