"""`account.*`: what is saved to the gallery."""

from chappe.features.notify import saving
from chappe.features.notify.model import Scope, Subject
from chappe.features.users.access import access_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers_of

EXCEPTIONS_MAX = 500
VIDEO_BYTES_MAX = 4 << 30


@method("account.getAutoSaveSettings")
async def get_settings(
    call: Call, q: api.account.GetAutoSaveSettings
) -> api.account.AutoSaveSettings:
    """Return what the caller's clients save to the gallery.

    Wire: https://core.telegram.org/method/account.getAutoSaveSettings
    """
    kept = await saving.find_all(call.tx, call.user_id, EXCEPTIONS_MAX)
    kinds = {subject.scope: settings for subject, settings in kept}
    exceptions: list[api.TypeAutoSaveException] = [
        api.AutoSaveException(peer=peer_on_wire(subject.peer), settings=settings)
        for subject, settings in kept
        if subject.scope is Scope.PEER
    ]
    users, chats = await render_peers_of(call.tx, call.viewer, exceptions)
    return api.account.AutoSaveSettings(
        users_settings=kinds.get(Scope.USERS) or api.AutoSaveSettings(),
        chats_settings=kinds.get(Scope.CHATS) or api.AutoSaveSettings(),
        broadcasts_settings=kinds.get(Scope.BROADCASTS) or api.AutoSaveSettings(),
        exceptions=exceptions,
        chats=chats,
        users=users,
    )


@method("account.saveAutoSaveSettings", writes=True)
async def save_settings(call: Call, q: api.account.SaveAutoSaveSettings) -> bool:
    """Say what the caller's clients save to the gallery, of kinds of chats or of one chat.

    Wire:   https://core.telegram.org/method/account.saveAutoSaveSettings
    Errors: PEER_ID_INVALID (also: nothing is named), CHANNEL_INVALID, MSG_ID_INVALID (access_peer);
            SETTINGS_INVALID
    """
    size = q.settings.video_max_size
    if size is not None and not 0 <= size <= VIDEO_BYTES_MAX:
        raise RpcError(400, "SETTINGS_INVALID")
    named = {Scope.USERS: q.users, Scope.CHATS: q.chats, Scope.BROADCASTS: q.broadcasts}
    subjects = [Subject(scope) for scope, wanted in named.items() if wanted]
    if q.peer is not None:
        peer = await access_peer(call.tx, call.viewer, q.peer)
        subjects.append(Subject(Scope.PEER, peer))
    if not subjects:
        raise RpcError(400, "PEER_ID_INVALID")
    for subject in subjects:
        await saving.put(call.tx, call.user_id, subject, q.settings)
    return True


@method("account.deleteAutoSaveExceptions", writes=True)
async def delete_exceptions(call: Call, q: api.account.DeleteAutoSaveExceptions) -> bool:
    """Forget what was said of single chats.

    Wire: https://core.telegram.org/method/account.deleteAutoSaveExceptions
    """
    await saving.delete_peers(call.tx, call.user_id)
    return True
