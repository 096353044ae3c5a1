"""`messages.*`: the dialogs of Saved Messages."""

from chappe.features.chatlist.access import NAMED_MAX, access_dialog, access_dialogs
from chappe.features.messages import saved
from chappe.features.messages import store as messages
from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.leaving import FOR_EVER, Span
from chappe.features.messages.store import Window
from chappe.features.messages.view import render_page
from chappe.features.saved import store
from chappe.features.saved.actions import reorder_pins, toggle_pin
from chappe.features.saved.view import render_saved
from chappe.features.users.access import is_premium, named_peer
from chappe.ids import BoxId, MessageId, PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.difference import read_state

DIALOGS_MAX = 100
DIALOGS_BY_DEFAULT = 20
MESSAGES_MAX = 100
PORTION = 1000
"""Messages that one call deletes."""

refuse(
    "messages.readSavedHistory",
    400,
    "PARENT_PEER_INVALID",
    "What is read in parts are only the direct messages of a channel, which there are not yet.",
)


def access_here(parent: "api.TypeInputPeer | None") -> None:
    """Saved Messages are meant, not the direct messages of a channel.

    Errors: PARENT_PEER_INVALID
    """
    if parent is not None:
        raise RpcError(400, "PARENT_PEER_INVALID")


@method("messages.getSavedDialogs", who=Who.USER)
async def get_saved_dialogs(
    call: Call, q: api.messages.GetSavedDialogs
) -> "api.messages.TypeSavedDialogs":
    """Return a part of the dialogs of Saved Messages, the newest first; pinned ones lead its first part.

    Wire:   https://core.telegram.org/method/messages.getSavedDialogs
    Errors: PARENT_PEER_INVALID (access_here)
    """
    access_here(q.parent_peer)
    tops = await saved.find_tops(call.tx, BoxId(call.user_id))
    pins = await store.find_pins(call.tx, call.user_id)
    limit = min(q.limit, DIALOGS_MAX) if q.limit > 0 else DIALOGS_BY_DEFAULT
    below = await _below(call, q)
    pinned = [peer for peer in pins if peer in tops]
    first = below is None and not q.exclude_pinned
    others = [
        peer
        for peer, top in tops.items()
        if peer not in pinned and (below is None or top < below)
    ]
    # As in the list of chats: the last one is not pinned, so that the rest is found behind it.
    room = max(1, limit - len(pinned)) if first else limit
    found = [*(pinned if first else ()), *others[:room]]
    whole = below is None and len(others) <= room
    count = len(tops) - (len(pinned) if q.exclude_pinned else 0)
    shown = {peer: tops[peer] for peer in found}
    return await render_saved(call.tx, call.viewer, shown, pins, None if whole else count)


async def _below(call: Call, q: api.messages.GetSavedDialogs) -> MessageId | None:
    """Below which message the client goes on: a box numbers its messages as time goes."""
    if q.offset_id:
        return MessageId(q.offset_id)
    if not q.offset_date or q.offset_date > call.now:
        return None
    box, me = BoxId(call.user_id), PeerId(call.user_id)
    return await messages.first_since(call.tx, box, me, q.offset_date)


@method("messages.getPinnedSavedDialogs", who=Who.USER)
async def get_pinned_saved_dialogs(
    call: Call, q: api.messages.GetPinnedSavedDialogs
) -> "api.messages.TypeSavedDialogs":
    """Return what is pinned in Saved Messages, in its order.

    Wire: https://core.telegram.org/method/messages.getPinnedSavedDialogs
    """
    pins = await store.find_pins(call.tx, call.user_id)
    return await _of_peers(call, pins, pins)


@method("messages.getSavedDialogsByID", who=Who.USER)
async def get_saved_dialogs_by_id(
    call: Call, q: api.messages.GetSavedDialogsByID
) -> "api.messages.TypeSavedDialogs":
    """Return some dialogs of Saved Messages; those in which there is nothing are left out.

    Wire:   https://core.telegram.org/method/messages.getSavedDialogsByID
    Errors: PARENT_PEER_INVALID (access_here), PEER_ID_INVALID, LIMIT_INVALID
    """
    access_here(q.parent_peer)
    if len(q.ids) > NAMED_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    peers = [named_peer(call.viewer, each) for each in q.ids]
    pins = await store.find_pins(call.tx, call.user_id)
    return await _of_peers(call, peers, pins)


