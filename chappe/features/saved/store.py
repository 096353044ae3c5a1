"""The SQL of `saved_pin`."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.ids import PeerId, UserId

FIND = "SELECT peer FROM saved_pin WHERE owner_id = :owner ORDER BY place DESC"
DROP = "DELETE FROM saved_pin WHERE owner_id = :owner"
PUT = "INSERT INTO saved_pin (owner_id, peer, place) VALUES (:owner, :peer, :place)"


async def find_pins(tx: Tx, owner: UserId) -> list[PeerId]:
    """What is pinned, in its order."""
    return [row[0] for row in await tx.rows(FIND, owner=owner)]


async def set_pins(tx: Tx, owner: UserId, order: Sequence[PeerId]) -> None:
    """Pin this, in this order, and nothing else."""
    await tx.run(DROP, owner=owner)
    count = len(order)
    rows = [
        {"owner": owner, "peer": peer, "place": count - index}
        for index, peer in enumerate(order)
    ]
    await tx.run_many(PUT, rows)
