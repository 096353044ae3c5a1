"""`messages.*`: pinning."""

from chappe.features.messages import witnesses
from chappe.features.messages.access import access_living, access_message, box_of
from chappe.features.messages.actions.pins import set_pinned, tell_pinned
from chappe.features.messages.audience import boxes_of, rules_over
from chappe.features.messages.marking import find_marked
from chappe.features.messages.model import CopyMark
from chappe.features.messages.replies import thread_of
from chappe.features.messages.rpc.reading import affected
from chappe.features.messages.store import find_saved
from chappe.features.privacy.access import standing
from chappe.features.users.access import named_peer
from chappe.ids import PeerId, UserId, user_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own

PORTION = 1000
"""Messages that are unpinned by one call; clients ask again while `offset` is not 0."""


@method("messages.updatePinnedMessage", who=Who.SIGNED_IN, writes=True)
async def update_pinned_message(
    call: Call, q: api.messages.UpdatePinnedMessage
) -> "api.TypeUpdates":
    """Pin a message for both sides (`pm_oneside`: for the caller only), or unpin it. That it was pinned
    for both is said in the dialog.

    Wire:   https://core.telegram.org/method/messages.updatePinnedMessage
    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED (access_living); MESSAGE_ID_INVALID (none, or a
            service message), CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED (in a group), PIN_RESTRICTED (one of
            both has blocked the other)
    """
    peer = await access_living(call.tx, call.viewer, q.peer)
    message = await access_message(call.tx, call.viewer, peer, q.id)
    if message.body.action is not None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    await _check_may_pin(call, peer, alone=q.pm_oneside or q.unpin)
    box = box_of(call.viewer, peer)
    told = not (q.unpin or q.pm_oneside or peer == user_peer(call.user_id))
    moments = await set_pinned(
        call.journal,
        box,
        [message.body_id],
        pinned=not q.unpin,
        alone=q.pm_oneside,
        also=await boxes_of(call.tx, call.user_id, peer) if told else (),
    )
    if not moments:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    if told:
        await tell_pinned(call.journal, call.user_id, message, silent=q.silent)
    await witnesses.pinned(call.journal, call.viewer, message, now=not q.unpin)
    return await render_own(call.tx, call.viewer, call.journal.entries)


async def _check_may_pin(call: Call, peer: PeerId, *, alone: bool) -> None:
    """Whether the caller may pin there; not `alone`: so that the other one of a private chat hears of it."""
    user_id = user_of(peer)
    if user_id not in {None, call.user_id} and not alone:
        found = await standing(call.tx, call.user_id, UserId(peer))
        if found is None or found.blocked_by_me or found.blocks_me:
            raise RpcError(400, "PIN_RESTRICTED")
    if not await rules_over(call.tx, call.user_id, peer, "pin_messages", call.now):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")


@method("messages.unpinAllMessages", who=Who.SIGNED_IN, writes=True)
async def unpin_all_messages(
    call: Call, q: api.messages.UnpinAllMessages
) -> api.messages.AffectedHistory:
    """Unpin every message of a dialog; within Saved Messages, of one of the dialogs there, and in a supergroup of one
    thread or topic (`top_msg_id`).

    Wire:   https://core.telegram.org/method/messages.unpinAllMessages
    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED (access_living), CHAT_ADMIN_REQUIRED
    """
    peer = await access_living(call.tx, call.viewer, q.peer)
    await _check_may_pin(call, peer, alone=True)
    box = box_of(call.viewer, peer)
    found = await find_marked(
        call.tx, box, peer, CopyMark.PINNED, thread=thread_of(q.top_msg_id)
    )
    if q.saved_peer_id is not None:
        saved = named_peer(call.viewer, q.saved_peer_id)
        there = await find_saved(call.tx, box, saved, [id_ for id_, _ in found])
        found = [(id_, body) for id_, body in found if id_ in there]
    now = found[:PORTION]
    moments = await set_pinned(
        call.journal, box, [body for _, body in now], pinned=False, alone=False
    )
    answer = await affected(call, moments.get(box), len(now))
    return api.messages.AffectedHistory(
        pts=answer.pts, pts_count=answer.pts_count, offset=len(found) - len(now)
    )
