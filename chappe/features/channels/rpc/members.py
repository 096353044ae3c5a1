"""Who is in a channel."""

from chappe.features.channels import store
from chappe.features.channels.access import (
    access_seat,
    access_view,
    check_may,
)
from chappe.features.channels.actions import (
    invite,
    leave,
)
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.view import render_participant
from chappe.features.privacy.access import access_inviting
from chappe.features.users.access import access_users, named_peer
from chappe.ids import UserId, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers_of

CHANNELS_MAX = 100
PARTICIPANTS_MAX = 200
DIFFERENCE_MAX = 100


@method("channels.inviteToChannel", who=Who.USER, writes=True)
async def invite_to_channel(
    call: Call, q: api.channels.InviteToChannel
) -> api.messages.InvitedUsers:
    """Let others into a channel.

    Wire:   https://core.telegram.org/method/channels.inviteToChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), USERS_TOO_FEW, CHAT_ADMIN_REQUIRED,
            USERS_TOO_MUCH (invite), USER_PRIVACY_RESTRICTED (403, access_inviting)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    found = await access_users(call.tx, call.viewer, q.users)
    ids: dict[UserId, None] = dict.fromkeys(user.id for user in found if not user.deleted)
    ids.pop(call.user_id, None)
    if not ids:
        raise RpcError(400, "USERS_TOO_FEW")
    may, missing = await access_inviting(call.tx, call.user_id, list(ids))
    await invite(call.journal, seat, may)
    return api.messages.InvitedUsers(
        updates=await updates_of(call, seat),
        missing_invitees=[api.MissingInvitee(user_id=each) for each in missing],
    )


@method("channels.leaveChannel", who=Who.SIGNED_IN, writes=True)
async def leave_channel(call: Call, q: api.channels.LeaveChannel) -> "api.TypeUpdates":
    """Leave a channel.

    Wire:   https://core.telegram.org/method/channels.leaveChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), USER_CREATOR (leave)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await leave(call.journal, seat)
    return await updates_of(call, seat)


@method("channels.getParticipant", who=Who.SIGNED_IN)
async def get_participant(
    call: Call, q: api.channels.GetParticipant
) -> api.channels.ChannelParticipant:
    """Return what somebody is in a channel.

    Wire:   https://core.telegram.org/method/channels.getParticipant
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), PARTICIPANT_ID_INVALID, USER_NOT_PARTICIPANT,
            CHAT_ADMIN_REQUIRED (others in a channel)
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    user_id = user_of(named_peer(call.viewer, q.participant))
    if user_id is None:
        raise RpcError(400, "PARTICIPANT_ID_INVALID")
    if seat.channel.broadcast and user_id != call.user_id:
        check_may(seat, "invite_users")
    member = (await store.find_members(call.tx, seat.channel.id, [user_id])).get(user_id)
    if member is None:
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    shown = render_participant(call.viewer, member)
    people, chats_ = await render_peers_of(call.tx, call.viewer, [shown], seat.channel.peer)
    return api.channels.ChannelParticipant(participant=shown, chats=chats_, users=people)


@method("channels.getParticipants", who=Who.SIGNED_IN)
async def get_participants(
    call: Call, q: api.channels.GetParticipants
) -> api.channels.ChannelParticipants:
    """Return members of a channel: those who came last, or its admins.

    Wire:   https://core.telegram.org/method/channels.getParticipants
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), CHAT_ADMIN_REQUIRED (of a channel),
            INPUT_FILTER_INVALID (other filters)
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    if seat.channel.broadcast:
        check_may(seat, "invite_users")
    offset, limit = max(0, q.offset), max(0, min(q.limit, PARTICIPANTS_MAX))
    match q.filter:
        case api.ChannelParticipantsAdmins():
            found = await store.find_admins(call.tx, seat.channel.id, offset, limit)
            count = await store.count_admins(call.tx, seat.channel.id)
        case api.ChannelParticipantsRecent():
            found = await store.find_recent(call.tx, seat.channel.id, offset, limit)
            count = seat.channel.members
        case _:
            raise RpcError(400, "INPUT_FILTER_INVALID")
    shown = [render_participant(call.viewer, each) for each in found]
    people, chats_ = await render_peers_of(call.tx, call.viewer, shown, seat.channel.peer)
    return api.channels.ChannelParticipants(
        count=count, participants=shown, chats=chats_, users=people
    )
