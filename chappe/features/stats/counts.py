"""What is known of a channel for its statistics, counted."""

from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.channels import events
from chappe.features.channels import store as channels
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel
from chappe.features.messages import counting
from chappe.features.messages.counting import Stretch
from chappe.features.notify.actions import find_muters, scope_of
from chappe.features.stats.model import DAY_SECONDS, Span
from chappe.ids import UserId
from chappe.tl import api
from chappe.updates.difference import read_state

KICKS_MAX = 10_000
PORTION = 1000
"""Members whose settings are read by one statement."""
OUTSIDE = (
    api.ChannelParticipantLeft,
    api.ChannelParticipantBanned,
)


@dataclass(frozen=True, slots=True)
class Moves:
    """How many came and went on each day of a span, and how many were in at its end."""

    came: list[int]
    went: list[int]
    members: list[int]


async def count_moves(tx: Tx, channel: Channel, span: Span) -> Moves:
    """Who came and went, as the recent actions tell; backwards from how many are in now."""
    came: dict[int, int] = {}
    went: dict[int, int] = {}
    kinds = [Event.JOIN, Event.INVITE, Event.LEAVE]
    for day, kind, count in await events.count_by_day(tx, channel.id, kinds, span.since):
        moves = went if kind is Event.LEAVE else came
        moves[day] = moves.get(day, 0) + count
    kicks = await events.find_actions(tx, channel.id, Event.KICK, span.since, KICKS_MAX)
    for at, action in kicks:
        before = getattr(action, "prev_participant", None)
        if not isinstance(before, OUTSIDE):
            went[at // DAY_SECONDS] = went.get(at // DAY_SECONDS, 0) + 1
    inside, members = channel.members, []
    for day in reversed(span.days):
        made = (day + 1) * DAY_SECONDS > channel.made_at
        members.append(max(0, inside) if made else 0)
        inside -= came.get(day, 0) - went.get(day, 0)
    return Moves(span.line(came), span.line(went), members[::-1])


async def stretch_of(tx: Tx, channel: Channel, since: int, until: int) -> Stretch:
    """What was said in a channel between two dates."""
    top_id = (await read_state(tx, channel.box)).top_id
    first = await counting.first_since(tx, channel.box, top_id, since)
    return Stretch(channel.box, first, since, until)


async def count_muted(tx: Tx, channel: Channel, now: float) -> tuple[int, int]:
    """How many members want to hear nothing of a channel, and how many members there are."""
    muted = members = 0
    after = UserId(0)
    while some := await channels.find_insiders(tx, channel.id, after, PORTION):
        found = await find_muters(tx, some, channel.peer, scope_of(channel.peer), now)
        muted, members, after = muted + len(found), members + len(some), some[-1]
    return muted, members
