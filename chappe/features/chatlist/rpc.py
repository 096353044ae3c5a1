"""`messages.*`: the list of chats."""

from chappe.features.chatlist.view import render_dialogs
from chappe.features.dialogs import store
from chappe.features.dialogs.store import Place
from chappe.features.users.access import named_peer
from chappe.ids import PeerId
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api

DIALOGS_MAX = 100


@method("messages.getDialogs", who=Who.USER)
async def get_dialogs(call: Call, q: api.messages.GetDialogs) -> "api.messages.TypeDialogs":
    """Return a part of the list of chats, the newest first; pinned ones lead it.

    Wire:   https://core.telegram.org/method/messages.getDialogs
    Errors: OFFSET_PEER_ID_INVALID
    """
    folder_id, limit = q.folder_id or 0, max(0, min(q.limit, DIALOGS_MAX))
    after = Place(q.offset_date, q.offset_id, _offset_peer(call, q.offset_peer))
    first = after == Place()
    pinned = []
    if first and not q.exclude_pinned:
        pinned = await store.find_pinned(call.tx, call.user_id, folder_id)
    found = pinned + await store.find_page(
        call.tx, call.user_id, folder_id, after, limit, with_pinned=False
    )
    count = await store.count(
        call.tx, call.user_id, folder_id, with_pinned=not q.exclude_pinned
    )
    dialogs, messages, (users, chats) = await render_dialogs(call.tx, call.viewer, found)
    if first and len(found) >= count:
        return api.messages.Dialogs(
            dialogs=dialogs, messages=messages, chats=chats, users=users
        )
    return api.messages.DialogsSlice(
        count=count, dialogs=dialogs, messages=messages, chats=chats, users=users
    )


def _offset_peer(call: Call, named: "api.TypeInputPeer") -> int:
    if isinstance(named, api.InputPeerEmpty):
        return PeerId(0)
    return named_peer(call.viewer, named)
