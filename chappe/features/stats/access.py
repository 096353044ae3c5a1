"""Who may look at statistics: those who lead a channel."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels.access import (
    Seat,
    access_channel,
    access_seat,
    check_leads,
)
from chappe.features.messages.access import access_message
from chappe.features.messages.model import Message
from chappe.ids import ChannelId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

if TYPE_CHECKING:
    from chappe.tl import api


async def access_leader(call: Call, named: "api.TypeInputChannel") -> Seat:
    """A channel that the caller leads. There is no smallest size: it is its own house.

    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED
    """
    seat = await access_seat(call.tx, call.viewer, named)
    check_leads(seat)
    return seat


async def access_leader_of(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat:
    """The same, of a channel that is known by its number.

    Errors: CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED
    """
    seat = await access_channel(tx, me, channel_id)
    check_leads(seat)
    return seat


async def access_post(
    call: Call, named: "api.TypeInputChannel", message_id: int
) -> tuple[Seat, Message]:
    """A message of a channel that the caller leads.

    Errors: those of access_leader, MESSAGE_ID_INVALID (none, or a service message)
    """
    seat = await access_leader(call, named)
    message = await access_message(call.tx, call.viewer, seat.channel.peer, message_id)
    if message.body.action is not None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return seat, message
