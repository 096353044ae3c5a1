"""`messages.*`: topics are made, changed, pinned and deleted."""

from chappe.features.channels.rpc.answers import updates_of
from chappe.features.forums.access import access_forum
from chappe.features.forums.pins import reorder_pins, toggle_pin
from chappe.features.forums.topics import Change, Wish, create, delete_topic, edit
from chappe.features.messages.rpc.sending import find_sent, sent_again
from chappe.features.messages.rpc.wishes import check_random_ids, spoken_by
from chappe.features.messages.view.sent import Sent, render_sent
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("messages.createForumTopic", who=Who.SIGNED_IN, writes=True)
async def create_topic(call: Call, q: api.messages.CreateForumTopic) -> "api.TypeUpdates":
    """Make a topic in a forum.

    Wire:   https://core.telegram.org/method/messages.createForumTopic
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum);
            RANDOM_ID_EMPTY, RANDOM_ID_DUPLICATE (500); SEND_AS_PEER_INVALID; CHAT_WRITE_FORBIDDEN (403),
            TOPIC_TITLE_EMPTY, DOCUMENT_INVALID, PREMIUM_ACCOUNT_REQUIRED (403; create)
    """
    check_random_ids([q.random_id])
    seat = await access_forum(call.tx, call.viewer, q.peer)
    voice, _ = spoken_by(call, q.send_as)
    before = await find_sent(call.tx, call, seat.channel.peer, [q.random_id])
    if before:
        again = await sent_again(call, seat.channel.peer, before.values())
        return await render_sent(call.tx, call.viewer, again)
    wish = Wish(q.title, q.icon_color, q.icon_emoji_id, voice, q.random_id)
    said = await create(call.journal, seat, wish)
    return await render_sent(call.tx, call.viewer, [Sent(said.message, said.moment.pts, 1)])


@method("messages.editForumTopic", who=Who.SIGNED_IN, writes=True)
async def edit_topic(call: Call, q: api.messages.EditForumTopic) -> "api.TypeUpdates":
    """Change a topic of a forum.

    Wire:   https://core.telegram.org/method/messages.editForumTopic
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum);
            TOPIC_CLOSE_SEPARATELY, TOPIC_HIDE_SEPARATELY; TOPIC_ID_INVALID, CHAT_ADMIN_REQUIRED (403),
            TOPIC_TITLE_EMPTY, GENERAL_MODIFY_ICON_FORBIDDEN, NOGENERAL_HIDE_FORBIDDEN, DOCUMENT_INVALID,
            PREMIUM_ACCOUNT_REQUIRED (403), TOPIC_NOT_MODIFIED (edit)
    """
    seat = await access_forum(call.tx, call.viewer, q.peer)
    others = q.title is not None or q.icon_emoji_id is not None
    if q.closed is not None and (others or q.hidden is not None):
        raise RpcError(400, "TOPIC_CLOSE_SEPARATELY")
    if q.hidden is not None and others:
        raise RpcError(400, "TOPIC_HIDE_SEPARATELY")
    change = Change(q.title, q.icon_emoji_id, q.closed, q.hidden)
    await edit(call.journal, seat, q.topic_id, change)
    return await updates_of(call, seat)


@method("messages.updatePinnedForumTopic", who=Who.USER, writes=True)
async def pin_topic(call: Call, q: api.messages.UpdatePinnedForumTopic) -> "api.TypeUpdates":
    """Pin a topic above all others, or let it go.

    Wire:   https://core.telegram.org/method/messages.updatePinnedForumTopic
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum);
            CHAT_ADMIN_REQUIRED (403), TOPIC_ID_INVALID, PINNED_TOO_MUCH (toggle_pin)
    """
    seat = await access_forum(call.tx, call.viewer, q.peer)
    await toggle_pin(call.journal, seat, q.topic_id, pinned=q.pinned)
    return await updates_of(call, seat)


@method("messages.reorderPinnedForumTopics", who=Who.USER, writes=True)
async def reorder_topics(
    call: Call, q: api.messages.ReorderPinnedForumTopics
) -> "api.TypeUpdates":
    """Put the pinned topics into another order.

    Wire:   https://core.telegram.org/method/messages.reorderPinnedForumTopics
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum);
            CHAT_ADMIN_REQUIRED (403), TOPIC_ID_INVALID, PINNED_TOO_MUCH (reorder_pins)
    """
    seat = await access_forum(call.tx, call.viewer, q.peer)
    await reorder_pins(call.journal, seat, q.order, force=q.force)
    return await updates_of(call, seat)


@method("messages.deleteTopicHistory", who=Who.SIGNED_IN, writes=True)
async def delete_history(
    call: Call, q: api.messages.DeleteTopicHistory
) -> api.messages.AffectedHistory:
    """Delete a topic with all that was said in it; General is not deleted.

    Wire:   https://core.telegram.org/method/messages.deleteTopicHistory
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING (access_forum);
            TOPIC_ID_INVALID, CHAT_WRITE_FORBIDDEN (403; delete_topic)
    """
    seat = await access_forum(call.tx, call.viewer, q.peer)
    gone = await delete_topic(call.journal, seat, q.top_msg_id)
    return api.messages.AffectedHistory(
        pts=gone.moment.pts, pts_count=gone.count, offset=gone.left
    )
