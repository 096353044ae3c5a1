"""The graphs, by name. What costs most is drawn when it is asked for: https://core.telegram.org/api/stats"""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from chappe.db.database import Tx
from chappe.features.channels import events
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel
from chappe.features.messages import counting
from chappe.features.reactions import store as reactions
from chappe.features.reactions.model import Reaction, document_of
from chappe.features.stats import store
from chappe.features.stats.counts import count_moves, stretch_of
from chappe.features.stats.model import (
    DAY_SECONDS,
    HOUR_SECONDS,
    PERIOD_DAYS,
    Graph,
    Look,
    Span,
)
from chappe.features.views.store import Post, find_counts
from chappe.features.views.tally import shown_views
from chappe.ids import MessageId
from chappe.tl import api

HOURS = range(24)
BODIES_MAX = 1000
"""The newest posts whose reactions are counted."""
JOINS_MAX = 10_000
Drawer = Callable[[Tx, Channel, Span], Awaitable[Graph]]
GRAPHS: dict[str, Drawer] = {}
"""Drawn when it is asked for by this name."""


def graph(name: str) -> Callable[[Drawer], Drawer]:
    """The decorated function draws the graph of this name."""

    def enter(drawer: Drawer) -> Drawer:
        GRAPHS[name] = drawer
        return drawer

    return enter


@graph("growth")
async def draw_growth(tx: Tx, channel: Channel, span: Span) -> Graph:
    """How many were in, at the end of each day."""
    moves = await count_moves(tx, channel, span)
    return Graph(span.points, {"Total members": moves.members})


@graph("moves")
async def draw_moves(tx: Tx, channel: Channel, span: Span) -> Graph:
    """How many came and went."""
    moves = await count_moves(tx, channel, span)
    return Graph(span.points, {"Joined": moves.came, "Left": moves.went})


