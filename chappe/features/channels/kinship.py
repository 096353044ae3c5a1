"""Which channels are like one another: those that the same people are in.

https://core.telegram.org/api/recommend
"""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.channels.store import INSIDE, find_many
from chappe.ids import ChannelId, UserId

ASKED_MAX = 1000
"""Members whose other channels are looked at: those who came last."""
BROADCAST = 1
DELETED = 8
LIKE = f"""
FROM channel_member o JOIN channel c ON c.id = o.channel_id
WHERE o.user_id IN (
        SELECT user_id FROM channel_member WHERE channel_id IN :channels[] AND {INSIDE}
        ORDER BY joined_at DESC, user_id DESC LIMIT {ASKED_MAX}
    )
    AND o.{INSIDE} AND c.marks & {BROADCAST} <> 0 AND c.marks & {DELETED} = 0
    AND c.usernames <> ''
    AND o.channel_id NOT IN :channels[]
    AND o.channel_id NOT IN (SELECT channel_id FROM channel_member WHERE user_id = :me AND standing <> 3)
"""
FIND = f"""
SELECT o.channel_id {LIKE} GROUP BY o.channel_id
ORDER BY COUNT(*) DESC, o.channel_id LIMIT :limit
"""
JOINED = f"""
SELECT m.channel_id FROM channel_member m JOIN channel c ON c.id = m.channel_id
WHERE m.user_id = :me AND m.{INSIDE} AND c.marks & {BROADCAST} <> 0
ORDER BY m.joined_at DESC, m.channel_id LIMIT 100
"""

COMMON = f"""
SELECT 1 FROM channel_member a JOIN channel_member b ON b.channel_id = a.channel_id
WHERE a.user_id = :me AND a.{INSIDE} AND b.user_id = :other AND b.{INSIDE} LIMIT 1
"""
TOGETHER = f"""
SELECT DISTINCT b.user_id FROM channel_member a
JOIN channel_member b ON b.channel_id = a.channel_id JOIN channel c ON c.id = a.channel_id
WHERE a.user_id = :me AND a.{INSIDE} AND b.user_id IN :others[] AND b.{INSIDE}
    AND c.marks & {BROADCAST | DELETED} = 0
"""
BEEN = "SELECT channel_id FROM channel_member WHERE user_id = :me AND channel_id IN :channels[]"


async def find_together(tx: Tx, me: UserId, others: Collection[UserId]) -> set[UserId]:
    """Which of some users are in a supergroup with one. Who is in a channel only its admins know."""
    rows = await tx.rows(TOGETHER, me=me, others=list(others))
    return {UserId(row[0]) for row in rows}


async def find_been(tx: Tx, me: UserId, channels: Collection[ChannelId]) -> set[ChannelId]:
    """Which of some channels one is in, or was in."""
    rows = await tx.rows(BEEN, me=me, channels=list(channels))
    return {ChannelId(row[0]) for row in rows}


async def have_common(tx: Tx, me: UserId, other: UserId) -> bool:
    """Whether two are in one channel or supergroup."""
    return await tx.row(COMMON, me=me, other=other) is not None


async def find_like(
    tx: Tx, me: UserId, channel_id: ChannelId | None, limit: int
) -> list[ChannelId]:
    """Public channels that members of a channel (None: of those that the caller is in) are in as well and the
    caller is not, those with most in common first."""
    ids = [channel_id] if channel_id is not None else []
    if channel_id is None:
        ids = [ChannelId(row[0]) for row in await tx.rows(JOINED, me=me)]
    if not ids:
        return []
    rows = await tx.rows(FIND, channels=ids, me=me, limit=2 * limit)
    near = [ChannelId(row[0]) for row in rows]
    public = {each.id for each in (await find_many(tx, near)).values() if each.public}
    return [each for each in near if each in public][:limit]
