"""`messages.*`: the bar on top of a chat."""

from chappe.features.users.access import access_peer, hold_self
from chappe.features.users.bars import hide_bar
from chappe.features.users.peer_settings import render_peer_settings
from chappe.features.users.sight import look
from chappe.features.users.view import render_user
from chappe.ids import user_of
from chappe.rpc.call import Call
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_peers


@method("messages.getPeerSettings")
async def get_peer_settings(
    call: Call, q: api.messages.GetPeerSettings
) -> api.messages.PeerSettings:
    """Return what stands on top of a chat; nothing on top of a group.

    Wire:   https://core.telegram.org/method/messages.getPeerSettings
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, MSG_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    user_id = user_of(peer)
    if user_id is None:
        users, chats = await render_peers(call.tx, call.viewer, [peer])
        return api.messages.PeerSettings(settings=api.PeerSettings(), chats=chats, users=users)
    sight = await look(call.tx, call.user_id, {user_id})
    user = sight.users[user_id]
    return api.messages.PeerSettings(
        settings=render_peer_settings(sight, user),
        chats=[],
        users=[render_user(call.viewer, sight, user)],
    )


@method("messages.hidePeerSettingsBar", writes=True)
async def hide_peer_settings_bar(call: Call, q: api.messages.HidePeerSettingsBar) -> bool:
    """Ask the caller no more whether to add or block somebody.

    Wire:   https://core.telegram.org/method/messages.hidePeerSettingsBar
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, MSG_ID_INVALID (access_peer)
    """
    await hold_self(call.tx, call.viewer)
    peer = await access_peer(call.tx, call.viewer, q.peer)
    user_id = user_of(peer)
    if user_id is not None:
        await hide_bar(call.journal, call.user_id, user_id)
    return True
