"""What admins have done."""

from chappe.features.channels import events
from chappe.features.channels.access import access_seat, check_leads
from chappe.features.channels.events import Event
from chappe.features.chats.rights import pack
from chappe.features.files.view import fill
from chappe.features.users.access import access_users
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers_of

EVENTS_MAX = 100


@method("channels.getAdminLog", who=Who.USER)
async def get_admin_log(
    call: Call, q: api.channels.GetAdminLog
) -> api.channels.AdminLogResults:
    """Return what was done in a channel, the newest first.

    Wire:   https://core.telegram.org/method/channels.getAdminLog
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    check_leads(seat)
    kinds = list(Event)
    if q.events_filter is not None:
        flags = pack(q.events_filter)
        kinds = [kind for kind in Event if flags >> kind & 1]
    users = None
    if q.admins is not None:
        users = [user.id for user in await access_users(call.tx, call.viewer, q.admins)]
    found = await events.find(
        call.tx,
        seat.channel.id,
        kinds,
        users,
        q.q,
        max_id=q.max_id,
        min_id=q.min_id,
        limit=max(1, min(q.limit, EVENTS_MAX)),
    )
    shown = [
        api.ChannelAdminLogEvent(
            id=each.id, date=each.at, user_id=each.user_id, action=each.action
        )
        for each in found
    ]
    await fill(call.tx, call.viewer, shown)
    users_, chats = await render_peers_of(call.tx, call.viewer, shown, seat.channel.peer)
    return api.channels.AdminLogResults(events=shown, chats=chats, users=users_)
