"""`messages.*`: a screenshot was taken."""

from chappe.features.messages.entrance import enter
from chappe.features.messages.model import Body, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.replies import access_answered
from chappe.features.messages.rpc.sending import send
from chappe.features.messages.rpc.wishes import check_random_ids
from chappe.ids import user_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("messages.sendScreenshotNotification", who=Who.USER, writes=True)
async def send_screenshot_notification(
    call: Call, q: api.messages.SendScreenshotNotification
) -> "api.TypeUpdates":
    """Tell the other one that the caller has taken a picture of what destroys itself.

    Wire:   https://core.telegram.org/method/messages.sendScreenshotNotification
    Errors: PEER_ID_INVALID (not a private chat), INPUT_USER_DEACTIVATED, YOU_BLOCKED_USER,
            USER_IS_BLOCKED (enter); REPLY_MESSAGE_ID_INVALID, STORY_ID_INVALID (access_answered);
            RANDOM_ID_EMPTY
    """
    check_random_ids([q.random_id])
    peer, *_ = await enter(call.tx, call.viewer, q.peer, q.random_id)
    if user_of(peer) in {None, call.user_id}:
        raise RpcError(400, "PEER_ID_INVALID")
    answered = await access_answered(call.tx, call.viewer, peer, q.reply_to)
    body = Body(
        from_id=user_peer(call.user_id),
        at=int(call.now),
        text="",
        action=write_value(api.MessageActionScreenshotTaken()),
    )
    outgoing = Outgoing(body=body, random_id=q.random_id, reply_to=answered.message)
    return await send(call, peer, [outgoing], None)
