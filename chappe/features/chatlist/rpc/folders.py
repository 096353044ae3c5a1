"""`folders.*`: the archive."""

from chappe.features.chatlist.access import NAMED_MAX, access_chat
from chappe.features.dialogs.actions import move
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own


@method("folders.editPeerFolders", who=Who.USER, writes=True)
async def edit_peer_folders(call: Call, q: api.folders.EditPeerFolders) -> "api.TypeUpdates":
    """Put dialogs into the archive, or back; they are pinned no more.

    Wire:   https://core.telegram.org/method/folders.editPeerFolders
    Errors: PEER_ID_INVALID (access_chat); FOLDER_ID_INVALID (move); LIMIT_INVALID
    """
    if len(q.folder_peers) > NAMED_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    places = [
        (await access_chat(call.tx, call.viewer, each.peer), each.folder_id)
        for each in q.folder_peers
    ]
    await move(call.journal, call.user_id, places)
    return await render_own(call.tx, call.viewer, call.journal.entries)
