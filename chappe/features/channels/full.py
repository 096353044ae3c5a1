"""What is shown of the members of a channel besides the lists of them."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.channels import roster, store
from chappe.features.channels.access import find_seat
from chappe.features.channels.listing import sees_members
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.roster import Listed
from chappe.features.channels.ruling import DefaultRightsChanged
from chappe.features.chats.full import Full, completes_group
from chappe.features.chats.rights import unpack_banned
from chappe.ids import PeerId, channel_of
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


@completes_group
async def add_members(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """Whether they are hidden; how many may not do everything, for those who decide that."""
    channel_id = channel_of(peer)
    if channel_id is None or not isinstance(full, api.ChannelFull):
        return
    seat = await find_seat(tx, viewer.user_id, channel_id)
    if seat is None:
        return
    full.participants_hidden = ChannelMark.HIDDEN_MEMBERS in seat.channel.marks
    full.can_view_participants = sees_members(seat)
    if seat.may("ban_users"):
        now = {"now": int(viewer.now)}
        kicked = Listed(roster.KICKED, "", params={**now})
        banned = Listed(roster.RESTRICTED, "", params={**now})
        full.kicked_count = await roster.count_all(tx, seat.channel, kicked)
        full.banned_count = await roster.count_all(tx, seat.channel, banned)


@renders(DefaultRightsChanged)
async def render_default_rights(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateChatDefaultBannedRights; channels have no version to compare."""
    facts = [each.fact for each in entries if isinstance(each.fact, DefaultRightsChanged)]
    found = await store.find_many(tx, {each.channel_id for each in facts})
    return [
        [
            api.UpdateChatDefaultBannedRights(
                peer=peer_on_wire(found[each.channel_id].peer),
                default_banned_rights=unpack_banned(found[each.channel_id].banned_rights),
                version=0,
            )
        ]
        for each in facts
    ]
