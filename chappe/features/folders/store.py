"""The SQL of `folder` and `folder_tags`."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.ids import UserId

ALL_CHATS = 0
FIND = "SELECT id, filter FROM folder WHERE owner_id = :owner ORDER BY place, id"
PUT = """
INSERT INTO folder (owner_id, id, place, filter) VALUES (:owner, :id, (
    SELECT COALESCE(MAX(place), 0) + 1 FROM folder WHERE owner_id = :owner
), :filter)
ON CONFLICT (owner_id, id) DO UPDATE SET filter = excluded.filter
"""
DROP = "DELETE FROM folder WHERE owner_id = :owner AND id = :id"
SET_PLACE = """
INSERT INTO folder (owner_id, id, place, filter) VALUES (:owner, :id, :place, NULL)
ON CONFLICT (owner_id, id) DO UPDATE SET place = excluded.place
"""
TAGS = "SELECT 1 FROM folder_tags WHERE owner_id = :owner"
TAG = "INSERT INTO folder_tags (owner_id) VALUES (:owner) ON CONFLICT DO NOTHING"
UNTAG = "DELETE FROM folder_tags WHERE owner_id = :owner"


async def find(tx: Tx, owner: UserId) -> dict[int, bytes | None]:
    """The folders of an account in their order, each with its filter; `ALL_CHATS` among them.

    Where the owner has given the list of all chats no place, it is the first.
    """
    found: dict[int, bytes | None] = dict(await tx.rows(FIND, owner=owner))
    return found if ALL_CHATS in found else {ALL_CHATS: None, **found}


async def put(tx: Tx, owner: UserId, folder_id: int, kept: bytes) -> None:
    """Keep a folder; a new one is the last."""
    await tx.run(PUT, owner=owner, id=folder_id, filter=kept)


async def drop(tx: Tx, owner: UserId, folder_id: int) -> bool:
    """Forget a folder; False when there was none."""
    return await tx.run(DROP, owner=owner, id=folder_id) == 1


async def set_order(tx: Tx, owner: UserId, order: Sequence[int]) -> None:
    """Put all folders, and `ALL_CHATS`, into this order."""
    rows = [{"owner": owner, "id": each, "place": place} for place, each in enumerate(order, 1)]
    await tx.run_many(SET_PLACE, rows)


async def has_tags(tx: Tx, owner: UserId) -> bool:
    """Whether the names of folders are shown beside the chats."""
    return await tx.row(TAGS, owner=owner) is not None


async def set_tags(tx: Tx, owner: UserId, *, shown: bool) -> bool:
    """Show the names of folders beside the chats, or not; False when nothing changed."""
    return await tx.run(TAG if shown else UNTAG, owner=owner) == 1
