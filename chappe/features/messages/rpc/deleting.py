"""`messages.*`: deleting."""

from chappe.features.messages import leaving
from chappe.features.messages.access import box_of
from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.actions.delivery import leave_note
from chappe.features.messages.audience import rules_over
from chappe.features.messages.leaving import FOR_EVER, Span
from chappe.features.messages.model import CopyMark
from chappe.features.messages.rpc.reading import affected
from chappe.features.users.access import access_peer
from chappe.ids import BoxId, channel_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

IDS_MAX = 1000
PORTION = 1000
"""Messages that one call of deleteHistory deletes; clients ask again while `offset` is not 0."""


@method("messages.deleteMessages", who=Who.SIGNED_IN, writes=True)
async def delete_messages(
    call: Call, q: api.messages.DeleteMessages
) -> api.messages.AffectedMessages:
    """Delete messages of private chats and basic groups, for the caller or (`revoke`) for everybody. In a
    private chat anybody may delete everything for both.

    Wire:   https://core.telegram.org/method/messages.deleteMessages
    Errors: MESSAGE_DELETE_FORBIDDEN (somebody else's, for everybody, in a group)
    """
    box = BoxId(call.user_id)
    found = await leaving.find_own(call.tx, box, q.id[:IDS_MAX])
    if not found:
        return await affected(call, None, 0)
    if q.revoke:
        for peer in {each.peer for each in found if CopyMark.OUT not in each.marks}:
            if not await rules_over(call.tx, call.user_id, peer, "delete_messages", call.now):
                raise RpcError(403, "MESSAGE_DELETE_FORBIDDEN")
    moments = await delete(call.journal, found, revoke=q.revoke)
    return await affected(call, moments[box], len(found))


@method("messages.deleteHistory", who=Who.USER, writes=True)
async def delete_history(
    call: Call, q: api.messages.DeleteHistory
) -> api.messages.AffectedHistory:
    """Delete a dialog, or what was said in it up to a message or between two dates; `just_clear`: the
    dialog stays in the list, empty.

    Wire:   https://core.telegram.org/method/messages.deleteHistory
    Errors: PEER_ID_INVALID (access_peer; a channel), MESSAGE_ID_INVALID, MIN_DATE_INVALID,
            MAX_DATE_INVALID, CHAT_REVOKE_DATE_UNSUPPORTED
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    if channel_of(peer) is not None:
        raise RpcError(400, "PEER_ID_INVALID")
    dated = q.min_date is not None or q.max_date is not None
    if dated and user_of(peer) is None:
        raise RpcError(400, "CHAT_REVOKE_DATE_UNSUPPORTED")
    box = box_of(call.viewer, peer)
    span = Span(box, peer, *_bounds(call, q))
    found = await leaving.find_span(call.tx, span, PORTION)
    if not found:
        answer = await affected(call, None, 0)
        return api.messages.AffectedHistory(pts=answer.pts, pts_count=0, offset=0)
    revoke = q.revoke and user_of(peer) is not None
    moments = await delete(call.journal, found, revoke=revoke)
    left = await leaving.count_span(call.tx, span) if len(found) == PORTION else 0
    moment, count = moments[box], len(found)
    if q.just_clear and not left and not dated:
        moment = await leave_note(
            call.journal, call.user_id, peer, api.MessageActionHistoryClear()
        )
        count += 1
    return api.messages.AffectedHistory(pts=moment.pts, pts_count=count, offset=left)


def _bounds(call: Call, q: api.messages.DeleteHistory) -> tuple[int, int, int]:
    since = 0 if q.min_date is None else q.min_date
    until = FOR_EVER if q.max_date is None else q.max_date
    if q.max_id < 0:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    if since < 0 or since > call.now:
        raise RpcError(400, "MIN_DATE_INVALID")
    if until < since:
        raise RpcError(400, "MAX_DATE_INVALID")
    return q.max_id, since, until
