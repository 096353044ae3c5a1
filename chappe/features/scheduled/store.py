"""The SQL of `scheduled` and `scheduled_number`."""

from collections.abc import Collection, Sequence

from chappe.db.database import Row, Tx
from chappe.features.scheduled.model import NUMBER_MAX, Scheduled
from chappe.ids import MessageId, PeerId, UserId

COLUMNS = """
owner_id, peer, id, at, body, random_id, reply_to, saved_peer, media_unread, repeat_period,
thread
"""
NEXT = """
INSERT INTO scheduled_number (owner_id, peer, last) VALUES (:owner, :peer, 1)
ON CONFLICT (owner_id, peer) DO UPDATE SET last = scheduled_number.last % :max + 1
RETURNING last
"""
INSERT = f"""
INSERT INTO scheduled ({COLUMNS}) VALUES (
    :owner_id, :peer, :id, :at, :body, :random_id, :reply_to, :saved_peer, :media_unread,
    :repeat_period, :thread
)
"""
SELECT = f"SELECT {COLUMNS} FROM scheduled WHERE owner_id = :owner"
OF_DIALOG = f"{SELECT} AND peer = :peer ORDER BY at DESC, id DESC"
FIND = f"{SELECT} AND peer = :peer AND id IN :ids[] ORDER BY id"
FIND_RANDOMS = f"{SELECT} AND random_id IN :random_ids[] ORDER BY id"
DUE = f"{SELECT} AND peer = :peer AND at = :at ORDER BY id"
OVERDUE = f"{SELECT} AND peer = :peer AND at <= :at ORDER BY at, id"
COUNT = "SELECT COUNT(*) FROM scheduled WHERE owner_id = :owner AND peer = :peer"
MOVE = "UPDATE scheduled SET at = :at WHERE owner_id = :owner AND peer = :peer AND id IN :ids[]"
DROP = "DELETE FROM scheduled WHERE owner_id = :owner AND peer = :peer AND id IN :ids[]"
WAITING = "SELECT DISTINCT owner_id FROM scheduled WHERE peer = :peer AND at = 2147483646"
PEERS = "SELECT DISTINCT peer FROM scheduled WHERE owner_id = :owner AND peer IN :peers[]"


async def take_id(tx: Tx, owner: UserId, peer: PeerId) -> MessageId:
    """The next number in a queue."""
    row = await tx.row(NEXT, owner=owner, peer=peer, max=NUMBER_MAX)
    assert row is not None
    return MessageId(row[0])


async def insert(tx: Tx, each: Scheduled) -> None:
    """Keep a message for later."""
    await tx.run(
        INSERT,
        owner_id=each.owner_id,
        peer=each.peer,
        id=each.id,
        at=each.at,
        body=each.body_id,
        random_id=each.random_id,
        reply_to=each.reply_to,
        saved_peer=each.saved_peer,
        media_unread=int(each.media_unread),
        repeat_period=each.repeat_period,
        thread=each.thread,
    )


async def find_queue(tx: Tx, owner: UserId, peer: PeerId) -> list[Scheduled]:
    """All messages for later of a dialog, the last first."""
    return [_scheduled(row) for row in await tx.rows(OF_DIALOG, owner=owner, peer=peer)]


async def find_many(
    tx: Tx, owner: UserId, peer: PeerId, ids: Collection[int]
) -> list[Scheduled]:
    """Those of some messages of a queue that are there."""
    rows = await tx.rows(FIND, owner=owner, peer=peer, ids=list(ids))
    return [_scheduled(row) for row in rows]


async def find_randoms(tx: Tx, owner: UserId, random_ids: Sequence[int]) -> list[Scheduled]:
    """Those of some messages that are in a queue already, by the names that their author gave them."""
    rows = await tx.rows(FIND_RANDOMS, owner=owner, random_ids=list(random_ids))
    return [_scheduled(row) for row in rows]


async def find_due(tx: Tx, owner: UserId, peer: PeerId, at: int) -> list[Scheduled]:
    """The messages of a queue for one moment, in their order."""
    return [_scheduled(row) for row in await tx.rows(DUE, owner=owner, peer=peer, at=at)]


async def find_overdue(tx: Tx, owner: UserId, peer: PeerId, at: int) -> list[Scheduled]:
    """The messages of a queue up to a moment, in the order in which they were to be sent."""
    return [_scheduled(row) for row in await tx.rows(OVERDUE, owner=owner, peer=peer, at=at)]


async def count(tx: Tx, owner: UserId, peer: PeerId) -> int:
    """How long a queue is."""
    row = await tx.row(COUNT, owner=owner, peer=peer)
    assert row is not None
    return int(row[0])


async def move(
    tx: Tx, owner: UserId, peer: PeerId, ids: Collection[MessageId], at: int
) -> None:
    """Give messages of a queue another date."""
    await tx.run(MOVE, owner=owner, peer=peer, ids=list(ids), at=at)


async def drop(tx: Tx, owner: UserId, peer: PeerId, ids: Collection[MessageId]) -> None:
    """Take messages out of a queue."""
    await tx.run(DROP, owner=owner, peer=peer, ids=list(ids))


async def find_waiting(tx: Tx, peer: PeerId) -> list[UserId]:
    """Who has messages that wait for somebody to come online."""
    return [row[0] for row in await tx.rows(WAITING, peer=peer)]


async def find_peers(tx: Tx, owner: UserId, peers: Collection[PeerId]) -> set[PeerId]:
    """Those of some dialogs in which something is scheduled."""
    return {row[0] for row in await tx.rows(PEERS, owner=owner, peers=list(peers))}


def _scheduled(row: Row) -> Scheduled:
    """A row of `COLUMNS`."""
    *first, media_unread, repeat_period, thread = row
    owner_id, peer, id_, at, body, random_id, reply_to, saved_peer = first
    return Scheduled(
        owner_id,
        peer,
        id_,
        at,
        body,
        random_id,
        reply_to,
        saved_peer,
        bool(media_unread),
        repeat_period,
        thread,
    )
