"""The SQL of `body` and `message`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from chappe.db.database import Param, Row, Tx
from chappe.features.messages.model import Body, BodyMark, CopyMark, MediaKind, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId

BODY_COLUMNS = """
from_id, at, text, edited_at, entities, media, media_kind, file_id, action, markup, forward,
reply, via_bot, grouped_id, effect, ttl_period, marks, author_id, post_author, business_bot
"""
BODY_NAMES = tuple(column.strip() for column in BODY_COLUMNS.split(","))
INSERT_BODY = f"""
INSERT INTO body ({BODY_COLUMNS}) VALUES (
    :from_id, :at, :text, :edited_at, :entities, :media, :media_kind, :file_id, :action,
    :markup, :forward, :reply, :via_bot, :grouped_id, :effect, :ttl_period, :marks, :author_id,
    :post_author, :business_bot
) RETURNING id
"""
SAVED = """
SELECT id FROM message WHERE box = :box AND saved_peer = :saved_peer AND id IN :ids[]
"""
NEWEST_PINNED = """
SELECT MAX(id) FROM message WHERE box = :box AND peer = :peer AND marks & 8 <> 0
"""
HOLDERS = (
    "SELECT body, box, id, peer, marks FROM message WHERE body IN :bodies[] ORDER BY box, id"
)
UPDATE_BODY = """
UPDATE body SET text = :text, edited_at = :edited_at, entities = :entities, media = :media,
    media_kind = :media_kind, file_id = :file_id, markup = :markup, marks = :marks
WHERE id = :id
"""
INSERT_COPY = """
INSERT INTO message (box, id, peer, body, at, marks, reply_to, saved_peer, random_id,
    named_by, thread)
VALUES (:box, :id, :peer, :body, :at, :marks, :reply_to, :saved_peer, :random_id, :named_by,
    :thread)
"""
SELECT = f"""
SELECT m.box, m.id, m.peer, m.body, m.marks, m.reply_to, m.saved_peer, m.random_id, m.thread,
    {", ".join("b." + column.strip() for column in BODY_COLUMNS.split(","))}
FROM message m JOIN body b ON b.id = m.body
"""
FIND = f"{SELECT} WHERE m.box = :box AND m.id IN :ids[]"
FIRST_AT = """
SELECT at FROM message WHERE box = :box AND peer = :peer ORDER BY id LIMIT 1
"""
HAS_COME = """
SELECT 1 FROM message WHERE box = :box AND peer = :peer AND at > :since AND (marks & 1) = 0 LIMIT 1
"""
FIND_RANDOM = """
SELECT id FROM message WHERE box = :box AND named_by = :me AND random_id = :random_id
"""
FIND_RANDOMS = """
SELECT id FROM message WHERE box = :box AND named_by = :me AND random_id IN :random_ids[]
"""
RANDOM_IDS = """
SELECT id, random_id FROM message WHERE box = :box AND id IN :ids[] AND random_id IS NOT NULL
"""
COPIES = "SELECT body, id FROM message WHERE box = :box AND body IN :bodies[]"
OF_PEER = "m.box = :box AND m.peer = :peer"
COUNT_UNREAD = """
SELECT COUNT(*) FROM message
WHERE box = :box AND peer = :peer AND id > :read AND marks % 2 = 0
"""
COUNT_UNREAD_POSTS = """
SELECT COUNT(*) FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND m.id > :read AND COALESCE(b.author_id, b.from_id) <> :reader
"""
UNREAD_POSTS = """
SELECT m.box, COUNT(*) FROM dialog d
JOIN message m ON m.box = d.peer AND m.id > d.read_inbox
JOIN body b ON b.id = m.body
WHERE d.owner_id = :reader AND d.peer IN :boxes[] AND COALESCE(b.author_id, b.from_id) <> :reader
GROUP BY m.box
"""
TOPS = f"""
{SELECT} JOIN channel_top t ON t.peer = m.box AND t.top_id = m.id WHERE m.box IN :boxes[]
"""
NEWEST_READ = """
SELECT theirs.id FROM message mine JOIN message theirs ON theirs.body = mine.body
WHERE mine.box = :reader AND mine.peer = :peer AND mine.id <= :max_id AND mine.marks % 2 = 0
    AND theirs.box = :author
