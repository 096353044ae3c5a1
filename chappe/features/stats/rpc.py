"""`stats.*`."""

from chappe.features.channels import store as channels
from chappe.features.messages import store as messages
from chappe.features.messages.model import Message
from chappe.features.polls import store as polls
from chappe.features.polls.access import access_poll
from chappe.features.stats import actions, store
from chappe.features.stats.access import access_leader, access_leader_of, access_post
from chappe.features.stats.graphs import GRAPHS, draw_day, draw_emotions_of
from chappe.features.stats.model import DAY_SECONDS, Span
from chappe.features.stats.tokens import read_token, write_token
from chappe.features.stats.view import (
    render_broadcast,
    render_graph,
    render_megagroup,
    render_public_forwards,
    render_votes,
    unknown,
)
from chappe.features.users.access import named_peer
from chappe.ids import BoxId, ChannelId, MessageId, PeerId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

__all__ = ["actions"]
FORWARDS_MAX = 100
SEARCHED_MAX = 1000
"""Forwards of a post that are looked through for public ones."""
ZOOMED = "messages"
"""The graph of which one day may be looked at by the hour."""

refuse("stats.getStoryStats", 400, "STORY_ID_INVALID", "there are no stories here yet")
refuse("stats.getStoryPublicForwards", 400, "STORY_ID_INVALID", "there are no stories here yet")


@method("stats.getBroadcastStats", who=Who.USER)
async def get_broadcast_stats(
    call: Call, q: api.stats.GetBroadcastStats
) -> api.stats.BroadcastStats:
    """Return the statistics of a channel, for those who lead it.

    Wire:   https://core.telegram.org/method/stats.getBroadcastStats
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED (access_leader), BROADCAST_REQUIRED
    """
    seat = await access_leader(call, q.channel)
    if not seat.channel.broadcast:
        raise RpcError(400, "BROADCAST_REQUIRED")
    return await render_broadcast(call.tx, call.viewer, seat.channel)


@method("stats.getMegagroupStats", who=Who.USER)
async def get_megagroup_stats(
    call: Call, q: api.stats.GetMegagroupStats
) -> api.stats.MegagroupStats:
    """Return the statistics of a supergroup, for those who lead it.

    Wire:   https://core.telegram.org/method/stats.getMegagroupStats
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED (access_leader), MEGAGROUP_REQUIRED
    """
    seat = await access_leader(call, q.channel)
    if seat.channel.broadcast:
        raise RpcError(400, "MEGAGROUP_REQUIRED")
    return await render_megagroup(call.tx, call.viewer, seat.channel)


@method("stats.loadAsyncGraph", who=Who.USER)
async def load_async_graph(call: Call, q: api.stats.LoadAsyncGraph) -> "api.TypeStatsGraph":
    """Draw a graph that was put off, or (`x`, milliseconds) one day of it by the hour.

    Wire:   https://core.telegram.org/method/stats.loadAsyncGraph
    Errors: GRAPH_INVALID_RELOAD, GRAPH_EXPIRED_RELOAD (read_token); CHANNEL_PRIVATE (406),
            CHAT_ADMIN_REQUIRED (access_leader_of); GRAPH_OUTDATED_RELOAD (a day that is not shown)
    """
    named = read_token(call.viewer, q.token)
    seat = await access_leader_of(call.tx, call.user_id, named.channel_id)
    channel, span = seat.channel, Span(int(call.now))
    if q.x is None:
        graph = await GRAPHS[named.graph](call.tx, channel, span)
        zooms = named.graph == ZOOMED
        zoom = write_token(call.viewer, ZOOMED, channel.id) if zooms else None
        return render_graph(graph, zoom)
    day = q.x // 1000 // DAY_SECONDS
    if named.graph != ZOOMED or day not in span.days:
        raise RpcError(400, "GRAPH_OUTDATED_RELOAD")
    return render_graph(await draw_day(call.tx, channel, day))


@method("stats.getMessageStats", who=Who.USER)
async def get_message_stats(call: Call, q: api.stats.GetMessageStats) -> api.stats.MessageStats:
    """Return the statistics of one post: the reactions to it, day by day.

    Wire:   https://core.telegram.org/method/stats.getMessageStats
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED, MESSAGE_ID_INVALID (access_post)
    """
    _, message = await access_post(call, q.channel, q.msg_id)
    graph = await draw_emotions_of(call.tx, [message.body_id], Span(int(call.now)))
    return api.stats.MessageStats(
        views_graph=unknown("views_graph"), reactions_by_emotion_graph=render_graph(graph)
    )


@method("stats.getPollStats", who=Who.USER)
async def get_poll_stats(call: Call, q: api.stats.GetPollStats) -> api.stats.PollStats:
    """Return when which answers of a poll in a channel were given, for those who lead it.

    Wire:   https://core.telegram.org/method/stats.getPollStats (since 225)
    Errors: PEER_ID_INVALID (not a channel), CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED,
            MESSAGE_ID_INVALID (no poll; access_poll)
    """
    channel_id = channel_of(named_peer(call.viewer, q.peer))
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    await access_leader_of(call.tx, call.user_id, channel_id)
    _, poll = await access_poll(call, q.peer, q.msg_id, look=True)
    living = poll.living(poll.read())
    answers = {place: answer.text.text for place, answer in living.items()}
    votes = await polls.votes_by_hour(call.tx, poll.id)
    if not votes:
        return api.stats.PollStats(votes_graph=unknown("votes_graph"))
    return api.stats.PollStats(votes_graph=render_graph(render_votes(answers, votes)))


@method("stats.getMessagePublicForwards", who=Who.USER)
async def get_message_public_forwards(
    call: Call, q: api.stats.GetMessagePublicForwards
) -> api.stats.PublicForwards:
    """Return where a post was forwarded to in public, the newest first.

    Wire:   https://core.telegram.org/method/stats.getMessagePublicForwards
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED, MESSAGE_ID_INVALID (access_post)
    """
    seat, message = await access_post(call, q.channel, q.msg_id)
    found = await _public_forwards(call, seat.channel.id, message)
    start = int(q.offset[:9]) if q.offset.isascii() and q.offset.isdigit() else 0
    limit = max(1, min(q.limit, FORWARDS_MAX))
    page = found[start : start + limit]
    more = start + limit < len(found)
    return await render_public_forwards(
        call.tx, call.viewer, page, len(found), str(start + limit) if more else None
    )


async def _public_forwards(
    call: Call, channel_id: ChannelId, message: Message
) -> list[Message]:
    """What says a post again in channels that everybody may read, the newest first."""
    bodies = await store.find_forwards(call.tx, channel_id, message.id, SEARCHED_MAX)
    if not bodies:
        return []
    holders = await messages.find_holders(call.tx, bodies)
    places = {each: channel_of(PeerId(each.box)) for each in holders}
    ids = {each for each in places.values() if each is not None}
    public = {
        each.id for each in (await channels.find_many(call.tx, ids)).values() if each.public
    }
    by_box: dict[BoxId, list[MessageId]] = {}
    for holder, place in places.items():
        if place in public:
            by_box.setdefault(holder.box, []).append(holder.id)
    found: list[Message] = []
    for box, numbers in by_box.items():
        found += (await messages.find_many(call.tx, box, numbers)).values()
    return sorted(found, key=lambda each: (each.body.at, each.body_id), reverse=True)
