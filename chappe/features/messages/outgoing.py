"""What an account has written lately: for whoever counts whom it has to do with."""

from typing import NamedTuple

from chappe.db.database import Tx
from chappe.features.messages.model import CopyMark
from chappe.ids import BoxId, PeerId, UserId

LAST = f"""
SELECT m.peer, m.at, CASE WHEN b.forward IS NULL THEN 0 ELSE 1 END, b.via_bot
FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND (m.marks & {CopyMark.OUT:d}) > 0 AND b.action IS NULL
ORDER BY m.id DESC LIMIT :limit
"""


class Outgone(NamedTuple):
    """A message that was sent. `at`: Unix seconds."""

    peer: PeerId
    at: int
    forwarded: bool
    via_bot: UserId | None


async def find_outgone(tx: Tx, box: BoxId, limit: int) -> list[Outgone]:
    """The last messages that the owner of a box wrote, the newest first."""
    rows = await tx.rows(LAST, box=box, limit=limit)
    return [
        Outgone(PeerId(peer), at, bool(forwarded), via_bot)
        for peer, at, forwarded, via_bot in rows
    ]
