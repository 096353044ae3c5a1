"""How much is unread in channels: what others have said behind the place as far as the reader has read, without what it
has read by itself (topics of a forum), as later rooms know it."""

from collections.abc import Awaitable, Callable, Collection

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.ids import BoxId, MessageId, UserId

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
