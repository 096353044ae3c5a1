"""`messages.*`: what was read."""

from chappe.features.messages.actions import read_history
from chappe.features.users.access import access_peer
from chappe.ids import BoxId, MessageId
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_state


@method("messages.readHistory", who=Who.USER, writes=True)
async def read(call: Call, q: api.messages.ReadHistory) -> api.messages.AffectedMessages:
    """Mark a dialog as read, up to a message.

    Wire:   https://core.telegram.org/method/messages.readHistory
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    moment = await read_history(call.journal, call.user_id, peer, MessageId(q.max_id))
    if moment is None:
        state = await read_state(call.tx, BoxId(call.user_id))
        return api.messages.AffectedMessages(pts=state.pts, pts_count=0)
    return api.messages.AffectedMessages(pts=moment.pts, pts_count=1)
