"""What profiles show besides, on the wire."""

from chappe.db.database import Tx
from chappe.features.channels import store as channels
from chappe.features.channels.model import Channel, ChannelMark
from chappe.features.chats.full import Full, completes_group
from chappe.features.messages import store as messages
from chappe.features.showcase import store
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.ids import PeerId, UserId, user_peer
from chappe.tl import api
from chappe.updates.viewer import Viewer


async def find_shown(tx: Tx, user_id: UserId) -> Channel | None:
    """The channel on somebody's profile, as long as everybody may read it and it is its own."""
    channel_id = await store.find_personal(tx, user_id)
    if channel_id is None:
        return None
    channel = (await channels.find_many(tx, [channel_id])).get(channel_id)
    if channel is None or ChannelMark.DELETED in channel.marks or not channel.public:
        return None
    return channel if channel.creator_id == user_id else None


@completes
async def add_to_user(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """The channel on a profile and its newest post; what is opened first; whether to ask about translations."""
    shown = await find_shown(tx, user.id)
    if shown is not None:
        newest = await messages.find_tops(tx, [shown.box])
        if newest:
            full.personal_channel_id = shown.id
            full.personal_channel_message = newest[0].id
    peer = user_peer(user.id)
    full.main_tab = await store.find_tab(tx, peer)
    full.translations_disabled = await store.is_untranslated(tx, viewer.user_id, peer)


@completes_group
async def add_to_group(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """The same of groups and channels."""
    full.translations_disabled = await store.is_untranslated(tx, viewer.user_id, peer)
    if isinstance(full, api.ChannelFull):
        full.main_tab = await store.find_tab(tx, peer)
