"""Which group discusses a channel. https://core.telegram.org/api/discussion#linking-a-discussion-group"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.channels import events
from chappe.features.channels import store as channels
from chappe.features.channels.access import Seat, access_channel, check_may
from chappe.features.channels.actions import tell
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel, ChannelMark
from chappe.features.chats.full import Full, completes_group
from chappe.ids import ChannelId, PeerId, channel_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

IN_CHANNEL, IN_GROUP = "change_info", "pin_messages"
"""What an admin needs to link: a channel gets a group, and in the group its posts are pinned."""


Links = dict[ChannelId, ChannelId | None]


async def link(journal: Journal, broadcast: Seat | None, group: Seat | None) -> None:
    """Make a group the one that discusses a channel; without one of the two: the other has none any more.

    Errors: BROADCAST_ID_INVALID (no channel, or neither of the two), MEGAGROUP_ID_INVALID (no supergroup, a forum),
            CHAT_ADMIN_REQUIRED, CHANNEL_PRIVATE (406), MEGAGROUP_PREHISTORY_HIDDEN, LINK_NOT_MODIFIED
    """
    _check(broadcast, group)
    before = await _take(journal, [each for each in (broadcast, group) if each is not None])
    # Only now nobody links them meanwhile, or takes the caller's rights.
    broadcast, group = [await _again(journal, each) for each in (broadcast, group)]
    _check(broadcast, group)
    changed = _changed(broadcast, group)
    if not changed or not changed.keys() <= before.keys():  # somebody was faster
        raise RpcError(400, "LINK_NOT_MODIFIED")
    actor = next(each.mine.user_id for each in (broadcast, group) if each is not None)
    for channel_id, linked in changed.items():
        await channels.set_linked(journal.tx, channel_id, linked)
        noted = api.ChannelAdminLogEventActionChangeLinkedChat(
            prev_value=before[channel_id].linked_id or 0, new_value=linked or 0
        )
        await events.note(journal, before[channel_id], actor, Event.INFO, noted)
    for channel_id in sorted(changed):
        await tell(journal, channel_id, [actor], 0)


async def _take(journal: Journal, seats: Sequence[Seat]) -> dict[ChannelId, Channel]:
    """Lock the channels that are to be linked, and those with which they were."""
    ids = {each.channel.id for each in seats}
    ids |= {each.channel.linked_id for each in seats if each.channel.linked_id is not None}
    found = await channels.find_many(journal.tx, ids)
    await journal.lock(each.box for each in found.values())
    return await channels.find_many(journal.tx, ids)


async def _again(journal: Journal, seat: Seat | None) -> Seat | None:
    if seat is None:
        return None
    return await access_channel(journal.tx, seat.mine.user_id, seat.channel.id)


def _changed(broadcast: Seat | None, group: Seat | None) -> Links:
    """What each of them, and of those with which they were linked, is linked to from now on."""
    seats = [each for each in (broadcast, group) if each is not None]
    links: Links = {}
    for each in seats:
        if each.channel.linked_id is not None:
            links |= {each.channel.linked_id: None, each.channel.id: None}
    if broadcast is not None and group is not None:
        if broadcast.channel.linked_id == group.channel.id:
            return {}
        links[broadcast.channel.id] = group.channel.id
        links[group.channel.id] = broadcast.channel.id
    return links


def _check(broadcast: Seat | None, group: Seat | None) -> None:
    if broadcast is None and group is None:
        raise RpcError(400, "BROADCAST_ID_INVALID")
    if broadcast is not None:
        if not broadcast.channel.broadcast:
            raise RpcError(400, "BROADCAST_ID_INVALID")
        check_may(broadcast, IN_CHANNEL)
    if group is not None:
        if group.channel.broadcast or group.channel.forum:
            raise RpcError(400, "MEGAGROUP_ID_INVALID")
        check_may(group, IN_GROUP)
        if broadcast is not None and ChannelMark.HIDDEN_HISTORY in group.channel.marks:
            raise RpcError(400, "MEGAGROUP_PREHISTORY_HIDDEN")


def may_discuss(seat: Seat) -> bool:
    """Whether the caller may make this group the one of a channel."""
    channel = seat.channel
    ready = not (channel.broadcast or channel.forum) and channel.linked_id is None
    return ready and seat.may(IN_GROUP)


@completes_group
async def add_link(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """The discussion group of a channel, and the channel of such a group."""
    channel_id = channel_of(peer)
    if channel_id is not None and isinstance(full, api.ChannelFull):
        channel: Channel | None = (await channels.find_many(tx, [channel_id])).get(channel_id)
        full.linked_chat_id = None if channel is None else channel.linked_id
