"""How far back members see, as SQL: what was said before they came, where that is hidden, and what they have
cleared for themselves (the migration tells the columns).
"""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.channels.model import ChannelMark
from chappe.ids import BoxId, ChannelId, MessageId, PeerId, UserId, channel_of, channel_peer
from chappe.updates.horizon import Horizons, knows_horizons

HIDES = f"c.marks & {int(ChannelMark.HIDDEN_HISTORY)} <> 0"
FIND = f"""
SELECT m.channel_id, m.user_id,
    CASE WHEN {HIDES} AND m.came_id > m.cleared_id THEN m.came_id ELSE m.cleared_id END
FROM channel_member m JOIN channel c ON c.id = m.channel_id
WHERE m.channel_id IN :channels[] AND m.user_id IN :users[]
    AND (m.cleared_id > 0 OR m.came_id > 0 AND {HIDES})
"""
BEGIN = f"""
UPDATE channel_member SET came_id = CASE
    WHEN EXISTS (SELECT 1 FROM channel c WHERE c.id = :channel AND {HIDES}) THEN :top ELSE 0 END
WHERE channel_id = :channel AND user_id IN :users[]
"""
CLEAR = """
UPDATE channel_member SET cleared_id = :max_id
WHERE channel_id = :channel AND user_id = :user AND cleared_id < :max_id
"""


@knows_horizons
async def find(tx: Tx, boxes: Collection[BoxId], users: Collection[UserId]) -> Horizons:
    """The newest message of some channels that some do not see."""
    ids = [channel_id for box in boxes if (channel_id := channel_of(PeerId(box))) is not None]
    rows = await tx.rows(FIND, channels=ids, users=list(users))
    return {
        (BoxId(channel_peer(ChannelId(channel))), UserId(user)): MessageId(least)
        for channel, user, least in rows
    }


async def begin(tx: Tx, channel: ChannelId, users: Collection[UserId], top: MessageId) -> None:
    """Some have just come into a channel; `top`: the newest message by then."""
    await tx.run(BEGIN, channel=channel, users=list(users), top=top)


async def clear(tx: Tx, channel: ChannelId, user: UserId, max_id: MessageId) -> bool:
    """A member sees nothing any more as far as `max_id`; whether that is news."""
    return await tx.run(CLEAR, channel=channel, user=user, max_id=max_id) > 0
