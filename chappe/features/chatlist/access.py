"""The dialogs that a caller names."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs.model import FOLDERS
from chappe.features.users.access import access_peer, named_peer
from chappe.ids import PeerId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

NAMED_MAX = 1000
"""Dialogs in one question; clients name no more than a hundred."""


async def access_dialog(
    tx: Tx, viewer: Viewer, named: "api.TypeInputDialogPeer", *, reading: bool = False
) -> PeerId:
    """The peer of one dialog. `reading`: as for `access_peer`.

    Errors: PEER_ID_INVALID (a folder, a community, a hash that is not the caller's)
    """
    if not isinstance(named, api.InputDialogPeer):
        raise RpcError(400, "PEER_ID_INVALID")
    return await access_chat(tx, viewer, named.peer, reading=reading)


async def access_chat(
    tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", *, reading: bool = False
) -> PeerId:
    """One peer, without a look at the rows when it is a user: a hash that is right was given out for
    an account that was there.

    Errors: PEER_ID_INVALID, and what the rooms of groups refuse with
    """
    if isinstance(named, (api.InputPeerSelf, api.InputPeerUser)):
        return named_peer(viewer, named)
    return await access_peer(tx, viewer, named, reading=reading)


async def access_dialogs(
    tx: Tx,
    viewer: Viewer,
    named: Sequence["api.TypeInputDialogPeer"],
    *,
    reading: bool = False,
) -> tuple[list[PeerId], list[int]]:
    """The peers of some dialogs, and the folders that stand among them.

    Errors: PEER_ID_INVALID, FOLDER_ID_INVALID; LIMIT_INVALID (more than anybody needs)
    """
    if len(named) > NAMED_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    peers: list[PeerId] = []
    folders: list[int] = []
    for each in named:
        if isinstance(each, api.InputDialogPeerFolder):
            if each.folder_id not in FOLDERS:
                raise RpcError(400, "FOLDER_ID_INVALID")
            folders.append(each.folder_id)
        else:
            peers.append(await access_dialog(tx, viewer, each, reading=reading))
    return peers, folders
