"""The SQL of `topic` and `forum_own`."""

from collections.abc import Collection, Mapping
from typing import Any

from chappe.db.database import Param, Row, Tx
from chappe.features.forums.model import Line, Offset, Topic, TopicMark
from chappe.features.messages.store import Holder, holder_of
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_peer

COLUMNS = """
channel_id, id, from_id, author_id, made_at, title, icon_color, icon_emoji, marks, pinned, since
"""
FIND = f"SELECT {COLUMNS} FROM topic WHERE channel_id = :channel AND id IN :ids[]"
FIND_OF = f"""
SELECT {COLUMNS} FROM topic WHERE channel_id IN :channels[] AND id IN :ids[]
"""
INSERT = f"""
INSERT INTO topic ({COLUMNS}, words) VALUES (
    :channel_id, :id, :from_id, :author_id, :made_at, :title, :icon_color, :icon_emoji, :marks, :pinned,
    :since, :words
)
"""
UPDATE = """
UPDATE topic SET title = :title, words = :words, icon_emoji = :icon_emoji, marks = :marks,
    pinned = :pinned, since = :since
WHERE channel_id = :channel_id AND id = :id
"""
OF_GENERAL = """
m.box = :box AND (m.thread = 1 OR m.id <= :since AND m.id NOT IN :older[]
    AND (m.thread IS NULL OR m.thread NOT IN :older[]))
"""
"""A history's `where` (messages.store.find_window): what is in no other topic. `older`: the topics that are
older than `since`; what is younger says of itself that it is here."""
BEFORE = """
SELECT id FROM topic WHERE channel_id = :channel AND id > 1 AND id <= :since
"""
TOP_ID = """
CASE WHEN t.id = 1 THEN COALESCE(
    (SELECT MAX(m.id) FROM message m WHERE m.box = :box AND m.thread = 1),
    (SELECT m.id FROM message m WHERE m.box = :box AND m.id <= t.since
        AND NOT EXISTS (SELECT 1 FROM topic s WHERE s.channel_id = :channel AND s.id > 1
            AND (s.id = m.thread OR s.id = m.id))
    ORDER BY m.id DESC LIMIT 1),
    1
) ELSE COALESCE(
    (SELECT MAX(m.id) FROM message m WHERE m.box = :box AND m.thread = t.id), t.id
) END
"""
LINES = f"""
SELECT {COLUMNS}, top_id, top_at FROM (
    SELECT x.*, COALESCE(n.at, x.made_at) AS top_at FROM (
        SELECT t.*, {TOP_ID} AS top_id FROM topic t
        WHERE t.channel_id = :channel AND t.marks & {TopicMark.DELETED:d} = 0
            AND {{only}}
    ) AS x LEFT JOIN message n ON n.box = :box AND n.id = x.top_id
) AS line
"""
PAGE = f"""
{LINES.format(only="(t.words LIKE :like ESCAPE '!') AND (t.pinned = 0 OR :with_pinned = 1)")}
WHERE pinned > 0 OR top_at < :at OR top_at = :at AND (
    top_id < :top_id OR top_id = :top_id AND id < :topic_id
)
ORDER BY pinned DESC, top_at DESC, top_id DESC, id DESC LIMIT :limit
"""
BY_ID = LINES.format(only="t.id IN :ids[]")
COUNT = f"""
SELECT COUNT(*) FROM topic
WHERE channel_id = :channel AND marks & {TopicMark.DELETED:d} = 0 AND words LIKE :like ESCAPE '!'
"""
PINNED = f"""
SELECT id FROM topic
WHERE channel_id = :channel AND pinned > 0 AND marks & {TopicMark.DELETED:d} = 0
ORDER BY pinned DESC
"""
PIN = "UPDATE topic SET pinned = :place WHERE channel_id = :channel AND id = :id"
HOLDERS = """
SELECT body, box, id, peer, marks FROM message WHERE box = :box AND thread = :topic
UNION ALL SELECT body, box, id, peer, marks FROM message WHERE box = :box AND id = :topic
ORDER BY id DESC LIMIT :limit
"""
COUNT_HOLDERS = (
    "SELECT COUNT(*) FROM message WHERE box = :box AND (thread = :topic OR id = :topic)"
)
OTHERS = """
SELECT 1 FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND m.thread = :topic AND COALESCE(b.author_id, b.from_id) <> :me LIMIT 1
"""
SET_VIEW = """
INSERT INTO forum_own (owner_id, channel_id, as_messages) VALUES (:owner, :channel, :on)
ON CONFLICT (owner_id, channel_id) DO UPDATE SET as_messages = excluded.as_messages
"""
VIEWS = """
SELECT channel_id FROM forum_own
WHERE owner_id = :owner AND as_messages = 1 AND channel_id IN :channels[]
"""


async def find_many(
    tx: Tx, channel: ChannelId, ids: Collection[MessageId]
) -> dict[MessageId, Topic]:
    """Some topics of a channel, those that were deleted too; those that never were are left out."""
    rows = await tx.rows(FIND, channel=channel, ids=list(ids)) if ids else []
    return {topic.id: topic for topic in map(_topic, rows)}


