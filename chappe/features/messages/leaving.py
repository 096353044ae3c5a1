"""The SQL by which messages go."""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Param, Tx
from chappe.features.messages.store import MESSAGE_ID_MAX, Holder, holder_of
from chappe.ids import BoxId, MessageId, PeerId

COLUMNS = "body, box, id, peer, marks"
OWN = f"SELECT {COLUMNS} FROM message WHERE box = :box AND id IN :ids[] ORDER BY id"
OF_SPAN = """
FROM message WHERE box = :box AND peer = :peer AND id <= :max_id AND at >= :since AND at <= :until
"""
SPAN = f"SELECT {COLUMNS} {OF_SPAN} ORDER BY id DESC LIMIT :limit"
COUNT_SPAN = f"SELECT COUNT(*) {OF_SPAN}"
DELETE_COPIES = "DELETE FROM message WHERE box = :box AND id IN :ids[]"
DELETE_BODIES = """
DELETE FROM body WHERE id IN :ids[]
    AND NOT EXISTS (SELECT 1 FROM message WHERE message.body = body.id)
RETURNING id
"""
EXISTING = "SELECT id FROM body WHERE id IN :ids[]"
NEWEST = "SELECT id, at FROM message WHERE box = :box AND peer = :peer ORDER BY id DESC LIMIT 1"
SAID = """
FROM body b JOIN message m ON m.body = b.id
WHERE b.from_id = :author AND b.action IS NULL AND +m.box = :box
"""  # the plus: begin with what the author has said, which is little, and not with all that is in the box
FIND_SAID = (
    f"SELECT m.body, m.box, m.id, m.peer, m.marks {SAID} ORDER BY m.id DESC LIMIT :limit"
)
COUNT_SAID = f"SELECT COUNT(*) {SAID}"
FOR_EVER = 2**62


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a dialog: up to a message (0: all), from one date to another (Unix seconds, inclusive)."""

    box: BoxId
    peer: PeerId
    max_id: int = 0
    since: int = 0
    until: int = FOR_EVER

    def params(self) -> dict[str, Param]:
        """As the statements name it."""
        return {
            "box": self.box,
            "peer": self.peer,
            "max_id": self.max_id or MESSAGE_ID_MAX,
            "since": self.since,
            "until": self.until,
        }


async def find_own(tx: Tx, box: BoxId, ids: Collection[int]) -> list[Holder]:
    """Some copies of a box, those that are there."""
    return [holder_of(*row) for row in await tx.rows(OWN, box=box, ids=list(ids))]


async def find_span(tx: Tx, span: Span, limit: int) -> list[Holder]:
    """The newest copies of a part of a dialog."""
    return [holder_of(*row) for row in await tx.rows(SPAN, **span.params(), limit=limit)]


async def count_span(tx: Tx, span: Span) -> int:
    """How many messages a part of a dialog has."""
    row = await tx.row(COUNT_SPAN, **span.params())
    assert row is not None
    return int(row[0])


async def find_said(tx: Tx, box: BoxId, author: PeerId, limit: int) -> list[Holder]:
    """The newest messages of a box that somebody has said."""
    rows = await tx.rows(FIND_SAID, box=box, author=author, limit=limit)
    return [holder_of(*row) for row in rows]


async def count_said(tx: Tx, box: BoxId, author: PeerId) -> int:
    """How many messages of a box somebody has said."""
    row = await tx.row(COUNT_SAID, box=box, author=author)
    assert row is not None
    return int(row[0])


async def delete_copies(tx: Tx, box: BoxId, ids: Collection[MessageId]) -> None:
    """Take copies out of a box."""
    await tx.run(DELETE_COPIES, box=box, ids=list(ids))


async def delete_bodies(tx: Tx, bodies: Collection[int]) -> list[int]:
    """Forget those of some bodies that nobody has any more; which they were."""
    return [row[0] for row in await tx.rows(DELETE_BODIES, ids=list(bodies))]


async def newest(tx: Tx, box: BoxId, peer: PeerId) -> tuple[MessageId, int]:
    """The newest message of a dialog and its date; zeros, when there is none."""
    row = await tx.row(NEWEST, box=box, peer=peer)
    return (MessageId(0), 0) if row is None else (row[0], row[1])


async def existing_bodies(tx: Tx, bodies: Collection[int]) -> set[int]:
    """Those of some bodies that are there still."""
    return {row[0] for row in await tx.rows(EXISTING, ids=list(bodies))}
