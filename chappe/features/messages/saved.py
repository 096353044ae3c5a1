"""The SQL of `message`, for Saved Messages by whose they were."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.messages.leaving import Span
from chappe.features.messages.store import Holder, holder_of
from chappe.ids import BoxId, MessageId, PeerId

TOPS = """
WITH RECURSIVE whose(peer) AS (
    SELECT MIN(saved_peer) FROM message WHERE box = :box AND saved_peer IS NOT NULL
    UNION ALL
    SELECT (SELECT MIN(m.saved_peer) FROM message m WHERE m.box = :box AND m.saved_peer > whose.peer)
    FROM whose WHERE whose.peer IS NOT NULL
)
SELECT peer, (
    SELECT MAX(m.id) FROM message m WHERE m.box = :box AND m.saved_peer = whose.peer
) AS top FROM whose WHERE peer IS NOT NULL ORDER BY top DESC
"""
TOPS_OF = """
SELECT saved_peer, MAX(id) FROM message WHERE box = :box AND saved_peer IN :peers[]
GROUP BY saved_peer
"""
OF_SPAN = """
FROM message WHERE box = :box AND saved_peer = :peer AND id <= :max_id
    AND at >= :since AND at <= :until
"""
SPAN = f"SELECT body, box, id, peer, marks {OF_SPAN} ORDER BY id DESC LIMIT :limit"
COUNT_SPAN = f"SELECT COUNT(*) {OF_SPAN}"
OF_SAVED = "m.box = :box AND m.saved_peer = :saved_peer"
COUNT = "SELECT COUNT(*) FROM message WHERE box = :box AND saved_peer = :saved_peer"
FIRST_SINCE = (
    "SELECT MIN(id) FROM message WHERE box = :box AND saved_peer = :saved_peer AND at >= :at"
)


async def find_tops(tx: Tx, box: BoxId) -> dict[PeerId, MessageId]:
    """Whose messages were saved, each with the newest one; the newest first.

    One leap in the index for each peer, however many messages there are.
    """
    return dict(await tx.rows(TOPS, box=box))


async def find_tops_of(
    tx: Tx, box: BoxId, peers: Collection[PeerId]
) -> dict[PeerId, MessageId]:
    """The newest saved message of some peers; those without any are left out."""
    return dict(await tx.rows(TOPS_OF, box=box, peers=list(peers)))


async def count(tx: Tx, box: BoxId, saved_peer: PeerId) -> int:
    """How many messages of a peer were saved."""
    row = await tx.row(COUNT, box=box, saved_peer=saved_peer)
    assert row is not None
    return int(row[0])


async def first_since(tx: Tx, box: BoxId, saved_peer: PeerId, at: int) -> MessageId | None:
    """The oldest saved message of a peer that is not older than a date."""
    row = await tx.row(FIRST_SINCE, box=box, saved_peer=saved_peer, at=at)
    return None if row is None else row[0]


async def find_span(tx: Tx, span: Span, limit: int) -> list[Holder]:
    """The newest copies of a part of what was saved of one peer (`span.peer`)."""
    return [holder_of(*row) for row in await tx.rows(SPAN, **span.params(), limit=limit)]


async def count_span(tx: Tx, span: Span) -> int:
    """How many messages a part of what was saved has."""
    row = await tx.row(COUNT_SPAN, **span.params())
    assert row is not None
    return int(row[0])
