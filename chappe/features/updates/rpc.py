"""`updates.*`."""

from chappe.features.dialogs import store as dialogs
from chappe.features.updates.view import render_difference, render_state
from chappe.ids import BoxId, Pts
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import FACTS_MAX, read_missed, read_state


@method("updates.getState", who=Who.SIGNED_IN)
async def get_state(call: Call, q: api.updates.GetState) -> api.updates.State:
    """Return where the caller's box is.

    Wire: https://core.telegram.org/method/updates.getState
    """
    state = await read_state(call.tx, BoxId(call.user_id))
    unread = await dialogs.count_unread(call.tx, call.user_id)
    return render_state(state.pts, max(state.at, int(call.now)), unread)


@method("updates.getDifference", who=Who.SIGNED_IN)
async def get_difference(
    call: Call, q: api.updates.GetDifference
) -> "api.updates.TypeDifference":
    """Return what happened since the client's state.

    Wire:   https://core.telegram.org/method/updates.getDifference
    Errors: PERSISTENT_TIMESTAMP_EMPTY, PERSISTENT_TIMESTAMP_INVALID, DATE_EMPTY
    """
    if not q.pts:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_EMPTY")
    if not q.date:
        raise RpcError(400, "DATE_EMPTY")
    state = await read_state(call.tx, BoxId(call.user_id))
    if not 0 < q.pts <= state.pts:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_INVALID")
    if q.pts_total_limit is not None and state.pts - q.pts > max(q.pts_total_limit, 1):
        return api.updates.DifferenceTooLong(pts=state.pts)
    limit = FACTS_MAX if q.pts_limit is None else q.pts_limit
    missed = await read_missed(call.tx, state, Pts(q.pts), q.date, limit)
    unread = await dialogs.count_unread(call.tx, call.user_id)
    return await render_difference(call.tx, call.viewer, missed, unread, call.layer, q.date)
