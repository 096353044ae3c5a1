"""`messages.*`: admins take the reactions of somebody away."""

from chappe.features.messages.access import access_message, access_present, box_of
from chappe.features.messages.audience import rules_over
from chappe.features.reactions.view import render_changes
from chappe.features.reactions.withdrawing import Withdraw, withdraw, withdraw_all
from chappe.features.users.access import named_peer
from chappe.ids import PeerId, UserId, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_container


@method("messages.deleteParticipantReaction", who=Who.SIGNED_IN, writes=True)
async def delete_reaction(
    call: Call, q: api.messages.DeleteParticipantReaction
) -> "api.TypeUpdates":
    """Take the reactions of somebody to one message away.

    Wire:   https://core.telegram.org/method/messages.deleteParticipantReaction (since 225)
    Errors: PEER_ID_INVALID (no group; or the participant), CHAT_WRITE_FORBIDDEN (403, access_present),
            CHAT_ADMIN_REQUIRED, MESSAGE_ID_INVALID (access_message), MESSAGE_NOT_MODIFIED (withdraw)
    """
    peer, user_id = await _access(call, q.peer, q.participant)
    message = await access_message(call.tx, call.viewer, peer, q.msg_id)
    await withdraw(call.journal, user_id, message)
    message = await access_message(call.tx, call.viewer, peer, q.msg_id)
    changes = await render_changes(call.tx, call.viewer, [message])
    return await render_container(call.tx, call.viewer, [*changes], int(call.now))


@method("messages.deleteParticipantReactions", who=Who.SIGNED_IN, writes=True)
async def delete_reactions(call: Call, q: api.messages.DeleteParticipantReactions) -> bool:
    """Take all reactions of somebody in a group or channel away.

    Wire:   https://core.telegram.org/method/messages.deleteParticipantReactions (since 225)
    Errors: PEER_ID_INVALID (no group; or the participant), CHAT_WRITE_FORBIDDEN (403, access_present),
            CHAT_ADMIN_REQUIRED
    """
    peer, user_id = await _access(call, q.peer, q.participant)
    what = Withdraw(box_of(call.viewer, peer), peer, user_id)
    await withdraw_all(call.journal, what)
    return True


async def _access(
    call: Call, named: "api.TypeInputPeer", participant: "api.TypeInputPeer"
) -> tuple[PeerId, UserId]:
    """A group in which the caller may delete what others say, and whose reactions are meant."""
    peer = await access_present(call.tx, call.viewer, named)
    user_id = user_of(named_peer(call.viewer, participant))
    if user_of(peer) is not None or user_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    if not await rules_over(call.tx, call.user_id, peer, "delete_messages", int(call.now)):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    return peer, user_id