ORDER BY mine.id DESC LIMIT 1
"""
AUTHORS_READ = """
SELECT theirs.box, MAX(theirs.id) FROM (
    SELECT body FROM message
    WHERE box = :reader AND peer = :peer AND id > :after AND id <= :max_id AND marks % 2 = 0
    ORDER BY id DESC LIMIT 1000
) mine
JOIN body ON body.id = mine.body
JOIN message theirs ON theirs.body = mine.body AND theirs.box = body.from_id
GROUP BY theirs.box
"""
READERS = """
SELECT copy.box, MIN(seen.at) FROM message copy
JOIN outbox_read seen ON seen.box = copy.box AND seen.peer = copy.peer AND seen.max_id >= copy.id
WHERE copy.body = :body AND copy.box <> :author
GROUP BY copy.box ORDER BY MIN(seen.at), copy.box
"""
FIRST_SINCE = """
SELECT MIN(id) FROM message WHERE box = :box AND peer = :peer AND at >= :at
"""
OF_MENTIONS = f"{OF_PEER} AND m.marks & 2 <> 0 AND m.marks & 4 <> 0"
OF_SOME = "m.box = :box AND m.id IN :some[]"
COUNT_OF_PEER = "SELECT COUNT(*) FROM message WHERE box = :box AND peer = :peer AND id > :least"
NOTE_READ = """
INSERT INTO outbox_read (box, peer, max_id, at) VALUES (:box, :peer, :max_id, :at)
ON CONFLICT DO NOTHING
"""
FORGET_READ = "DELETE FROM outbox_read WHERE box = :box AND peer = :peer AND at < :at"
READ_AT = """
SELECT MIN(at) FROM outbox_read WHERE box = :box AND peer = :peer AND max_id >= :id
"""
MESSAGE_ID_MAX = MessageId(2**31 - 1)
NEWER_MAX = 1000
"""So many newer messages are looked at for a window: clients ask for some dozens, nobody for a history."""


# Making a flag of a number is dear where a page has a hundred messages, and there are few numbers.
copy_mark, body_mark, media_kind = cache(CopyMark), cache(BodyMark), cache(MediaKind)


async def insert_body(tx: Tx, body: Body) -> int:
    """Keep what was said; the number under which its copies refer to it."""
    row = await tx.row(INSERT_BODY, **body_values(body))
    assert row is not None
    return int(row[0])


async def update_body(tx: Tx, body_id: int, body: Body) -> None:
    """What was said is said otherwise now; who said it, when, and in answer to what stays as it was."""
    await tx.run(
        UPDATE_BODY,
        id=body_id,
        text=body.text,
        edited_at=body.edited_at,
        entities=body.entities,
        media=body.media,
        media_kind=int(body.media_kind),
        file_id=body.file_id,
        markup=body.markup,
        marks=int(body.marks),
    )


def body_values(body: Body) -> dict[str, Param]:
    """What the columns of a body hold."""
    values: dict[str, Param] = {name: getattr(body, name) for name in Body.__slots__}
    values["media_kind"], values["marks"] = int(body.media_kind), int(body.marks)
    return values


async def insert_copies(tx: Tx, copies: Sequence[Message]) -> None:
    """Put a body into boxes."""
    await tx.run_many(
        INSERT_COPY,
        [
            {
                "box": each.box,
                "id": each.id,
                "peer": each.peer,
                "body": each.body_id,
                "at": each.body.at,
                "marks": int(each.marks),
                "reply_to": each.reply_to,
                "saved_peer": each.saved_peer,
                "random_id": each.random_id,
                "named_by": None if each.random_id is None else each.author,
                "thread": each.thread,
            }
            for each in copies
        ],
    )


async def find_many(tx: Tx, box: BoxId, ids: Collection[MessageId]) -> dict[MessageId, Message]:
    """Some messages of a box; those that are not there are left out."""
    if not ids:
        return {}
    found = map(message_of, await tx.rows(FIND, box=box, ids=list(ids)))
    return {message.id: message for message in found}


async def find_first_at(tx: Tx, box: BoxId, peer: PeerId) -> int | None:
    """When the oldest message of a dialog was said, Unix seconds; None: there is none."""
    row = await tx.row(FIRST_AT, box=box, peer=peer)
    return None if row is None else int(row[0])


async def has_come(tx: Tx, box: BoxId, peer: PeerId, since: int) -> bool:
    """Whether the other one has said something in a dialog since then, Unix seconds."""
    return await tx.row(HAS_COME, box=box, peer=peer, since=since) is not None


async def find_randoms(
    tx: Tx, box: BoxId, me: UserId, random_ids: Sequence[int]
) -> dict[int, Message]:
    """Those of some messages that are in the box already, by the names that their sender, `me`, gave them."""
    if len(random_ids) == 1:
        row = await tx.row(FIND_RANDOM, box=box, me=me, random_id=random_ids[0])
        ids = [] if row is None else [row[0]]
    else:
        rows = await tx.rows(FIND_RANDOMS, box=box, me=me, random_ids=random_ids)
        ids = [row[0] for row in rows]
    found = await find_many(tx, box, ids)
    return {each.random_id: each for each in found.values() if each.random_id is not None}


async def random_ids(tx: Tx, box: BoxId, ids: Collection[MessageId]) -> dict[MessageId, int]:
    """How the owner of a box called some messages when sending them."""
    return dict(await tx.rows(RANDOM_IDS, box=box, ids=list(ids))) if ids else {}


async def find_copies(tx: Tx, box: BoxId, bodies: Collection[int]) -> dict[int, MessageId]:
    """The numbers that some bodies have in a box."""
    return dict(await tx.rows(COPIES, box=box, bodies=list(bodies)))


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a history is asked for. https://core.telegram.org/api/offsets

    The list runs from the newest to the oldest; `offset_id` (0: the top) is a place in it, behind which
    `add_offset` begins, negative: so many newer ones. `max_id`, `min_id`: only between them; 0: no limit.
    """

    offset_id: int
    offset_at: int
    add_offset: int
    limit: int
    max_id: int = 0
    min_id: int = 0


