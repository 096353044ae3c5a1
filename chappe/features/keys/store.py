"""The SQL of `auth_key`; nobody else names that table."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.keys.model import AuthKey
from chappe.ids import AuthKeyId, DcId, Layer, UserId
from chappe.rpc.caller import ClientInfo

INSERT = """
INSERT INTO auth_key (
    key_id, auth_key, dc_id, made_at, first_salt, layer, user_id,
    api_id, device_model, system_version, app_version, lang_code,
    system_lang_code, lang_pack, proxy_address, proxy_port, params
) VALUES (
    :key_id, :auth_key, :dc_id, :made_at, :first_salt, :layer, :user_id,
    :api_id, :device_model, :system_version, :app_version, :lang_code,
    :system_lang_code, :lang_pack, :proxy_address, :proxy_port, :params
) ON CONFLICT (key_id) DO NOTHING
"""
COLUMNS = """
key_id, auth_key, dc_id, made_at, first_salt, layer, user_id, home_dc, noted_at, address,
    api_id, device_model, system_version, app_version, lang_code,
    system_lang_code, lang_pack, proxy_address, proxy_port, params
"""
FIND = f"SELECT {COLUMNS} FROM auth_key WHERE key_id = :key_id"
FIND_MANY = f"SELECT {COLUMNS} FROM auth_key WHERE key_id IN :ids[]"
FIND_LOGINS = "SELECT key_id, user_id, home_dc FROM auth_key WHERE key_id IN :ids[]"
NOTE_LAYER = "UPDATE auth_key SET layer = :layer WHERE key_id = :key_id"
NOTE_CLIENT = """
UPDATE auth_key SET layer = :layer, api_id = :api_id, device_model = :device_model,
    system_version = :system_version, app_version = :app_version, lang_code = :lang_code,
    system_lang_code = :system_lang_code, lang_pack = :lang_pack,
    proxy_address = :proxy_address, proxy_port = :proxy_port, params = :params
WHERE key_id = :key_id
"""
SILENT = """
SELECT key_id, user_id, noted_at FROM auth_key
WHERE user_id IS NOT NULL AND noted_at < :before AND made_at < :before AND noted_at > :after
ORDER BY noted_at, key_id LIMIT :limit
"""
NOTE_HEARD = "UPDATE auth_key SET noted_at = :at, address = :address WHERE key_id = :key_id"
SIGN = """
UPDATE auth_key SET user_id = :user_id, home_dc = :home_dc WHERE key_id IN :ids[]
"""
DELETE = "DELETE FROM auth_key WHERE key_id = :key_id"


async def insert(tx: Tx, key: AuthKey) -> bool:
    """Keep a new key; False when its id is taken (the handshake answers dh_gen_retry)."""
    added = await tx.run(
        INSERT,
        key_id=key.key_id,
        auth_key=key.auth_key,
        dc_id=key.dc_id,
        made_at=key.made_at,
        first_salt=key.first_salt,
        layer=key.layer,
        user_id=key.user_id,
        **_client_columns(key.client),
    )
    return added == 1


async def find(tx: Tx, key_id: AuthKeyId) -> AuthKey | None:
    """The key of that id; None when there is none (the transport answers -404)."""
    row = await tx.row(FIND, key_id=key_id)
    return None if row is None else _auth_key(row)


async def find_logins(
    tx: Tx, ids: Collection[AuthKeyId]
) -> dict[AuthKeyId, tuple[UserId | None, DcId | None]]:
    """Who has signed in on some keys, and where that login is at home; those that are gone are left out."""
    rows = await tx.rows(FIND_LOGINS, ids=list(ids))
    return {key_id: (user_id, home_dc) for key_id, user_id, home_dc in rows}


async def note_client(tx: Tx, key_id: AuthKeyId, layer: Layer, info: ClientInfo | None) -> bool:
    """Remember the layer and the client that spoke last; `info` None: only the layer is new.

    False when the key is gone.
    """
    if info is None:
        return await tx.run(NOTE_LAYER, key_id=key_id, layer=layer) == 1
    columns = _client_columns(info)
    return await tx.run(NOTE_CLIENT, key_id=key_id, layer=layer, **columns) == 1


async def find_many(tx: Tx, ids: Collection[AuthKeyId]) -> dict[AuthKeyId, AuthKey]:
    """Some keys by id; those that are gone are left out."""
    found = map(_auth_key, await tx.rows(FIND_MANY, ids=list(ids)))
    return {key.key_id: key for key in found}


async def find_silent(
    tx: Tx, before: int, limit: int, after: int = -1
) -> list[tuple[AuthKeyId, UserId, int]]:
    """Signed-in keys that were last heard of before a time (and after another), the most silent first: key,
    user and that time."""
    rows = await tx.rows(SILENT, before=before, after=after, limit=limit)
    return [(row[0], row[1], row[2]) for row in rows]


async def note_heard(tx: Tx, key_id: AuthKeyId, at: int, address: str) -> None:
    """Remember when a key was last heard of, and from where."""
    await tx.run(NOTE_HEARD, key_id=key_id, at=at, address=address)


async def sign(
    tx: Tx, ids: Collection[AuthKeyId], user_id: UserId | None, home_dc: DcId | None = None
) -> None:
    """Remember who has signed in on some keys, None: nobody; `home_dc`: the login is a copy from there."""
    await tx.run(SIGN, ids=list(ids), user_id=user_id, home_dc=home_dc)


async def delete(tx: Tx, key_id: AuthKeyId) -> bool:
    """Forget a key (`destroy_auth_key`); False when there was none."""
    return await tx.run(DELETE, key_id=key_id) == 1


def _client_columns(info: ClientInfo | None) -> dict[str, int | str | None]:
    """Column → value; all null for a client that has not said who it is.

    A zero character, which no honest client sends and PostgreSQL cannot keep, is left out.
    """
    if info is None:
        return dict.fromkeys(ClientInfo.__slots__)
    values = {column: getattr(info, column) for column in ClientInfo.__slots__}
    return {
        column: value.replace("\0", "") if isinstance(value, str) else value
        for column, value in values.items()
    }


def _auth_key(row: Row) -> AuthKey:
    """A row of `FIND`."""
    key_id, auth_key, dc_id, made_at, first_salt, layer, *signed = row[:10]
    client = row[10:]
    info = None if client[0] is None else ClientInfo(*client)
    return AuthKey(key_id, auth_key, dc_id, made_at, first_salt, layer, info, *signed)
