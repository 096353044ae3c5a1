"""Statistics on the wire."""

from collections.abc import Mapping, Sequence

from chappe.db.database import Tx
from chappe.features.channels import events
from chappe.features.channels import store as channels
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel
from chappe.features.chats.full import Full, completes_group_of_call
from chappe.features.chats.model import Standing
from chappe.features.messages import counting, store
from chappe.features.messages.counting import Stretch
from chappe.features.messages.model import Message
from chappe.features.messages.store import OF_PEER, Window
from chappe.features.messages.view import render_messages
from chappe.features.stats.counts import count_moves, count_muted, stretch_of
from chappe.features.stats.graphs import BODIES_MAX, GRAPHS, counters_of
from chappe.features.stats.model import PERIOD_DAYS, Graph, Span
from chappe.features.stats.tokens import write_token
from chappe.ids import PeerId, UserId, channel_of, user_of
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.render import render_peers_of
from chappe.updates.viewer import Viewer

TOP_MAX = 10
RECENT_MAX = 50
UNKNOWN_OF_CHANNEL = {
    "mute_graph": "When members muted the channel is not kept.",
    "top_hours_graph": "When posts are seen is not kept.",
    "iv_interactions_graph": "There is no Instant View here.",
    "views_by_source_graph": "Where posts are seen is not kept.",
    "languages_graph": "Which languages members speak is not gathered.",
    "story_interactions_graph": "There are no stories here.",
    "story_reactions_by_emotion_graph": "There are no stories here.",
}
UNKNOWN = {
    **UNKNOWN_OF_CHANNEL,
    "views_graph": "When posts are seen is not kept.",
    "votes_graph": "Nobody has voted yet.",
}
"""Why some graphs cannot be drawn."""
NOTHING = api.StatsAbsValueAndPrev(current=0.0, previous=0.0)
"""Of what there is none here: stories."""


def render_graph(graph: Graph, zoom: str | None = None) -> api.StatsGraph:
    """A graph that is drawn. `zoom`: the token for a single point of it."""
    return api.StatsGraph(json=api.DataJSON(data=graph.write()), zoom_token=zoom)


def unknown(name: str) -> api.StatsGraphError:
    """A graph for which nothing is known."""
    return api.StatsGraphError(error=UNKNOWN[name])


def _later(viewer: Viewer, channel: Channel, name: str) -> api.StatsGraphAsync:
    assert name in GRAPHS
    return api.StatsGraphAsync(token=write_token(viewer, name, channel.id))


def _value(now: float, before: float) -> api.StatsAbsValueAndPrev:
    return api.StatsAbsValueAndPrev(current=float(now), previous=float(before))


async def render_broadcast(
    tx: Tx, viewer: Viewer, channel: Channel
) -> api.stats.BroadcastStats:
    """stats.broadcastStats."""
    span = Span(int(viewer.now))
    moves = await count_moves(tx, channel, span)
    muted, members = await count_muted(tx, channel, viewer.now)
    now = await _per_post(tx, channel, span.period_from, span.now + 1)
    before = await _per_post(tx, channel, span.before_from, span.period_from)
    growth = Graph(span.points, {"Total members": moves.members})
    came = Graph(span.points, {"Joined": moves.came, "Left": moves.went})
    return api.stats.BroadcastStats(
        period=span.period,
        followers=_value(channel.members, moves.members[-1 - PERIOD_DAYS]),
        views_per_post=_value(now[0], before[0]),
        shares_per_post=_value(now[1], before[1]),
        reactions_per_post=_value(now[2], before[2]),
        views_per_story=NOTHING,
        shares_per_story=NOTHING,
        reactions_per_story=NOTHING,
        enabled_notifications=api.StatsPercentValue(
            part=float(members - muted), total=float(members)
        ),
        growth_graph=render_graph(growth),
        followers_graph=render_graph(came),
        interactions_graph=_later(viewer, channel, "shares"),
        new_followers_by_source_graph=_later(viewer, channel, "sources"),
        reactions_by_emotion_graph=_later(viewer, channel, "emotions"),
        **{name: unknown(name) for name in UNKNOWN_OF_CHANNEL},
        recent_posts_interactions=await _recent(tx, channel),
    )


async def _per_post(tx: Tx, channel: Channel, since: int, until: int) -> list[float]:
    """How often a post of some days was seen, forwarded and reacted to, on an average."""
    stretch = await stretch_of(tx, channel, since, until)
    window = Window(0, 0, 0, BODIES_MAX, min_id=stretch.first - 1)
    found = await store.find_window(
        tx,
        window,
        f"{OF_PEER} AND b.action IS NULL AND m.at < :until",
        box=channel.box,
        peer=channel.peer,
        until=until,
    )
    if not found:
        return [0.0, 0.0, 0.0]
    counted = await counters_of(tx, channel, {each.id: each.body_id for each in found})
    return [sum(numbers) / len(found) for numbers in zip(*counted.values(), strict=True)]


