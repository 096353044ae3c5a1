"""The SQL of `thread_root`, `thread_read` and `discussion`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from chappe.db.database import Tx
from chappe.features.messages.store import Holder, holder_of
from chappe.features.threads.model import REPLIERS_MAX, Copied, Reading, Root, Shown, Thread
from chappe.ids import BoxId, MessageId, PeerId, UserId

COLUMNS = "box, root, replies, max_id, pts, repliers"
FIND = f"SELECT {COLUMNS} FROM thread_root WHERE box = :box AND root IN :roots[]"
PUT = f"""
INSERT INTO thread_root ({COLUMNS}) VALUES (:box, :root, :replies, :max_id, :pts, :repliers)
ON CONFLICT (box, root) DO UPDATE SET replies = excluded.replies, max_id = excluded.max_id,
    pts = excluded.pts, repliers = excluded.repliers
"""
LEAVING = """
SELECT thread, id FROM message WHERE box = :box AND id IN :ids[] AND thread IS NOT NULL
"""
DROP_ROOTS = "DELETE FROM thread_root WHERE box = :box AND root IN :ids[]"
DROP_READING = "DELETE FROM thread_read WHERE box = :box AND root IN :ids[]"
DROP_COPIES = """
DELETE FROM discussion WHERE place = :box AND (copy IN :ids[] OR head IN :ids[])
"""
DROP_POSTS = "DELETE FROM discussion WHERE box = :box AND post IN :ids[]"
RECENT = """
SELECT * FROM (
    SELECT m.thread, b.from_id, m.id FROM message m JOIN body b ON b.id = m.body
    WHERE m.box = :box AND m.thread = :root{0} AND m.id NOT IN :gone[]
    ORDER BY m.id DESC LIMIT 50
) AS recent{0}
"""
AT_ONCE = 50
"""Threads of one statement."""
SHOWN = """
SELECT r.box, r.root, 0, r.box, r.root, r.replies, r.max_id, r.pts, r.repliers,
    COALESCE(t.inbox, 0), 0
FROM thread_root r LEFT JOIN thread_read t
    ON t.user_id = :me AND t.box = r.box AND t.root = r.root
WHERE r.box IN :boxes[] AND r.root IN :ids[]
UNION ALL
SELECT d.box, d.post, d.place, d.place, d.head, COALESCE(r.replies, 0), COALESCE(r.max_id, 0),
    COALESCE(r.pts, 0), COALESCE(r.repliers, ''), COALESCE(t.inbox, 0), 1
FROM discussion d
LEFT JOIN thread_root r ON r.box = d.place AND r.root = d.head
LEFT JOIN thread_read t ON t.user_id = :me AND t.box = d.place AND t.root = d.head
WHERE d.box IN :boxes[] AND d.post IN :ids[] AND d.copy = d.head
"""
READINGS = """
SELECT root, inbox, outbox FROM thread_read WHERE user_id = :me AND box = :box AND root IN :roots[]
"""
READING = (
    "SELECT inbox, outbox FROM thread_read WHERE user_id = :me AND box = :box AND root = :root"
)
READ_INBOX = """
INSERT INTO thread_read (user_id, box, root, inbox, outbox) VALUES (:me, :box, :root, :read, 0)
ON CONFLICT (user_id, box, root) DO UPDATE SET inbox = excluded.inbox
WHERE thread_read.inbox < excluded.inbox RETURNING inbox
"""
READ_OUTBOX = """
INSERT INTO thread_read (user_id, box, root, inbox, outbox) VALUES (:author, :box, :root, 0, :read)
ON CONFLICT (user_id, box, root) DO UPDATE SET outbox = excluded.outbox
WHERE thread_read.outbox < excluded.outbox RETURNING outbox
"""
AUTHORS = """
SELECT said.author, MAX(said.id) FROM (
    SELECT m.id, COALESCE(b.author_id, b.from_id) AS author
    FROM message m JOIN body b ON b.id = m.body
    WHERE m.box = :box AND m.thread = :root AND m.id > :after AND m.id <= :read
    ORDER BY m.id DESC LIMIT 100
) AS said
LEFT JOIN thread_read t ON t.user_id = said.author AND t.box = :box AND t.root = :root
WHERE said.author > 0 AND said.author <> :me AND said.id > COALESCE(t.outbox, 0)
GROUP BY said.author ORDER BY said.author
"""
FIRST_SINCE = "SELECT MIN(id) FROM message WHERE box = :box AND thread = :root AND at >= :at"
COUNT_UNREAD = """
SELECT COUNT(*) FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND m.thread = :root AND m.id > :read
    AND COALESCE(b.author_id, b.from_id) <> :me
