"""The dialogs of Saved Messages on the wire."""

from collections.abc import Collection, Mapping, Sequence

from chappe.db.database import Tx
from chappe.features.messages import store as messages
from chappe.features.messages.view import render_messages
from chappe.features.saved import store
from chappe.features.saved.actions import SavedOrdered, SavedPinned
from chappe.ids import BoxId, MessageId, PeerId
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, render_peers_of, renders
from chappe.updates.viewer import Viewer


async def render_saved(
    tx: Tx,
    viewer: Viewer,
    tops: Mapping[PeerId, MessageId],
    pins: Collection[PeerId],
    count: int | None = None,
) -> "api.messages.TypeSavedDialogs":
    """Some dialogs, each with its newest message. `count`: how many there are, when these are not all."""
    dialogs: list[api.TypeSavedDialog] = [
        api.SavedDialog(pinned=peer in pins, peer=peer_on_wire(peer), top_message=top)
        for peer, top in tops.items()
    ]
    found = await messages.find_many(tx, BoxId(viewer.user_id), set(tops.values()))
    shown = await render_messages(
        tx, viewer, [found[top] for top in tops.values() if top in found]
    )
    users, chats = await render_peers_of(tx, viewer, [*dialogs, *shown])
    if count is None:
        return api.messages.SavedDialogs(
            dialogs=dialogs, messages=shown, chats=chats, users=users
        )
    return api.messages.SavedDialogsSlice(
        count=count, dialogs=dialogs, messages=shown, chats=chats, users=users
    )


def _dialog_peer(peer: PeerId) -> api.DialogPeer:
    return api.DialogPeer(peer=peer_on_wire(peer))


@renders(SavedPinned)
async def render_pinned(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateSavedDialogPinned."""
    pins = await store.find_pins(tx, viewer.user_id)
    peers = [each.fact.peer for each in entries if isinstance(each.fact, SavedPinned)]
    return [
        [api.UpdateSavedDialogPinned(pinned=peer in pins, peer=_dialog_peer(peer))]
        for peer in peers
    ]


@renders(SavedOrdered)
async def render_order(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePinnedSavedDialogs."""
    pins = await store.find_pins(tx, viewer.user_id)
    return [
        [api.UpdatePinnedSavedDialogs(order=[_dialog_peer(peer) for peer in pins])]
        for _ in entries
    ]
