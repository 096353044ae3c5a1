"""The SQL of this room's tables."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from chappe.db.database import Tx, Value
from chappe.ids import BoxId, MessageId, UserId

COUNTS = """
SELECT m.box, m.id, COALESCE(c.views, 0), COALESCE(c.forwards, 0)
FROM message m LEFT JOIN post_count c ON c.body = m.body
WHERE m.box IN :boxes[] AND m.id IN :ids[]
"""
BODIES = "SELECT id, body FROM message WHERE box = :box AND id IN :ids[]"
COUNT = """
INSERT INTO post_count (body, views, forwards) VALUES (:body, :views, :forwards)
ON CONFLICT (body) DO UPDATE SET views = post_count.views + excluded.views,
    forwards = post_count.forwards + excluded.forwards
"""
FORGET = "DELETE FROM post_count WHERE body IN :bodies[]"
VIEWED = "SELECT spans FROM viewed WHERE user_id = :user AND box = :box"
HOLD = """
UPDATE viewed SET at = :at WHERE user_id IN :users[] AND box = :box RETURNING user_id, spans
"""
"""They are read to be written: nobody else writes them until the transaction ends."""
KEEP = """
INSERT INTO viewed (user_id, box, spans, at) VALUES (:user, :box, :spans, :at)
ON CONFLICT (user_id, box) DO UPDATE SET spans = excluded.spans, at = excluded.at
"""


class Post(NamedTuple):
    """A post of a channel, by the channel's box."""

    box: BoxId
    id: MessageId


class Counts(NamedTuple):
    """Who has seen a post, without its author; how often it was sent on."""

    views: int
    forwards: int


async def find_counts(tx: Tx, posts: Collection[Post]) -> dict[Post, Counts]:
    """The counts of some posts; those that are gone are left out."""
    if not posts:
        return {}
    boxes, ids = {each.box for each in posts}, {each.id for each in posts}
    rows = await tx.rows(COUNTS, boxes=list(boxes), ids=list(ids))
    found = {Post(box, id_): Counts(views, forwards) for box, id_, views, forwards in rows}
    return {post: found[post] for post in posts if post in found}


async def count(tx: Tx, box: BoxId, more: Mapping[MessageId, Counts]) -> None:
    """Some posts of a channel were seen or sent on so often again; what is gone is not counted."""
    bodies: dict[MessageId, int] = dict(await tx.rows(BODIES, box=box, ids=list(more)))
    rows = [
        {"body": bodies[id_], "views": each.views, "forwards": each.forwards}
        for id_, each in sorted(more.items())
        if id_ in bodies
    ]
    await tx.run_many(COUNT, rows)


async def forget(tx: Tx, bodies: Collection[int]) -> None:
    """Some posts are gone."""
    await tx.run(FORGET, bodies=list(bodies))


async def find_viewed(tx: Tx, user: UserId, box: BoxId) -> bytes | None:
    """Which posts of a channel somebody has seen (spans.py)."""
    row = await tx.row(VIEWED, user=user, box=box)
    return None if row is None else row[0]


async def hold_viewed(
    tx: Tx, users: Collection[UserId], box: BoxId, at: int
) -> dict[UserId, bytes]:
    """The same for some, to be written anew."""
    rows = await tx.rows(HOLD, users=sorted(users), box=box, at=at)
    return {UserId(user): spans for user, spans in rows}


async def keep_viewed(tx: Tx, box: BoxId, viewed: Mapping[UserId, bytes], at: int) -> None:
    """Some have seen these posts of a channel."""
    rows: list[dict[str, Value]] = [
        {"user": user, "box": box, "spans": spans, "at": at}
        for user, spans in sorted(viewed.items())
    ]
    await tx.run_many(KEEP, rows)
