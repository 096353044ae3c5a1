"""`messages.*`: what groups allow one to react with."""

from chappe.features.chats.actions import ChatChanged
from chappe.features.messages.audience import boxes_of, rules_over
from chappe.features.reactions import store
from chappe.features.reactions.access import access_allowed
from chappe.features.users.access import access_peer
from chappe.ids import channel_of, chat_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import Updates, render_container, render_own


@method("messages.setChatAvailableReactions", who=Who.USER, writes=True)
async def set_chat_available_reactions(
    call: Call, q: api.messages.SetChatAvailableReactions
) -> "api.TypeUpdates":
    """Say what one may react with in a group or channel.

    Wire:   https://core.telegram.org/method/messages.setChatAvailableReactions (since 136)
    Errors: PEER_ID_INVALID (access_peer; a private chat), CHAT_ADMIN_REQUIRED, REACTION_INVALID
            (access_allowed; paid ones, which there are not), CHAT_NOT_MODIFIED
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    if user_of(peer) is not None:
        raise RpcError(400, "PEER_ID_INVALID")
    if q.paid_enabled:
        raise RpcError(400, "REACTION_INVALID")
    if not await rules_over(call.tx, call.user_id, peer, "change_info", call.now):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    allowed = await access_allowed(call.tx, q.available_reactions, q.reactions_limit)
    await call.journal.lock(await boxes_of(call.tx, call.user_id, peer))
    if allowed == await store.find_allowed(call.tx, peer):
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_allowed(call.tx, peer, allowed)
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        for box in await boxes_of(call.tx, call.user_id, peer):
            await call.journal.append(box, ChatChanged(chat_id))
        return await render_own(call.tx, call.viewer, call.journal.entries)
    assert channel_id is not None
    changed: Updates = [api.UpdateChannel(channel_id=channel_id)]
    return await render_container(call.tx, call.viewer, changed, int(call.now))
