"""`messages.*`: threads, and the comments on a channel's posts."""

from chappe.features.messages import store as messages
from chappe.features.messages.access import find_seen
from chappe.features.messages.store import MESSAGE_ID_MAX, Window
from chappe.features.messages.threads import OF_THREAD, contents_of
from chappe.features.messages.view import render_messages, render_page
from chappe.features.threads import store
from chappe.features.threads.access import access_root, find_reading, find_thread
from chappe.features.threads.actions import read_thread
from chappe.ids import MessageId, PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.horizon import horizon
from chappe.updates.render import render_peers_of

PAGE_MAX = 100

refuse(
    "contacts.blockFromReplies",
    400,
    "MSG_ID_INVALID",
    "There is no chat of replies here: whoever comments without joining finds the answers below the post.",
)


@method("messages.getReplies", who=Who.USER)
async def get_replies(call: Call, q: api.messages.GetReplies) -> "api.messages.TypeMessages":
    """Return a part of a thread, the newest first; of a channel's post its comments.

    Wire:   https://core.telegram.org/method/messages.getReplies
    Errors: PEER_ID_INVALID, MSG_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (access_root)
    """
    root = await access_root(call.tx, call.viewer, q.peer, q.msg_id)
    offset_id = q.offset_id
    if not offset_id and q.offset_date:
        offset_id = await store.first_since(call.tx, root, q.offset_date) or MESSAGE_ID_MAX
    limit = max(0, min(q.limit, PAGE_MAX))
    least = max(0, q.min_id, await horizon(call.tx, call.user_id, root.box))
    window = Window(offset_id, 0, q.add_offset, limit, max(0, q.max_id), least)
    held = await contents_of(call.tx, root.box, root.id)
    found = await messages.find_window(call.tx, window, held.where, **held.params)
    if held.where == OF_THREAD:
        count = max((await find_thread(call.tx, root)).replies, len(found))
    else:
        count = await messages.count_where(call.tx, held.where, **held.params)
    return await render_page(call.tx, call.viewer, found, count, known=q.hash)


@method("messages.getDiscussionMessage", who=Who.USER)
async def get_discussion_message(
    call: Call, q: api.messages.GetDiscussionMessage
) -> api.messages.DiscussionMessage:
    """Return what a thread begins with (of a channel's post its copy in the discussion group), and how far the
    caller has read there.

    Wire:   https://core.telegram.org/method/messages.getDiscussionMessage
    Errors: PEER_ID_INVALID, MSG_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (access_root)
    """
    root = await access_root(call.tx, call.viewer, q.peer, q.msg_id)
    ids = {root.id, *await store.find_album(call.tx, root)}
    found = await find_seen(call.tx, call.viewer, PeerId(root.box), ids)
    if root.id not in found:
        raise RpcError(400, "MSG_ID_INVALID")
    newest_first = [found[each] for each in sorted(found, reverse=True)]
    shown = await render_messages(call.tx, call.viewer, newest_first)
    thread = await find_thread(call.tx, root)
    reading = await find_reading(call.tx, call.user_id, root)
    users, chats = await render_peers_of(call.tx, call.viewer, shown)
    return api.messages.DiscussionMessage(
        messages=shown,
        max_id=thread.max_id or None,
        read_inbox_max_id=reading.inbox or None,
        read_outbox_max_id=reading.outbox or None,
        unread_count=await store.count_unread(call.tx, call.user_id, root, reading.inbox),
        chats=chats,
        users=users,
    )


@method("messages.readDiscussion", who=Who.USER, writes=True)
async def read_discussion(call: Call, q: api.messages.ReadDiscussion) -> bool:
    """Say that a thread was read, up to a message.

    Wire:   https://core.telegram.org/method/messages.readDiscussion
    Errors: PEER_ID_INVALID, MSG_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (access_root)
    """
    root = await access_root(call.tx, call.viewer, q.peer, q.msg_id)
    thread = await find_thread(call.tx, root)
    return await read_thread(call.journal, call.user_id, thread, MessageId(q.read_max_id))
