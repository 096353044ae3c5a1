"""What is done in a channel, kept for its admins: each event as the wire's own action.

https://core.telegram.org/api/recent-actions
"""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels.model import Channel
from chappe.features.channels.overheard import overhear
from chappe.features.messages.payload import read_value, write_value
from chappe.ids import ChannelId, UserId
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.tl import api
    from chappe.tl.build import TLObject

INSERT = """
INSERT INTO channel_event (channel_id, user_id, at, kind, action, words)
VALUES (:channel, :user, :at, :kind, :action, :words)
"""
FIND = """
SELECT id, user_id, at, action FROM channel_event
WHERE channel_id = :channel AND id < :max_id AND id > :min_id AND kind IN :kinds[]
    AND (:anyone = 1 OR user_id IN :users[]) AND (:q = '' OR words LIKE :like ESCAPE '!')
ORDER BY id DESC LIMIT :limit
"""
BY_DAY = """
SELECT at / 86400, kind, COUNT(*) FROM channel_event
WHERE channel_id = :channel AND at >= :since AND kind IN :kinds[] GROUP BY at / 86400, kind
"""
BY_WHOM = """
SELECT user_id, kind, COUNT(*) FROM channel_event
WHERE channel_id = :channel AND at >= :since AND kind IN :kinds[] GROUP BY user_id, kind
"""
ACTIONS = """
SELECT at, action FROM channel_event
WHERE channel_id = :channel AND at >= :since AND kind = :kind ORDER BY id DESC LIMIT :limit
"""
NEWEST = 1 << 62


class Event(enum.IntEnum):
    """What can be asked for, as the flags of channelAdminLogEventsFilter; the numbers stand in the database."""

    JOIN = 0
    LEAVE = 1
    INVITE = 2
    BAN = 3
    UNBAN = 4
    KICK = 5
    UNKICK = 6
    PROMOTE = 7
    DEMOTE = 8
    INFO = 9
    SETTINGS = 10
    PINNED = 11
    EDIT = 12
    DELETE = 13
    GROUP_CALL = 14
    INVITES = 15
    SEND = 16
    FORUMS = 17
    EDIT_RANK = 19


@dataclass(frozen=True, slots=True)
class Noted:
    """One event."""

    id: int
    user_id: UserId
    at: int
    action: "api.TypeChannelAdminLogEventAction"


async def note(
    journal: Journal,
    channel: Channel,
    user_id: UserId,
    kind: Event,
    action: "TLObject",
    words: str = "",
) -> None:
    """Keep what somebody did; bots hear of it. `words`: what a search for it looks at, beside its name."""
    await overhear(journal, channel, user_id, action)
    await journal.tx.run(
        INSERT,
        channel=channel.id,
        user=user_id,
        at=journal.at,
        kind=int(kind),
        action=write_value(action),
        words=words.lower(),
    )


async def find(
    tx: Tx,
    channel: ChannelId,
    kinds: Collection[Event],
    users: Collection[UserId] | None,
    q: str,
    *,
    max_id: int,
    min_id: int,
    limit: int,
) -> list[Noted]:
    """Events, the newest first. `users`: by whom, None: by anybody; `q`: words in them, empty: any."""
    escaped = q.lower().replace("\0", "")
    for sign in "!%_":
        escaped = escaped.replace(sign, "!" + sign)
    rows = await tx.rows(
        FIND,
        channel=channel,
        max_id=max_id or NEWEST,
        min_id=min_id,
        kinds=[int(kind) for kind in kinds],
        anyone=int(users is None),
        users=list(users or ()),
        q=q,
        like=f"%{escaped}%",
        limit=limit,
    )
    return [Noted(id_, user_id, at, read_value(action)) for id_, user_id, at, action in rows]


async def count_by_day(
    tx: Tx, channel: ChannelId, kinds: Collection[Event], since: int
) -> list[tuple[int, Event, int]]:
    """How many events there were on each day (of Unix time) since a date."""
    rows = await tx.rows(
        BY_DAY, channel=channel, since=since, kinds=[int(kind) for kind in kinds]
    )
    return [(int(day), Event(kind), int(count)) for day, kind, count in rows]


async def count_by_user(
    tx: Tx, channel: ChannelId, kinds: Collection[Event], since: int
) -> list[tuple[UserId, Event, int]]:
    """How many events each brought about since a date."""
    rows = await tx.rows(
        BY_WHOM, channel=channel, since=since, kinds=[int(kind) for kind in kinds]
    )
    return [(UserId(user_id), Event(kind), int(count)) for user_id, kind, count in rows]


async def find_actions(
    tx: Tx, channel: ChannelId, kind: Event, since: int, limit: int
) -> "list[tuple[int, api.TypeChannelAdminLogEventAction]]":
    """When events of a kind were since a date, and what they were, the newest first."""
    rows = await tx.rows(ACTIONS, channel=channel, since=since, kind=int(kind), limit=limit)
    return [(int(at), read_value(action)) for at, action in rows]
