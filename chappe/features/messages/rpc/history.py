"""`messages.*`: what was said."""

from chappe.features.messages import store
from chappe.features.messages.access import box_of
from chappe.features.messages.store import Window
from chappe.features.messages.view import render_page
from chappe.features.users.access import access_peer
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api

PAGE_MAX = 100


@method("messages.getHistory", who=Who.USER)
async def get_history(call: Call, q: api.messages.GetHistory) -> "api.messages.TypeMessages":
    """Return a part of the messages of one dialog, the newest first.

    Wire:   https://core.telegram.org/method/messages.getHistory
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    box = box_of(call.viewer, peer)
    offset_id = q.offset_id
    if not offset_id and q.offset_date:
        offset_id = await store.first_since(call.tx, box, peer, q.offset_date) or 0
    limit = max(0, min(q.limit, PAGE_MAX))
    window = Window(offset_id, q.offset_date, q.add_offset, limit, q.max_id, q.min_id)
    found = await store.find_window(call.tx, window, store.OF_PEER, box=box, peer=peer)
    count = await store.count_where(call.tx, store.OF_PEER, box=box, peer=peer)
    return await render_page(call.tx, call.viewer, found, count)