async def find_window(
    tx: Tx, window: Window, where: str, *, join: str = "", **params: Param
) -> list[Message]:
    """The messages of a window, the newest first. `where`: which messages make the list (`m`: the copy,
    `b`: the body), `join`: more tables for it; `params`: what both of them name."""
    bounds = f"{where} AND m.id < :window_max AND m.id > :window_min"
    params["window_max"] = window.max_id or MESSAGE_ID_MAX + 1
    params["window_min"] = window.min_id
    offset = window.offset_id or MESSAGE_ID_MAX + 1
    newer = max(0, min(-window.add_offset, window.limit))
    found: list[Row] = []
    if newer and window.offset_id:
        # The list is read upwards from the place; what lies above the window is left away.
        found = await tx.rows(
            f"{SELECT} {join} WHERE {bounds} AND m.id >= :window_offset "
            "ORDER BY m.id LIMIT :window_limit",
            **params,
            window_offset=offset,
            window_limit=min(-window.add_offset, NEWER_MAX),
        )
        found = found[::-1][:newer]
    older = window.limit - newer if window.offset_id else window.limit
    if older > 0:
        found += await tx.rows(
            f"{SELECT} {join} WHERE {bounds} AND m.id < :window_offset "
            "ORDER BY m.id DESC LIMIT :window_limit OFFSET :window_skip",
            **params,
            window_offset=offset,
            window_limit=older,
            window_skip=max(0, window.add_offset),
        )
    return [message_of(row) for row in found]


async def count_where(tx: Tx, where: str, *, join: str = "", **params: Param) -> int:
    """How many messages a list has, as `find_window`."""
    row = await tx.row(
        f"SELECT COUNT(*) FROM message m JOIN body b ON b.id = m.body {join} WHERE {where}",
        **params,
    )
    assert row is not None
    return int(row[0])


async def count_of_peer(tx: Tx, box: BoxId, peer: PeerId, least: int = 0) -> int:
    """How many messages a dialog has behind a place."""
    row = await tx.row(COUNT_OF_PEER, box=box, peer=peer, least=least)
    assert row is not None
    return int(row[0])


async def find_saved(
    tx: Tx, box: BoxId, saved_peer: PeerId, ids: Collection[MessageId]
) -> set[MessageId]:
    """Which of some messages are in one of the dialogs within Saved Messages."""
    rows = await tx.rows(SAVED, box=box, saved_peer=saved_peer, ids=list(ids))
    return {row[0] for row in rows}


async def newest_pinned(tx: Tx, box: BoxId, peer: PeerId) -> MessageId | None:
    """The newest pinned message of a dialog."""
    row = await tx.row(NEWEST_PINNED, box=box, peer=peer)
    return None if row is None else row[0]


class Holder(NamedTuple):
    """One box's copy of a body. `peer`: the dialog in which that box has it."""

    body_id: int
    box: BoxId
    id: MessageId
    peer: PeerId
    marks: CopyMark


