"""The SQL of `forwarded_post`."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.ids import ChannelId, MessageId

NOTE = """
INSERT INTO forwarded_post (body, channel_id, post, at) VALUES (:body, :channel, :post, :at)
"""
FORGET = "DELETE FROM forwarded_post WHERE body IN :bodies[]"
OF_POST = """
SELECT body FROM forwarded_post
WHERE channel_id = :channel AND post = :post ORDER BY body DESC LIMIT :limit
"""
COUNTS = """
SELECT post, COUNT(*) FROM forwarded_post WHERE channel_id = :channel AND post IN :posts[]
GROUP BY post
"""
BY_DAY = """
SELECT at / 86400, COUNT(*) FROM forwarded_post WHERE channel_id = :channel AND at >= :since
GROUP BY at / 86400
"""


async def note(tx: Tx, body_id: int, channel: ChannelId, post: int, at: int) -> None:
    """A post was forwarded."""
    await tx.run(NOTE, body=body_id, channel=channel, post=post, at=at)


async def forget(tx: Tx, bodies: Sequence[int]) -> None:
    """What forwarded posts is gone."""
    await tx.run(FORGET, bodies=list(bodies))


async def find_forwards(tx: Tx, channel: ChannelId, post: int, limit: int) -> list[int]:
    """The bodies that say a post again, the newest first."""
    rows = await tx.rows(OF_POST, channel=channel, post=post, limit=limit)
    return [int(row[0]) for row in rows]


async def count_forwards(
    tx: Tx, channel: ChannelId, posts: Collection[MessageId]
) -> dict[MessageId, int]:
    """How often some posts were forwarded; those that were not are left out."""
    if not posts:
        return {}
    rows = await tx.rows(COUNTS, channel=channel, posts=list(posts))
    return {MessageId(post): int(count) for post, count in rows}


async def forwards_by_day(tx: Tx, channel: ChannelId, since: int) -> dict[int, int]:
    """How often posts of a channel were forwarded on each day (of Unix time) since a date."""
    return dict(await tx.rows(BY_DAY, channel=channel, since=since))
