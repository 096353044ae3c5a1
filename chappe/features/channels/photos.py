"""Photos of channels: chosen, and downloaded."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import events, store
from chappe.features.channels.access import Seat, access_visible, check_member_may, take_seat
from chappe.features.channels.actions import say
from chappe.features.channels.events import Event
from chappe.features.chats.photos import Chosen
from chappe.features.files.access import finds_peer_photo
from chappe.features.files.actions import keep_file
from chappe.features.users.access import named_peer
from chappe.ids import channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.features.channels.model import Channel


async def set_photo(journal: Journal, seat: Seat, chosen: Chosen) -> None:
    """Give a channel another photo, or none.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    check_member_may(seat, "change_info", journal.now)
    seat = await take_seat(journal, seat)
    channel, me = seat.channel, seat.mine.user_id
    if chosen.id == channel.photo_id:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    if chosen.new is not None:
        await keep_file(journal.tx, chosen.new)
    await store.set_photo(journal.tx, channel.id, chosen.id, chosen.beside)
    await _note(journal, channel, seat, chosen)
    await say(journal, me, channel.id, chosen.action)


async def _note(journal: Journal, channel: "Channel", seat: Seat, chosen: Chosen) -> None:
    action = api.ChannelAdminLogEventActionChangePhoto(
        prev_photo=api.PhotoEmpty(id=channel.photo_id or 0),
        new_photo=api.PhotoEmpty(id=chosen.id or 0),
    )
    await events.note(journal, channel, seat.mine.user_id, Event.INFO, action)


@finds_peer_photo
async def find_channel_photo(
    tx: Tx, call: Call, peer: "api.TypeInputPeer", photo_id: int
) -> int | None:
    """The photo of a channel, for those who may read it.

    Errors: PEER_ID_INVALID, CHANNEL_INVALID (named_peer), CHANNEL_PRIVATE (406)
    """
    channel_id = channel_of(named_peer(call.viewer, peer))
    if channel_id is None:
        return None
    channel = (await access_visible(tx, call.user_id, channel_id, call.now)).channel
    return channel.photo_id if photo_id in {0, channel.photo_id} else None
