"""What happened to the list of chats, as its owner's sessions are told."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import store
from chappe.features.dialogs.actions import (
    DialogPinned,
    FolderPeers,
    PinnedDialogs,
    UnreadMark,
)
from chappe.features.dialogs.model import Dialog
from chappe.ids import PeerId
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


def dialog_peer(peer: PeerId) -> api.DialogPeer:
    """A dialog as clients name it."""
    return api.DialogPeer(peer=peer_on_wire(peer))


async def _dialogs_of(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Dialog | None]:
    """The dialog of each fact that has a `peer`."""
    peers: list[PeerId] = [each.fact.peer for each in entries]  # type: ignore[attr-defined]  # those with one
    found = await store.find_many(tx, viewer.user_id, set(peers))
    return [found.get(peer) for peer in peers]


@renders(DialogPinned)
async def render_pinned(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDialogPinned."""
    return [
        []
        if dialog is None
        else [
            api.UpdateDialogPinned(
                pinned=dialog.pinned > 0,
                folder_id=dialog.folder_id or None,
                peer=dialog_peer(dialog.peer),
            )
        ]
        for dialog in await _dialogs_of(tx, viewer, entries)
    ]


@renders(PinnedDialogs)
async def render_order(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePinnedDialogs."""
    facts = [each.fact for each in entries if isinstance(each.fact, PinnedDialogs)]
    folders = {fact.folder_id for fact in facts}
    pinned = await store.find_pinned(tx, viewer.user_id, folders)
    return [
        [
            api.UpdatePinnedDialogs(
                folder_id=fact.folder_id or None,
                order=[
                    dialog_peer(each.peer)
                    for each in pinned
                    if each.folder_id == fact.folder_id
                ],
            )
        ]
        for fact in facts
    ]


@renders(UnreadMark)
async def render_mark(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDialogUnreadMark."""
    return [
        []
        if dialog is None
        else [
            api.UpdateDialogUnreadMark(
                unread=dialog.unread_mark > 0, peer=dialog_peer(dialog.peer)
            )
        ]
        for dialog in await _dialogs_of(tx, viewer, entries)
    ]


@renders(FolderPeers)
async def render_moves(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateFolderPeers."""
    shown: list[Updates] = []
    for entry in entries:
        assert isinstance(entry.fact, FolderPeers)
        update = api.UpdateFolderPeers(
            folder_peers=[
                api.FolderPeer(peer=peer_on_wire(peer), folder_id=folder_id)
                for peer, folder_id in entry.fact.places
            ],
            pts=entry.pts,
            pts_count=1,
        )
        shown.append([update])
    return shown