async def find_holders(tx: Tx, bodies: Collection[int]) -> list[Holder]:
    """All copies of some bodies, in the order in which boxes are taken."""
    return [holder_of(*row) for row in await tx.rows(HOLDERS, bodies=list(bodies))]


def holder_of(body_id: int, box: BoxId, id_: MessageId, peer: PeerId, marks: int) -> Holder:
    """A row of `HOLDERS`."""
    return Holder(body_id, box, id_, peer, CopyMark(marks))


async def note_read(
    tx: Tx, box: BoxId, peer: PeerId, max_id: MessageId, at: int, forget_before: int
) -> None:
    """Something was read as far as `max_id` (the migration says by whom); old dates go."""
    await tx.run(FORGET_READ, box=box, peer=peer, at=forget_before)
    await tx.run(NOTE_READ, box=box, peer=peer, max_id=max_id, at=at)


async def read_at(tx: Tx, box: BoxId, peer: PeerId, message_id: MessageId) -> int | None:
    """When the peer had read a message of the owner; None when that is not known any more."""
    row = await tx.row(READ_AT, box=box, peer=peer, id=message_id)
    return None if row is None else row[0]


async def count_unread(tx: Tx, box: BoxId, peer: PeerId, read: MessageId) -> int:
    """Incoming messages of a dialog behind a place."""
    row = await tx.row(COUNT_UNREAD, box=box, peer=peer, read=read)
    assert row is not None
    return int(row[0])


async def count_unread_posts(tx: Tx, box: BoxId, reader: UserId, read: MessageId) -> int:
    """What others have said in a channel behind a place."""
    row = await tx.row(COUNT_UNREAD_POSTS, box=box, reader=reader, read=read)
    assert row is not None
    return int(row[0])


async def unread_posts(tx: Tx, reader: UserId, boxes: Collection[BoxId]) -> dict[BoxId, int]:
    """The same for some channels, each from where the reader is in it."""
    return dict(await tx.rows(UNREAD_POSTS, reader=reader, boxes=list(boxes)))


async def find_tops(tx: Tx, boxes: Collection[BoxId]) -> list[Message]:
    """The newest message of some channels."""
    return [message_of(row) for row in await tx.rows(TOPS, boxes=list(boxes))]


async def newest_read(
    tx: Tx, reader: BoxId, author: BoxId, peer: PeerId, max_id: MessageId
) -> MessageId | None:
    """The newest message of an author that a reader has read who is at `max_id`, as the author's box numbers
    it. `peer`: the reader's dialog."""
    row = await tx.row(NEWEST_READ, reader=reader, author=author, peer=peer, max_id=max_id)
    return None if row is None else row[0]


async def authors_read(
    tx: Tx, reader: BoxId, peer: PeerId, after: MessageId, max_id: MessageId
) -> dict[UserId, MessageId]:
    """Whose messages of a group were read between two places, the newest thousand of them; each with the
    newest, as its author's box numbers it."""
    rows = await tx.rows(AUTHORS_READ, reader=reader, peer=peer, after=after, max_id=max_id)
    return dict(rows)


async def find_readers(tx: Tx, body_id: int, author: BoxId) -> list[tuple[UserId, int]]:
    """Who in a group has read a message, and when."""
    return [(row[0], row[1]) for row in await tx.rows(READERS, body=body_id, author=author)]


async def first_since(tx: Tx, box: BoxId, peer: PeerId, at: int) -> MessageId | None:
    """The oldest message of a dialog that is not older than a date."""
    row = await tx.row(FIRST_SINCE, box=box, peer=peer, at=at)
    return None if row is None else row[0]


def message_of(row: Row) -> Message:
    """A row of `SELECT`."""
    box, id_, peer, body_id, marks, reply_to, saved_peer, random_id, thread, *said = row
    body = body_of(said)
    return Message(
        box,
        id_,
        peer,
        body_id,
        copy_mark(marks),
        reply_to,
        saved_peer,
        random_id,
        body,
        thread,
    )


def body_of(said: Sequence[Any]) -> Body:
    """A row of `BODY_COLUMNS`."""
    columns = dict(zip(BODY_NAMES, said, strict=True))
    columns["media_kind"] = media_kind(columns["media_kind"])
    columns["marks"] = body_mark(columns["marks"])
    return Body(**columns)
