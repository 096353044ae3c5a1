"""`messages.getMessagesViews`."""

from chappe.features.messages.access import find_seen
from chappe.features.messages.view import render_messages
from chappe.features.users.access import access_peer
from chappe.features.views.actions import see
from chappe.features.views.store import Post
from chappe.features.views.tally import ViewTally
from chappe.features.views.view import post_of
from chappe.ids import MessageId
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers_of

IDS_MAX = 100


@method("messages.getMessagesViews", who=Who.USER)
async def get_views(call: Call, q: api.messages.GetMessagesViews) -> api.messages.MessageViews:
    """Say how often posts of channels were seen, in the order of the question; `increment`: the caller has
    seen them now, here or where they were sent on to. What is none, or gone, comes without numbers.

    Wire:   https://core.telegram.org/method/messages.getMessagesViews
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406; access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    asked = [MessageId(each) for each in q.id[:IDS_MAX]]
    there = [*(await find_seen(call.tx, call.viewer, peer, asked)).values()]
    rendered = await render_messages(call.tx, call.viewer, there)
    shown = {
        message.id: (each, post)
        for message, each in zip(there, rendered, strict=True)
        if isinstance(each, api.Message)
        and (post := post_of(message, each.fwd_from)) is not None
    }
    tally = call.world.tallies.of(ViewTally)
    if q.increment:
        # The author is counted already.
        mine = {Post(each.box, each.id) for each in there if each.author == call.user_id}
        posts = {post for _, post in shown.values()} - mine
        if await see(call.tx, tally, call.user_id, posts):
            call.world.tallies.wake()
    views = []
    for id_ in asked:
        message, post = shown.get(id_, (None, None))
        if message is None or post is None or message.views is None:
            views.append(api.MessageViews())
            continue
        seen = message.views + tally.unwritten(post)
        views.append(
            api.MessageViews(views=seen, forwards=message.forwards, replies=message.replies)
        )
    users, chats = await render_peers_of(call.tx, call.viewer, views)
    return api.messages.MessageViews(views=views, chats=chats, users=users)
