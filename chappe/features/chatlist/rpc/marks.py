"""`messages.*`: pinning dialogs and marking them."""

from chappe.features.chatlist import changes
from chappe.features.chatlist.access import access_dialog, access_dialogs
from chappe.features.dialogs import store
from chappe.features.dialogs.actions import (
    folders_of,
    mark_unread,
    pins_limit,
    reorder_pins,
    toggle_pin,
)
from chappe.features.users.access import is_premium
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("messages.toggleDialogPin", who=Who.USER, writes=True)
async def toggle_dialog_pin(call: Call, q: api.messages.ToggleDialogPin) -> bool:
    """Pin a dialog above the others, or let it go. The archive cannot be moved.

    Wire:   https://core.telegram.org/method/messages.toggleDialogPin
    Errors: PEER_ID_INVALID (access_dialog); PEER_HISTORY_EMPTY, PINNED_DIALOGS_TOO_MUCH (toggle_pin)
    """
    peer = await access_dialog(call.tx, call.viewer, q.peer)
    premium = await is_premium(call.tx, call.user_id)
    await toggle_pin(call.journal, call.user_id, peer, pinned=bool(q.pinned), premium=premium)
    return True


@method("messages.reorderPinnedDialogs", who=Who.USER, writes=True)
async def reorder_pinned_dialogs(call: Call, q: api.messages.ReorderPinnedDialogs) -> bool:
    """Set the order of what is pinned in a folder; the archive keeps its place.

    Wire:   https://core.telegram.org/method/messages.reorderPinnedDialogs
    Errors: FOLDER_ID_INVALID (folders_of); PEER_ID_INVALID, LIMIT_INVALID (access_dialogs);
            PINNED_DIALOGS_TOO_MUCH (reorder_pins)
    """
    folders_of(q.folder_id)
    order, _ = await access_dialogs(call.tx, call.viewer, q.order)
    limit = pins_limit(q.folder_id, premium=await is_premium(call.tx, call.user_id))
    await reorder_pins(
        call.journal, call.user_id, q.folder_id, order, force=bool(q.force), limit=limit
    )
    return True


@method("messages.markDialogUnread", who=Who.USER, writes=True)
async def mark_dialog_unread(call: Call, q: api.messages.MarkDialogUnread) -> bool:
    """Mark a dialog as unread, though it was read, or take the mark away.

    Wire:   https://core.telegram.org/method/messages.markDialogUnread
    Errors: PARENT_PEER_INVALID (nobody has channels with direct messages yet);
            PEER_ID_INVALID (access_dialog)
    """
    if q.parent_peer is not None:
        raise RpcError(400, "PARENT_PEER_INVALID")
    peer = await access_dialog(call.tx, call.viewer, q.peer)
    await mark_unread(call.journal, call.user_id, peer, unread=bool(q.unread))
    return True


@method("messages.getDialogUnreadMarks", who=Who.USER)
async def get_dialog_unread_marks(
    call: Call, q: api.messages.GetDialogUnreadMarks
) -> "list[api.TypeDialogPeer]":
    """Return the dialogs that were marked as unread.

    Wire:   https://core.telegram.org/method/messages.getDialogUnreadMarks
    Errors: PARENT_PEER_INVALID
    """
    if q.parent_peer is not None:
        raise RpcError(400, "PARENT_PEER_INVALID")
    marked = await store.find_marked(call.tx, call.user_id)
    return [changes.dialog_peer(peer) for peer in marked]