async def _of_peers(
    call: Call, peers: list[PeerId], pins: list[PeerId]
) -> "api.messages.TypeSavedDialogs":
    tops = await saved.find_tops_of(call.tx, BoxId(call.user_id), peers)
    shown = {peer: tops[peer] for peer in dict.fromkeys(peers) if peer in tops}
    return await render_saved(call.tx, call.viewer, shown, pins)


@method("messages.getSavedHistory", who=Who.USER)
async def get_saved_history(
    call: Call, q: api.messages.GetSavedHistory
) -> "api.messages.TypeMessages":
    """Return a part of what was saved of one peer, the newest first.

    Wire:   https://core.telegram.org/method/messages.getSavedHistory
    Errors: PARENT_PEER_INVALID (access_here), PEER_ID_INVALID (named_peer)
    """
    access_here(q.parent_peer)
    peer, box = named_peer(call.viewer, q.peer), BoxId(call.user_id)
    offset_id = q.offset_id
    if not offset_id and q.offset_date:
        offset_id = await saved.first_since(call.tx, box, peer, q.offset_date) or 0
    limit = max(0, min(q.limit, MESSAGES_MAX))
    window = Window(offset_id, 0, q.add_offset, limit, max(0, q.max_id), max(0, q.min_id))
    found = await messages.find_window(
        call.tx, window, saved.OF_SAVED, box=box, saved_peer=peer
    )
    count = await saved.count(call.tx, box, peer)
    return await render_page(call.tx, call.viewer, found, count, known=q.hash)


@method("messages.deleteSavedHistory", who=Who.USER, writes=True)
async def delete_saved_history(
    call: Call, q: api.messages.DeleteSavedHistory
) -> api.messages.AffectedHistory:
    """Delete what was saved of one peer, or a part of it; clients ask again while `offset` is not 0.

    Wire:   https://core.telegram.org/method/messages.deleteSavedHistory
    Errors: PARENT_PEER_INVALID (access_here), PEER_ID_INVALID (named_peer), MESSAGE_ID_INVALID
    """
    access_here(q.parent_peer)
    peer, box = named_peer(call.viewer, q.peer), BoxId(call.user_id)
    if q.max_id < 0:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    until = FOR_EVER if q.max_date is None else q.max_date
    span = Span(box, peer, q.max_id, q.min_date or 0, until)
    found = await saved.find_span(call.tx, span, PORTION)
    if not found:
        state = await read_state(call.tx, box)
        return api.messages.AffectedHistory(pts=state.pts, pts_count=0, offset=0)
    moments = await delete(call.journal, found, revoke=False)
    left = await saved.count_span(call.tx, span) if len(found) == PORTION else 0
    return api.messages.AffectedHistory(pts=moments[box].pts, pts_count=len(found), offset=left)


@method("messages.toggleSavedDialogPin", who=Who.USER, writes=True)
async def toggle_saved_dialog_pin(call: Call, q: api.messages.ToggleSavedDialogPin) -> bool:
    """Pin a dialog of Saved Messages above the others, or let it go.

    Wire:   https://core.telegram.org/method/messages.toggleSavedDialogPin
    Errors: PEER_ID_INVALID (access_dialog; toggle_pin), PINNED_DIALOGS_TOO_MUCH (toggle_pin)
    """
    peer = await access_dialog(call.tx, call.viewer, q.peer)
    premium = await is_premium(call.tx, call.user_id)
    await toggle_pin(call.journal, call.user_id, peer, pinned=q.pinned, premium=premium)
    return True


@method("messages.reorderPinnedSavedDialogs", who=Who.USER, writes=True)
async def reorder_pinned_saved_dialogs(
    call: Call, q: api.messages.ReorderPinnedSavedDialogs
) -> bool:
    """Set the order of what is pinned in Saved Messages.

    Wire:   https://core.telegram.org/method/messages.reorderPinnedSavedDialogs
    Errors: PEER_ID_INVALID, LIMIT_INVALID (access_dialogs); PINNED_DIALOGS_TOO_MUCH (reorder_pins)
    """
    order, _ = await access_dialogs(call.tx, call.viewer, q.order)
    premium = await is_premium(call.tx, call.user_id)
    await reorder_pins(call.journal, call.user_id, order, force=q.force, premium=premium)
    return True
