"""The SQL of `app`; nobody else names that table.

The server only reads it. The command line writes it, beside a running server too.
"""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.apps.model import ApiId, App

COLUMNS = "api_id, api_hash, title, short_name, made_at, revoked_at"
INSERT = f"""
INSERT INTO app ({COLUMNS})
VALUES (:api_id, :api_hash, :title, :short_name, :made_at, :revoked_at)
ON CONFLICT DO NOTHING
"""
FIND = f"SELECT {COLUMNS} FROM app WHERE api_id = :api_id"
FIND_MANY = f"SELECT {COLUMNS} FROM app WHERE api_id IN :ids[]"
LIST = f"SELECT {COLUMNS} FROM app ORDER BY made_at, api_id"
SET_HASH = "UPDATE app SET api_hash = :api_hash WHERE api_id = :api_id AND revoked_at IS NULL"
REVOKE = "UPDATE app SET revoked_at = :now WHERE api_id = :api_id AND revoked_at IS NULL"


async def insert(tx: Tx, app: App) -> bool:
    """Keep a new application; False when its id or short name is taken."""
    added = await tx.run(
        INSERT,
        api_id=app.api_id,
        api_hash=app.api_hash,
        title=app.title,
        short_name=app.short_name,
        made_at=app.made_at,
        revoked_at=app.revoked_at,
    )
    return added == 1


async def find(tx: Tx, api_id: ApiId) -> App | None:
    """The application of that id, revoked or not."""
    row = await tx.row(FIND, api_id=api_id)
    return None if row is None else App(*row)


async def find_many(tx: Tx, ids: Collection[int]) -> dict[int, App]:
    """Some applications by id; those that were never registered are left out."""
    return {
        app.api_id: app
        for app in (App(*row) for row in await tx.rows(FIND_MANY, ids=list(ids)))
    }


async def every(tx: Tx) -> list[App]:
    """All of them, oldest first."""
    return [App(*row) for row in await tx.rows(LIST)]


async def set_hash(tx: Tx, api_id: ApiId, api_hash: str) -> bool:
    """Give an application in use another hash; False when there is none."""
    return await tx.run(SET_HASH, api_id=api_id, api_hash=api_hash) == 1


async def revoke(tx: Tx, api_id: ApiId, now: int) -> bool:
    """Turn an application away from now on; False when none of that id was in use."""
    return await tx.run(REVOKE, api_id=api_id, now=now) == 1
