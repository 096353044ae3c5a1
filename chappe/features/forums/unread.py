"""How far an account has read each topic of a forum, and what is unread there.

Whoever has read the whole forum has read its topics; whoever has read all topics has read the forum.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from chappe.db.database import Param, Tx
from chappe.features.channels.actions import ReadChannel
from chappe.features.dialogs import marks
from chappe.features.dialogs import store as dialogs
from chappe.features.dialogs.marks import NOTHING_UNREAD
from chappe.features.forums import store
from chappe.features.forums.model import TopicMark
from chappe.features.messages.readers import count_unread_posts, reads_apart
from chappe.features.messages.threads import GENERAL
from chappe.features.threads import store as threads
from chappe.features.threads.access import reaches
from chappe.features.threads.actions import on_thread_read
from chappe.features.threads.model import Root
from chappe.ids import (
    CHANNEL_MARK,
    BoxId,
    ChannelId,
    MessageId,
    PeerId,
    UserId,
    channel_of,
    channel_peer,
)
from chappe.updates.difference import read_state
from chappe.updates.log import Journal

AUTHOR = "COALESCE(b.author_id, b.from_id)"
UNREAD_BEFORE = f"""
SELECT COUNT(*) FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND m.id > :read AND m.id <= :since AND m.id NOT IN :older[]
    AND COALESCE(m.thread, 0) <> 1 AND (m.thread IS NULL OR m.thread NOT IN :older[])
    AND {AUTHOR} <> :me
"""
SEEN = """
SELECT t.box AS box, m.body AS body FROM thread_read t
JOIN topic g ON g.channel_id = -{mark} - t.box AND g.id = 1 AND g.marks & {asleep} = 0
JOIN dialog d ON d.owner_id = :me AND d.peer = t.box
JOIN message m ON m.box = t.box AND m.{column} = t.root AND m.id > {read} AND m.id <= t.inbox
WHERE t.user_id = :me AND t.box IN :boxes[]
"""
READ_APART = """
SELECT seen.box, COUNT(*) FROM ({0} UNION ALL {1} AND m.id > 1) AS seen
JOIN body b ON b.id = seen.body WHERE COALESCE(b.author_id, b.from_id) <> :me GROUP BY seen.box
"""
"""What lies in the topics, and what heads them."""
FIRST_UNREAD = f"""
SELECT m.id FROM message m JOIN body b ON b.id = m.body
LEFT JOIN topic s ON s.channel_id = :channel AND s.id = COALESCE(m.thread, m.id)
LEFT JOIN thread_read t ON t.user_id = :me AND t.box = :box AND t.root = COALESCE(s.id, 1)
WHERE m.box = :box AND m.id > :read AND m.id > COALESCE(t.inbox, 0) AND {AUTHOR} <> :me
ORDER BY m.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class State:
    """`read_inbox`: as far as the account has read, `read_outbox`: as far as others have."""

    read_inbox: MessageId
    read_outbox: MessageId
    unread: int = 0
    mentions: int = 0
    reactions: int = 0


async def find_states(
    tx: Tx, me: UserId, channel: ChannelId, ids: Collection[MessageId]
) -> dict[MessageId, State]:
    """Of some topics. For one who is not in the forum nothing is unread."""
    peer = channel_peer(channel)
    box = BoxId(peer)
    dialog = await dialogs.find(tx, me, peer)
    if dialog is None or not ids:
        top_id = (await read_state(tx, box)).top_id
        return {each: State(top_id, top_id) for each in ids}
    read = dialog.read_inbox
    readings = await threads.find_readings(tx, me, box, ids)
    unread = await threads.count_unread_of(tx, me, box, ids, read)
    if GENERAL in ids:
        unread[GENERAL] = unread.get(GENERAL, 0) + await _unread_before(tx, me, channel, read)
    marked = await marks.counts_of_threads(tx, me, peer)
    states = {}
    for each in ids:
        reading, counts = readings[each], marked.get(each, NOTHING_UNREAD)
        states[each] = State(
            max(read, reading.inbox),
            max(dialog.read_outbox, reading.outbox),
            unread.get(each, 0),
            counts.mentions,
            counts.reactions,
        )
    return states


async def _unread_before(tx: Tx, me: UserId, channel: ChannelId, read: MessageId) -> int:
    """What is unread in General of the time before there were topics."""
    box = BoxId(channel_peer(channel))
    general = (await store.find_many(tx, channel, [GENERAL])).get(GENERAL)
    read = max(read, (await threads.find_readings(tx, me, box, [GENERAL]))[GENERAL].inbox)
    if general is None or read >= general.since:
        return 0
    before = await store.find_before(tx, channel, general.since)
    params = {"box": box, "read": read, "since": general.since, "me": me}
    row = await tx.row(UNREAD_BEFORE, **params, older=before)
    assert row is not None
    return int(row[0])


@reaches
async def top_of(tx: Tx, root: Root) -> MessageId | None:
    """How far a topic goes."""
    channel_id = channel_of(PeerId(root.box))
    assert channel_id is not None
    line = (await store.find_lines(tx, channel_id, [root.id])).get(root.id)
    return None if line is None else line.top_id


@reads_apart
async def read_in_topics(
    tx: Tx, me: UserId, boxes: Collection[BoxId], read: MessageId | None
) -> dict[BoxId, int]:
    """What was read in the topics of those of some channels that are forums."""
    params: dict[str, Param] = {"me": me, "boxes": list(boxes)}
    if read is not None:
        params["read"] = read
    rows = await tx.rows(_read_apart("d.read_inbox" if read is None else ":read"), **params)
    return {BoxId(box): int(count) for box, count in rows}


@cache
def _read_apart(read: str) -> str:
    parts = [
        SEEN.format(mark=CHANNEL_MARK, asleep=int(TopicMark.ASLEEP), column=column, read=read)
        for column in ("thread", "id")
    ]
    return READ_APART.format(*parts)


@on_thread_read
async def read_forum(journal: Journal, me: UserId, root: Root) -> None:
    """Whoever has read in a topic may have read a part of the forum without a gap, or all of it."""
    peer, tx = PeerId(root.box), journal.tx
    channel_id = channel_of(peer)
    assert channel_id is not None
    general = (await store.find_many(tx, channel_id, [GENERAL])).get(GENERAL)
    dialog = await dialogs.find(tx, me, peer)
    if general is None or TopicMark.ASLEEP in general.marks or dialog is None:
        return
    params = {"box": root.box, "channel": channel_id, "me": me, "read": dialog.read_inbox}
    first = await tx.row(FIRST_UNREAD, **params)
    top_id = (await read_state(tx, root.box)).top_id
    goal = top_id if first is None else MessageId(first[0] - 1)
    if goal > dialog.read_inbox:
        left = await count_unread_posts(tx, root.box, me, goal)
        await dialogs.read_inbox(tx, me, peer, goal, 0)
        await journal.append(BoxId(me), ReadChannel(channel_id, goal, left))
