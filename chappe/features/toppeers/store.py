"""The SQL of `top_peer_reset`."""

from chappe.db.database import Tx
from chappe.features.toppeers.model import Category, Resets
from chappe.ids import PeerId, UserId

PUT = """
INSERT INTO top_peer_reset (owner_id, category, peer, at) VALUES (:owner, :category, :peer, :at)
ON CONFLICT (owner_id, category, peer) DO UPDATE SET at = excluded.at
"""
FIND = "SELECT category, peer, at FROM top_peer_reset WHERE owner_id = :owner"
DELETE_ALL = "DELETE FROM top_peer_reset WHERE owner_id = :owner"


async def put(tx: Tx, owner: UserId, category: Category, peer: PeerId, at: int) -> None:
    """What was before does not count any more."""
    await tx.run(PUT, owner=owner, category=int(category), peer=peer, at=at)


async def find(tx: Tx, owner: UserId) -> Resets:
    """All that an account has set back."""
    rows = await tx.rows(FIND, owner=owner)
    return {(Category(category), PeerId(peer)): at for category, peer, at in rows}


async def delete_all(tx: Tx, owner: UserId) -> None:
    """Nothing was set back."""
    await tx.run(DELETE_ALL, owner=owner)
