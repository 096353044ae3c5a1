"""What was said in a box, counted: for statistics."""

from collections.abc import Mapping
from typing import NamedTuple

from chappe.db.database import Tx
from chappe.ids import BoxId, MessageId, UserId

SAID = """
FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND m.id >= :first AND m.at >= :since AND m.at < :until AND b.action IS NULL
"""
AUTHOR = "COALESCE(b.author_id, b.from_id)"
NEXT_AT = "SELECT at FROM message WHERE box = :box AND id >= :id ORDER BY id LIMIT 1"
BY_HOUR = f"SELECT m.at / 3600, COUNT(*) {SAID} GROUP BY m.at / 3600"
TOTAL = f"SELECT COUNT(*), COUNT(DISTINCT {AUTHOR}) {SAID}"
POSTERS = f"""
SELECT {AUTHOR}, COUNT(*), SUM(LENGTH(b.text)) {SAID} GROUP BY {AUTHOR}
ORDER BY 2 DESC, 1 LIMIT :limit
"""
BODIES = f"SELECT m.body {SAID} ORDER BY m.id DESC LIMIT :limit"


class Stretch(NamedTuple):
    """A part of a box. `first`: the first message in it; `since`, `until`: Unix seconds, `until` is not in it."""

    box: BoxId
    first: MessageId
    since: int
    until: int


class Poster(NamedTuple):
    """Who has said how much. `characters`: in all messages."""

    user_id: UserId
    messages: int
    characters: int


async def first_since(tx: Tx, box: BoxId, top_id: MessageId, since: int) -> MessageId:
    """The first message of a box that is not older than a date: ids rise with the time, so that it is found
    by halving."""
    low, high = 1, top_id + 1
    while low < high:
        middle = (low + high) // 2
        row = await tx.row(NEXT_AT, box=box, id=middle)
        if row is None or row[0] >= since:
            high = middle
        else:
            low = middle + 1
    return MessageId(low)


async def by_hour(tx: Tx, stretch: Stretch) -> Mapping[int, int]:
    """How many messages were said in each hour of Unix time; in which there were none is left out."""
    return dict(await tx.rows(BY_HOUR, **stretch._asdict()))


async def count_said(tx: Tx, stretch: Stretch) -> tuple[int, int]:
    """How many messages were said, and by how many."""
    row = await tx.row(TOTAL, **stretch._asdict())
    assert row is not None
    return int(row[0]), int(row[1])


async def find_posters(tx: Tx, stretch: Stretch, limit: int) -> list[Poster]:
    """Who has said most."""
    rows = await tx.rows(POSTERS, **stretch._asdict(), limit=limit)
    return [Poster(UserId(row[0]), int(row[1]), int(row[2] or 0)) for row in rows]


async def find_bodies(tx: Tx, stretch: Stretch, limit: int) -> list[int]:
    """The newest bodies of a stretch."""
    rows = await tx.rows(BODIES, **stretch._asdict(), limit=limit)
    return [int(row[0]) for row in rows]
