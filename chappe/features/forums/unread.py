"""How far an account has read each topic of a forum, and what is unread there."""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.threads.model import Reading
from chappe.features.threads.store import find_readings
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_peer
from chappe.updates.difference import read_state

UNREAD = """
SELECT topic, COUNT(*) FROM (
    SELECT t.id AS topic, m.body AS body FROM topic t
    LEFT JOIN thread_read r ON r.user_id = :me AND r.box = :box AND r.root = t.id
    JOIN message m ON m.box = :box AND m.thread = t.id AND m.id > :read
        AND m.id > COALESCE(r.inbox, 0)
    WHERE t.channel_id = :channel AND t.id IN :ids[]
    UNION ALL
    SELECT t.id, m.body FROM topic t
    LEFT JOIN thread_read r ON r.user_id = :me AND r.box = :box AND r.root = t.id
    JOIN message m ON m.box = :box AND m.id = t.id AND m.id > :read
        AND m.id > COALESCE(r.inbox, 0)
    WHERE t.channel_id = :channel AND t.id IN :ids[] AND t.id > 1
) AS there JOIN body b ON b.id = there.body
WHERE COALESCE(b.author_id, b.from_id) <> :me
GROUP BY topic
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
    box = BoxId(channel_peer(channel))
    dialog = await dialogs.find(tx, me, channel_peer(channel))
    if dialog is None or not ids:
        top_id = (await read_state(tx, box)).top_id
        return {each: State(top_id, top_id) for each in ids}
    rows = await tx.rows(
        UNREAD, box=box, channel=channel, ids=list(ids), me=me, read=dialog.read_inbox
    )
    unread: dict[MessageId, int] = dict(rows)
    readings = await find_readings(tx, me, box, ids)
    return {
        each: State(
            max(dialog.read_inbox, readings.get(each, Reading()).inbox),
            max(dialog.read_outbox, readings.get(each, Reading()).outbox),
            unread.get(each, 0),
        )
        for each in ids
    }
