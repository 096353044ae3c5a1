"""`messages.*`: the list of topics."""

from collections.abc import Collection

from chappe.features.channels.access import Seat
from chappe.features.forums import store
from chappe.features.forums.access import access_forum
from chappe.features.forums.model import TOP, Line, Offset
from chappe.features.forums.view import render_lines
from chappe.features.messages import store as messages
from chappe.features.messages.access import find_seen
from chappe.features.messages.view import render_messages
from chappe.ids import MessageId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_pts
from chappe.updates.render import render_peers_of

PAGE_MAX = 100
IDS_MAX = 100


@method("messages.getForumTopics", who=Who.USER)
async def get_topics(call: Call, q: api.messages.GetForumTopics) -> api.messages.ForumTopics:
    """Return a part of the topics of a forum: the pinned ones, then those in which something was said last.

    Wire:   https://core.telegram.org/method/messages.getForumTopics
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum)
    """
    seat = await access_forum(call.tx, call.viewer, q.peer, reading=True)
    channel_id, words = seat.channel.id, q.q or ""
    first = not (q.offset_date or q.offset_id or q.offset_topic)
    lines = await store.find_page(
        call.tx,
        channel_id,
        words,
        TOP if first else await _offset(call, seat, q),
        max(0, min(q.limit, PAGE_MAX)),
        with_pinned=first,
    )
    count = await store.count(call.tx, channel_id, words)
    return await _answer(call, seat, lines, count, gone=[])


async def _offset(call: Call, seat: Seat, q: api.messages.GetForumTopics) -> Offset:
    """Behind which topic the next part begins; what is not said of it is looked up."""
    if q.offset_date:
        return Offset(q.offset_date, q.offset_id, q.offset_topic)
    if q.offset_topic:
        id_ = MessageId(q.offset_topic)
        line = (await store.find_lines(call.tx, seat.channel.id, [id_])).get(id_)
        return TOP if line is None else Offset(line.top_at, line.top_id, id_)
    top = MessageId(q.offset_id)
    found = await messages.find_many(call.tx, seat.channel.box, [top])
    return Offset(found[top].body.at, top, 0) if found else TOP


@method("messages.getForumTopicsByID", who=Who.USER)
async def get_topics_by_id(
    call: Call, q: api.messages.GetForumTopicsByID
) -> api.messages.ForumTopics:
    """Return topics of a forum by number; forumTopicDeleted for those that are not there.

    Wire:   https://core.telegram.org/method/messages.getForumTopicsByID
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum);
            TOPICS_EMPTY
    """
    seat = await access_forum(call.tx, call.viewer, q.peer, reading=True)
    ids = list(dict.fromkeys(map(MessageId, q.topics[:IDS_MAX])))
    if not ids:
        raise RpcError(400, "TOPICS_EMPTY")
    found = await store.find_lines(call.tx, seat.channel.id, ids)
    lines = [found[each] for each in ids if each in found]
    gone = [each for each in ids if each not in found]
    return await _answer(call, seat, lines, len(ids), gone=gone)


async def _answer(
    call: Call, seat: Seat, lines: Collection[Line], count: int, *, gone: Collection[MessageId]
) -> api.messages.ForumTopics:
    tx, channel = call.tx, seat.channel
    topics: list[api.TypeForumTopic] = [*await render_lines(tx, call.viewer, channel.id, lines)]
    topics += [api.ForumTopicDeleted(id=each) for each in gone]
    tops = await find_seen(tx, call.viewer, channel.peer, [each.top_id for each in lines])
    newest = [tops[each.top_id] for each in lines if each.top_id in tops]
    shown = await render_messages(tx, call.viewer, newest)
    users, chats = await render_peers_of(tx, call.viewer, [*topics, *shown], channel.peer)
    pts = await read_pts(tx, [channel.box])
    return api.messages.ForumTopics(
        count=count,
        topics=topics,
        messages=shown,
        chats=chats,
        users=users,
        pts=pts[channel.box],
    )