async def find_of(
    tx: Tx, channels: Collection[ChannelId], ids: Collection[MessageId]
) -> list[Topic]:
    """Topics with some numbers, of some channels."""
    rows = await tx.rows(FIND_OF, channels=list(channels), ids=list(ids))
    return [_topic(row) for row in rows]


async def insert(tx: Tx, topic: Topic) -> None:
    """Keep a new topic."""
    await tx.run(
        INSERT,
        **_values(topic),
        from_id=topic.from_id,
        author_id=topic.author_id,
        made_at=topic.made_at,
        icon_color=topic.icon_color,
    )


async def update(tx: Tx, topic: Topic) -> None:
    """A topic is something else now; who made it, when, and its colour stay as they were."""
    await tx.run(UPDATE, **_values(topic))


async def find_before(tx: Tx, channel: ChannelId, since: MessageId) -> list[MessageId]:
    """The topics that a channel had before it was made a forum the last time."""
    rows = await tx.rows(BEFORE, channel=channel, since=since)
    return [MessageId(row[0]) for row in rows]


async def find_page(
    tx: Tx, channel: ChannelId, q: str, after: Offset, limit: int, *, with_pinned: bool
) -> list[Line]:
    """A part of the list of topics, the pinned ones leading, then those in which something was said last.
    `q`: words in the title."""
    rows = await tx.rows(
        PAGE,
        box=BoxId(channel_peer(channel)),
        channel=channel,
        like=_like(q),
        with_pinned=int(with_pinned),
        at=after.at,
        top_id=after.top_id,
        topic_id=after.topic_id,
        limit=limit,
    )
    return [_line(row) for row in rows]


async def find_lines(
    tx: Tx, channel: ChannelId, ids: Collection[MessageId]
) -> dict[MessageId, Line]:
    """Some topics as they stand in the list; those that are not there (any more) are left out."""
    box = BoxId(channel_peer(channel))
    rows = await tx.rows(BY_ID, box=box, channel=channel, ids=list(ids))
    return {line.topic.id: line for line in map(_line, rows)}


async def count(tx: Tx, channel: ChannelId, q: str) -> int:
    """How many topics a channel has; `q`: with these words in the title."""
    row = await tx.row(COUNT, channel=channel, like=_like(q))
    assert row is not None
    return int(row[0])


async def find_pinned(tx: Tx, channel: ChannelId) -> list[MessageId]:
    """The pinned topics of a channel, in their order."""
    return [MessageId(row[0]) for row in await tx.rows(PINNED, channel=channel)]


async def set_pins(tx: Tx, channel: ChannelId, places: Mapping[MessageId, int]) -> None:
    """Pin topics at places, the highest first; 0: pinned no more."""
    rows = [{"channel": channel, "id": id_, "place": place} for id_, place in places.items()]
    await tx.run_many(PIN, rows)


async def find_holders(tx: Tx, topic: Topic, limit: int) -> list[Holder]:
    """The newest messages of a topic, with the one that heads it."""
    rows = await tx.rows(HOLDERS, **_in_box(topic), limit=limit)
    return [holder_of(*row) for row in rows]


async def count_holders(tx: Tx, topic: Topic) -> int:
    """How many messages a topic has, with the one that heads it."""
    row = await tx.row(COUNT_HOLDERS, **_in_box(topic))
    assert row is not None
    return int(row[0])


async def others_spoke(tx: Tx, topic: Topic, me: UserId) -> bool:
    """Whether others have said something in a topic."""
    return await tx.row(OTHERS, **_in_box(topic), me=me) is not None


def _in_box(topic: Topic) -> dict[str, Param]:
    return {"box": BoxId(channel_peer(topic.channel_id)), "topic": topic.id}


async def set_view(tx: Tx, owner: UserId, channel: ChannelId, *, as_messages: bool) -> None:
    """How an account looks at a forum."""
    await tx.run(SET_VIEW, owner=owner, channel=channel, on=int(as_messages))


async def find_views(tx: Tx, owner: UserId, channels: Collection[ChannelId]) -> set[ChannelId]:
    """At which of some forums an account looks as at groups without topics."""
    if not channels:
        return set()
    rows = await tx.rows(VIEWS, owner=owner, channels=list(channels))
    return {ChannelId(row[0]) for row in rows}


def _like(q: str) -> str:
    escaped = q.lower().replace("\0", "")
    for sign in "!%_":
        escaped = escaped.replace(sign, "!" + sign)
    return f"%{escaped}%"


def _values(topic: Topic) -> dict[str, Param]:
    return {
        "channel_id": topic.channel_id,
        "id": topic.id,
        "title": topic.title,
        "words": topic.title.lower(),
        "icon_emoji": topic.icon_emoji,
        "marks": int(topic.marks),
        "pinned": topic.pinned,
        "since": topic.since,
    }


def _topic(row: Row) -> Topic:
    *made, marks, pinned, since = row
    values: list[Any] = [*made, TopicMark(marks), pinned, since]
    return Topic(*values)


def _line(row: Row) -> Line:
    return Line(_topic(row[:-2]), *row[-2:])
