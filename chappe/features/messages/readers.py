"""Who has read what in a channel's box, of which all share the copies, and how much somebody has not."""

from collections.abc import Awaitable, Callable, Collection

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.ids import BoxId, MessageId, PeerId, UserId

AUTHORS_MAX = 100
"""Who learn by one call that they were read: those who spoke last. Whoever spoke before them in what nobody had read
yet hears of it with a later message."""
AUTHORS_BEHIND = """
SELECT said.author FROM (
    SELECT COALESCE(b.author_id, b.from_id) AS author, MAX(m.id) AS top FROM (
        SELECT id, body FROM message WHERE box = :box AND id > :after AND id <= :max_id
        ORDER BY id DESC LIMIT 1000
    ) m JOIN body b ON b.id = m.body GROUP BY COALESCE(b.author_id, b.from_id)
) said JOIN dialog d ON d.owner_id = said.author AND d.peer = :box AND d.read_outbox < said.top
WHERE said.author <> :reader ORDER BY said.top DESC LIMIT :limit
"""
READERS = """
SELECT box, MIN(at) FROM outbox_read
WHERE box IN :members[] AND peer = :peer AND max_id >= :id GROUP BY box ORDER BY MIN(at), box
"""

MembersOf = Callable[[Tx, PeerId], Awaitable[list[UserId]]]
_members_of: list[MembersOf] = []


def knows_few(finder: MembersOf) -> MembersOf:
    """The decorated function knows who is in a small supergroup.

    Errors: PEER_ID_INVALID (it is none), CHAT_TOO_BIG
    """
    if finder not in _members_of:
        _members_of.append(finder)
    return finder


async def access_few(tx: Tx, peer: PeerId) -> list[UserId]:
    """Who is in a small supergroup.

    Errors: those of `knows_few`
    """
    return [each for find in _members_of for each in await find(tx, peer)]


async def authors_behind(
    tx: Tx, box: BoxId, reader: UserId, after: MessageId, max_id: MessageId
) -> list[UserId]:
    """Whose messages a reader is the first to read who goes from one place of a channel to another; the newest
    thousand messages are looked at."""
    rows = await tx.rows(
        AUTHORS_BEHIND, box=box, reader=reader, after=after, max_id=max_id, limit=AUTHORS_MAX
    )
    return sorted(UserId(row[0]) for row in rows)


async def find_readers(
    tx: Tx, members: Collection[UserId], peer: PeerId, message_id: MessageId
) -> list[tuple[UserId, int]]:
    """Which of some members of a supergroup have read a message, and when."""
    rows = await tx.rows(READERS, members=list(members), peer=peer, id=message_id)
    return [(UserId(row[0]), row[1]) for row in rows]


ReadApart = Callable[
    [Tx, UserId, Collection[BoxId], MessageId | None], Awaitable[dict[BoxId, int]]
]
"""How many of the messages of others in some channels, behind a place (None: behind which the reader is there), were
read by themselves."""
_apart: list[ReadApart] = []


def reads_apart(finder: ReadApart) -> ReadApart:
    """The decorated function knows what was read by itself."""
    if finder not in _apart:
        _apart.append(finder)
    return finder


async def unread_posts(tx: Tx, reader: UserId, boxes: Collection[BoxId]) -> dict[BoxId, int]:
    """What is unread in some channels; those in which nothing is may be left out."""
    found = await store.unread_posts(tx, reader, boxes)
    return await _without(tx, reader, found, None) if found else found


async def count_unread_posts(tx: Tx, box: BoxId, reader: UserId, read: MessageId) -> int:
    """What is unread in a channel behind a place."""
    found = await store.count_unread_posts(tx, box, reader, read)
    return (await _without(tx, reader, {box: found}, read))[box] if found else found


async def _without(
    tx: Tx, reader: UserId, found: dict[BoxId, int], read: MessageId | None
) -> dict[BoxId, int]:
    for finder in _apart:
        for box, count in (await finder(tx, reader, list(found), read)).items():
            found[box] = max(0, found[box] - count)
    return found