async def _recent(tx: Tx, channel: Channel) -> "list[api.TypePostInteractionCounters]":
    window = Window(0, 0, 0, RECENT_MAX)
    found = await store.find_window(
        tx, window, f"{OF_PEER} AND b.action IS NULL", box=channel.box, peer=channel.peer
    )
    counted = await counters_of(tx, channel, {each.id: each.body_id for each in found})
    return [
        api.PostInteractionCountersMessage(
            msg_id=each.id,
            views=counted[each.id].views,
            forwards=counted[each.id].shares,
            reactions=counted[each.id].reactions,
        )
        for each in found
    ]


async def render_megagroup(
    tx: Tx, viewer: Viewer, channel: Channel
) -> api.stats.MegagroupStats:
    """stats.megagroupStats."""
    span = Span(int(viewer.now))
    moves = await count_moves(tx, channel, span)
    this = await stretch_of(tx, channel, span.period_from, span.now + 1)
    last = await stretch_of(tx, channel, span.before_from, span.period_from)
    said, posters = await counting.count_said(tx, this)
    said_before, posters_before = await counting.count_said(tx, last)
    growth = Graph(span.points, {"Total members": moves.members})
    came = Graph(span.points, {"Joined": moves.came, "Left": moves.went})
    stats = api.stats.MegagroupStats(
        period=span.period,
        members=_value(channel.members, moves.members[-1 - PERIOD_DAYS]),
        messages=_value(said, said_before),
        viewers=NOTHING,
        posters=_value(posters, posters_before),
        growth_graph=render_graph(growth),
        members_graph=render_graph(came),
        new_members_by_source_graph=_later(viewer, channel, "sources"),
        languages_graph=unknown("languages_graph"),
        messages_graph=_later(viewer, channel, "messages"),
        actions_graph=_later(viewer, channel, "actions"),
        top_hours_graph=_later(viewer, channel, "hours"),
        weekdays_graph=_later(viewer, channel, "weekdays"),
        top_posters=await _top_posters(tx, this),
        top_admins=await _top_admins(tx, channel, span),
        top_inviters=await _top_inviters(tx, channel, span),
        users=[],
    )
    users, _ = await render_peers_of(tx, viewer, [stats])
    stats.users = users
    return stats


async def _top_posters(tx: Tx, stretch: Stretch) -> list[api.StatsGroupTopPoster]:
    return [
        api.StatsGroupTopPoster(
            user_id=each.user_id,
            messages=each.messages,
            avg_chars=each.characters // each.messages,
        )
        for each in await counting.find_posters(tx, stretch, TOP_MAX)
        if user_of(PeerId(each.user_id)) is not None
    ]


async def _top_admins(tx: Tx, channel: Channel, span: Span) -> list[api.StatsGroupTopAdmin]:
    kinds = [Event.DELETE, Event.KICK, Event.BAN]
    done: dict[UserId, dict[Event, int]] = {}
    for user_id, kind, count in await events.count_by_user(
        tx, channel.id, kinds, span.period_from
    ):
        done.setdefault(user_id, {})[kind] = count
    busiest = sorted(done, key=lambda each: (-sum(done[each].values()), each))[:TOP_MAX]
    return [
        api.StatsGroupTopAdmin(
            user_id=each,
            deleted=done[each].get(Event.DELETE, 0),
            kicked=done[each].get(Event.KICK, 0),
            banned=done[each].get(Event.BAN, 0),
        )
        for each in busiest
    ]


async def _top_inviters(tx: Tx, channel: Channel, span: Span) -> list[api.StatsGroupTopInviter]:
    found = await channels.find_inviters(tx, channel.id, span.period_from, TOP_MAX)
    return [
        api.StatsGroupTopInviter(user_id=user_id, invitations=count) for user_id, count in found
    ]


def render_votes(answers: Mapping[int, str], votes: Sequence[tuple[int, int, int]]) -> Graph:
    """How many votes each answer got, by the hour, from the first vote to the last."""
    hours = sorted({hour for hour, _, _ in votes})
    counts = {(hour, answer): count for hour, answer, count in votes}
    points = range(hours[0], hours[-1] + 1)
    return Graph(
        [hour * 3600 for hour in points],
        {
            name: [counts.get((hour, place), 0) for hour in points]
            for place, name in answers.items()
        },
    )


async def render_public_forwards(
    tx: Tx, viewer: Viewer, messages: Sequence[Message], count: int, next_offset: str | None
) -> api.stats.PublicForwards:
    """stats.publicForwards."""
    shown = await render_messages(tx, viewer, messages)
    users, chats = await render_peers_of(tx, viewer, shown)
    return api.stats.PublicForwards(
        count=count,
        forwards=[api.PublicForwardMessage(message=each) for each in shown],
        next_offset=next_offset,
        chats=chats,
        users=users,
    )


@completes_group_of_call
async def add_stats(call: Call, peer: PeerId, full: Full) -> None:
    """Whether the viewer may look at statistics, and where."""
    channel_id = channel_of(peer)
    if channel_id is None or not isinstance(full, api.ChannelFull):
        return
    mine = (await channels.find_of_user(call.tx, call.user_id, [channel_id])).get(channel_id)
    if mine is not None and mine.standing in {Standing.ADMIN, Standing.CREATOR}:
        full.can_view_stats = True
        full.stats_dc = call.caller.dc_id