"""
COUNT_UNREAD_OF = """
SELECT said.root, COUNT(*) FROM (
    SELECT m.thread AS root, m.id AS id, m.body AS body FROM message m
    WHERE m.box = :box AND m.thread IN :roots[] AND m.id > :read
    UNION ALL
    SELECT m.id, m.id, m.body FROM message m
    WHERE m.box = :box AND m.id IN :roots[] AND m.id > :read
) AS said
JOIN body b ON b.id = said.body
LEFT JOIN thread_read t ON t.user_id = :me AND t.box = :box AND t.root = said.root
WHERE said.id > COALESCE(t.inbox, 0) AND COALESCE(b.author_id, b.from_id) <> :me
GROUP BY said.root
"""
COPY_COLUMNS = "box, post, place, copy, head"
COPY = f"INSERT INTO discussion ({COPY_COLUMNS}) VALUES (:box, :post, :place, :copy, :head)"
OF_POST = f"SELECT {COPY_COLUMNS} FROM discussion WHERE box = :box AND post = :post"
OF_COPY = f"SELECT {COPY_COLUMNS} FROM discussion WHERE place = :place AND copy = :copy"
COPIES_OF_HEAD = "SELECT copy FROM discussion WHERE place = :place AND head = :head"
FOLLOWERS = """
SELECT m.body, m.box, m.id, m.peer, m.marks FROM discussion d
JOIN message m ON m.box = d.place AND m.id = d.copy
WHERE d.box = :box AND d.post IN :posts[] ORDER BY m.id
"""


async def find(tx: Tx, box: BoxId, roots: Collection[MessageId]) -> dict[MessageId, Thread]:
    """Some threads of a group; those without any answer are left out."""
    rows = await tx.rows(FIND, box=box, roots=list(roots))
    return {each.root.id: each for each in map(_thread, rows)}


async def put(tx: Tx, threads: Iterable[Thread]) -> None:
    """Keep what some threads hold now."""
    rows: list[dict[str, int | str]] = [
        {
            "box": each.root.box,
            "root": each.root.id,
            "replies": each.replies,
            "max_id": each.max_id,
            "pts": each.pts,
            "repliers": ",".join(map(str, each.repliers)),
        }
        for each in threads
    ]
    await tx.run_many(PUT, rows)


async def find_leaving(
    tx: Tx, box: BoxId, ids: Collection[MessageId]
) -> dict[MessageId, list[MessageId]]:
    """Those of some messages that are in threads, by thread."""
    found: dict[MessageId, list[MessageId]] = {}
    for thread, id_ in await tx.rows(LEAVING, box=box, ids=list(ids)):
        found.setdefault(thread, []).append(id_)
    return found


async def find_recent(
    tx: Tx, box: BoxId, roots: Sequence[MessageId], gone: Collection[MessageId]
) -> dict[MessageId, list[tuple[PeerId, MessageId]]]:
    """The last messages of some threads, without those that are about to go: by whom each is, and its number."""
    found: dict[MessageId, list[tuple[PeerId, MessageId]]] = {}
    for first in range(0, len(roots), AT_ONCE):
        part = roots[first : first + AT_ONCE]
        params = {f"root{place}": root for place, root in enumerate(part)}
        for root, author, id_ in await tx.rows(
            _recent_sql(len(part)), box=box, gone=list(gone), **params
        ):
            found.setdefault(root, []).append((author, id_))
    return {root: sorted(each, key=lambda pair: -pair[1]) for root, each in found.items()}


@cache
def _recent_sql(count: int) -> str:
    return " UNION ALL ".join(RECENT.format(place) for place in range(count))


async def drop(tx: Tx, box: BoxId, ids: Collection[MessageId]) -> None:
    """Messages go, and with them what is kept of the threads that they head, and of posts and copies."""
    for statement in (DROP_ROOTS, DROP_READING, DROP_COPIES, DROP_POSTS):
        await tx.run(statement, box=box, ids=list(ids))


async def find_shown(
    tx: Tx, me: UserId, messages: Mapping[BoxId, Collection[MessageId]]
) -> dict[tuple[BoxId, MessageId], Shown]:
    """What is shown with some messages, by box and number; those with nothing are left out."""
    ids = {id_ for each in messages.values() for id_ in each}
    found = {}
    for row in await tx.rows(SHOWN, me=me, boxes=list(messages), ids=list(ids)):
        box, id_, place, *thread, read, _ = row
        if id_ in messages[box]:
            found[box, id_] = Shown(place, _thread(thread), read)
    return found


async def find_reading(tx: Tx, me: UserId, root: Root) -> Reading:
    """How far somebody has read in a thread."""
    row = await tx.row(READING, me=me, box=root.box, root=root.id)
    return Reading() if row is None else Reading(*row)


async def find_readings(
    tx: Tx, me: UserId, box: BoxId, roots: Collection[MessageId]
) -> dict[MessageId, Reading]:
    """How far somebody has read in some threads of a group."""
    rows = await tx.rows(READINGS, me=me, box=box, roots=list(roots))
    found = {root: Reading(*rest) for root, *rest in rows}
    return {root: found.get(root, Reading()) for root in roots}


async def count_unread_of(
    tx: Tx, me: UserId, box: BoxId, roots: Collection[MessageId], read: MessageId
) -> dict[MessageId, int]:
    """What others have said in some threads, with what heads them, behind a place and behind where somebody is
    there; those in which that is nothing are left out."""
    rows = await tx.rows(COUNT_UNREAD_OF, me=me, box=box, roots=list(roots), read=read)
    return {MessageId(root): int(count) for root, count in rows}


async def read_inbox(tx: Tx, me: UserId, root: Root, read: MessageId) -> bool:
    """Somebody has read so far in a thread; False when that was known."""
    return await tx.row(READ_INBOX, me=me, box=root.box, root=root.id, read=read) is not None


async def read_outbox(tx: Tx, author: UserId, root: Root, read: MessageId) -> bool:
    """Others have read so far of what somebody wrote in a thread; False when that was known."""
    row = await tx.row(READ_OUTBOX, author=author, box=root.box, root=root.id, read=read)
    return row is not None


async def find_authors(
    tx: Tx, me: UserId, root: Root, after: MessageId, read: MessageId
) -> dict[UserId, MessageId]:
    """Who else has written between two places of a thread, of the last hundred messages there, and does not know
    yet that it was read; each with its last message."""
    rows = await tx.rows(AUTHORS, me=me, box=root.box, root=root.id, after=after, read=read)
    return {UserId(author): id_ for author, id_ in rows}


async def count_unread(tx: Tx, me: UserId, root: Root, read: MessageId) -> int:
    """What others have said in a thread behind a place."""
    row = await tx.row(COUNT_UNREAD, me=me, box=root.box, root=root.id, read=read)
    assert row is not None
    return int(row[0])


async def first_since(tx: Tx, root: Root, at: int) -> MessageId | None:
    """The oldest message of a thread that is not older than a date."""
    row = await tx.row(FIRST_SINCE, box=root.box, root=root.id, at=at)
    return None if row is None else row[0]


async def put_copies(tx: Tx, copies: Iterable[Copied]) -> None:
    """Posts have copies in a discussion group."""
    rows = [
        {
            "box": each.box,
            "post": each.post,
            "place": each.place,
            "copy": each.copy,
            "head": each.head,
        }
        for each in copies
    ]
    await tx.run_many(COPY, rows)


async def find_copy(tx: Tx, box: BoxId, post: MessageId) -> Copied | None:
    """The copy of a post."""
    row = await tx.row(OF_POST, box=box, post=post)
    return None if row is None else Copied(*row)


async def find_post(tx: Tx, place: BoxId, copy: MessageId) -> Copied | None:
    """The post of which something in a discussion group is the copy."""
    row = await tx.row(OF_COPY, place=place, copy=copy)
    return None if row is None else Copied(*row)


async def find_album(tx: Tx, root: Root) -> list[MessageId]:
    """The copies that came together with the one that heads a thread, this one among them."""
    rows = await tx.rows(COPIES_OF_HEAD, place=root.box, head=root.id)
    return [row[0] for row in rows]


async def find_followers(tx: Tx, box: BoxId, posts: Collection[MessageId]) -> list[Holder]:
    """The copies of some posts."""
    rows = await tx.rows(FOLLOWERS, box=box, posts=list(posts))
    return [holder_of(*row) for row in rows]


def _thread(row: Sequence[Any]) -> Thread:
    """A row of `COLUMNS`."""
    box, root, replies, max_id, pts, repliers = row
    faces = tuple(PeerId(int(each)) for each in repliers.split(",") if each)
    return Thread(Root(box, root), replies, max_id, pts, faces[:REPLIERS_MAX])
