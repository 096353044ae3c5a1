"""Bodies by themselves: those that no box has a copy of (messages for later)."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.features.messages.model import Body

FIND = f"""
SELECT id, {store.BODY_COLUMNS} FROM body WHERE id IN :ids[]
"""


async def find(tx: Tx, ids: Collection[int]) -> dict[int, Body]:
    """Some bodies; those that are gone are left out."""
    rows = await tx.rows(FIND, ids=list(ids))
    return {row[0]: store.body_of(row[1:]) for row in rows}
