"""What a call has brought about in a channel and in the caller's own box."""

from typing import TYPE_CHECKING

from chappe.features.channels.access import Seat
from chappe.rpc.call import Call
from chappe.updates.render import render, render_container

if TYPE_CHECKING:
    from chappe.tl import api
    from chappe.updates.log import Logged


async def updates_of(call: Call, seat: Seat) -> "api.TypeUpdates":
    """What the call brought about, in the caller's own box and in the channel's."""
    boxes = {seat.channel.box, call.user_id}
    mine: list[Logged] = [each for each in call.journal.entries if each.box in boxes]
    updates = [
        update
        for each in mine
        for shown in await render(call.tx, call.viewer, [each])
        for update in shown
    ]
    return await render_container(call.tx, call.viewer, updates, int(call.now))