@graph("sources")
async def draw_sources(tx: Tx, channel: Channel, span: Span) -> Graph:
    """By which road members came."""
    lines: dict[str, dict[int, int]] = {}
    invited = await events.count_by_day(tx, channel.id, [Event.INVITE], span.since)
    lines["Invited"] = {day: count for day, _, count in invited}
    joins = await events.find_actions(tx, channel.id, Event.JOIN, span.since, JOINS_MAX)
    for at, action in joins:
        line = lines.setdefault(_road_of(action), {})
        line[at // DAY_SECONDS] = line.get(at // DAY_SECONDS, 0) + 1
    return Graph(span.points, {name: span.line(line) for name, line in lines.items()}, Look.BAR)


def _road_of(action: "api.TypeChannelAdminLogEventAction") -> str:
    match action:
        case api.ChannelAdminLogEventActionParticipantJoinByInvite():
            return "Links"
        case api.ChannelAdminLogEventActionParticipantJoinByRequest():
            return "Requests"
        case _:
            return "By its name"


@graph("messages")
async def draw_messages(tx: Tx, channel: Channel, span: Span) -> Graph:
    """How much was said."""
    hours = await counting.by_hour(tx, await stretch_of(tx, channel, span.since, span.now + 1))
    return Graph(span.points, {"Messages": span.line(_by(hours, 24))}, Look.BAR)


def _by(hours: Mapping[int, int], step: int) -> dict[int, int]:
    """What was counted by the hour, by so many hours."""
    found: dict[int, int] = {}
    for hour, count in hours.items():
        found[hour // step] = found.get(hour // step, 0) + count
    return found


async def draw_day(tx: Tx, channel: Channel, day: int) -> Graph:
    """How much was said in each hour of a day (its number, counted from 1970)."""
    start = day * DAY_SECONDS
    hours = await counting.by_hour(
        tx, await stretch_of(tx, channel, start, start + DAY_SECONDS)
    )
    points = [start + hour * HOUR_SECONDS for hour in HOURS]
    said = [hours.get(point // HOUR_SECONDS, 0) for point in points]
    return Graph(points, {"Messages": said}, Look.BAR)


@graph("hours")
async def draw_hours(tx: Tx, channel: Channel, span: Span) -> Graph:
    """At which hours of the day (UTC) was spoken, in the last days and in those before."""
    lines = {}
    for name, since in (("This week", span.period_from), ("Last week", span.before_from)):
        until = min(since + PERIOD_DAYS * DAY_SECONDS, span.now + 1)
        hours = await counting.by_hour(tx, await stretch_of(tx, channel, since, until))
        said = [0] * len(HOURS)
        for hour, count in hours.items():
            said[hour % 24] += count
        lines[name] = said
    return Graph([hour * HOUR_SECONDS for hour in HOURS], lines, by_hour=True)


@graph("weekdays")
async def draw_weekdays(tx: Tx, channel: Channel, span: Span) -> Graph:
    """How much was said on each day of the last weeks, a line for each weekday."""
    hours = await counting.by_hour(tx, await stretch_of(tx, channel, span.since, span.now + 1))
    said = _by(hours, 24)
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    lines = {
        name: [said.get(day, 0) if (day + 3) % 7 == place else 0 for day in span.days]
        for place, name in enumerate(names)  # 1970 began on a Thursday
    }
    return Graph(span.points, lines, Look.BAR)


ACTIONS = {
    Event.DELETE: "Deleted messages",
    Event.EDIT: "Edited messages",
    Event.PINNED: "Pinned messages",
    Event.BAN: "Restricted",
    Event.KICK: "Banned",
    Event.PROMOTE: "Promoted",
    Event.INFO: "Changed info",
}


@graph("actions")
async def draw_actions(tx: Tx, channel: Channel, span: Span) -> Graph:
    """What admins have done."""
    lines: dict[Event, dict[int, int]] = {kind: {} for kind in ACTIONS}
    found = await events.count_by_day(tx, channel.id, list(ACTIONS), span.since)
    for day, kind, count in found:
        lines[kind][day] = count
    named = {ACTIONS[kind]: span.line(line) for kind, line in lines.items()}
    return Graph(span.points, named, Look.BAR)


@graph("shares")
async def draw_shares(tx: Tx, channel: Channel, span: Span) -> Graph:
    """How often posts were forwarded."""
    found = await store.forwards_by_day(tx, channel.id, span.since)
    return Graph(span.points, {"Shares": span.line(found)})


SAD = frozenset("👎😱🤬😢🤮💩🤡🥱💔🖕😭😨😡")
MIXED = frozenset("🤔🤯🥴🌚🤨😐😴👀🙈😈👻🎃🌭🍌🤷")


def emotion_of(reaction: Reaction) -> str:
    """Which emotion a reaction shows."""
    if document_of(reaction) is not None:
        return "Other"
    if reaction[:1] in SAD:
        return "Negative"
    return "Other" if reaction[:1] in MIXED else "Positive"


@graph("emotions")
async def draw_emotions(tx: Tx, channel: Channel, span: Span) -> Graph:
    """With which emotions the newest posts were reacted to."""
    stretch = await stretch_of(tx, channel, span.since, span.now + 1)
    bodies = await counting.find_bodies(tx, stretch, BODIES_MAX)
    return await draw_emotions_of(tx, bodies, span)


async def draw_emotions_of(tx: Tx, bodies: list[int], span: Span) -> Graph:
    """The same of some bodies."""
    lines: dict[str, dict[int, int]] = {"Positive": {}, "Other": {}, "Negative": {}}
    for day, reaction, count in await reactions.count_by_day(tx, bodies, span.since):
        line = lines[emotion_of(reaction)]
        line[day] = line.get(day, 0) + count
    named = {name: span.line(line) for name, line in lines.items()}
    return Graph(span.points, named, Look.BAR)


class Counters(NamedTuple):
    """How often a post was seen and forwarded, and how many reactions it has."""

    views: int
    shares: int
    reactions: int


async def counters_of(
    tx: Tx, channel: Channel, posts: Mapping[MessageId, int]
) -> dict[MessageId, Counters]:
    """What some posts (with their bodies) have brought about."""
    counts = await find_counts(tx, [Post(channel.box, each) for each in posts])
    shares = await store.count_forwards(tx, channel.id, posts)
    reacted = await reactions.count_of(tx, set(posts.values()))
    return {
        id_: Counters(
            shown_views(counts[Post(channel.box, id_)]),
            shares.get(id_, 0),
            reacted.get(body, 0),
        )
        for id_, body in posts.items()
    }
