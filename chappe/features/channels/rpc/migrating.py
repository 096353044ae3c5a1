"""`messages.migrateChat`, and what a supergroup tells of the basic group that it was."""

from chappe.db.database import Tx
from chappe.features.channels.limits import limits_of
from chappe.features.channels.migrating import migrate
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.chats import store as chats
from chappe.features.chats.full import Full, completes_group
from chappe.features.messages import leaving
from chappe.ids import BoxId, PeerId, channel_of, chat_peer
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.viewer import Viewer


@method("messages.migrateChat", who=Who.USER, writes=True)
async def migrate_chat(call: Call, q: api.messages.MigrateChat) -> "api.TypeUpdates":
    """Make a supergroup of a basic group. The answer has what was said of it in both.

    Wire:   https://core.telegram.org/method/messages.migrateChat
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID, CHAT_ADMIN_REQUIRED (403), CHANNELS_TOO_MUCH (migrate)
    """
    return await updates_of(
        call, await migrate(call.journal, call.user_id, q.chat_id, limits_of(call))
    )


@completes_group
async def complete_origin(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """For those who were in the basic group: which one it was, and the last message of it that they have."""
    channel_id = channel_of(peer)
    if channel_id is None or not isinstance(full, api.ChannelFull):
        return
    chat_id = await chats.find_origin(tx, channel_id)
    if chat_id is None or await chats.find_member(tx, chat_id, viewer.user_id) is None:
        return
    full.migrated_from_chat_id = chat_id
    last_id, _ = await leaving.newest(tx, BoxId(viewer.user_id), chat_peer(chat_id))
    full.migrated_from_max_id = last_id
