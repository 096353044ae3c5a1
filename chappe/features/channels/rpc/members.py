"""Who is in a channel."""

from chappe.features.channels import store
from chappe.features.channels.access import access_seat, access_view
from chappe.features.channels.actions import invite, leave
from chappe.features.channels.limits import limits_of
from chappe.features.channels.listing import check_may_list, find_page, sees_members
from chappe.features.channels.model import ChannelMark, Participant
from chappe.features.channels.nameless import without_nameless
from chappe.features.channels.online import count_online
from chappe.features.channels.paying import add_until
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.ruling import set_mark
from chappe.features.channels.view import render_participant
from chappe.features.channels.voices import is_anonymous
from chappe.features.help.files import deployment
from chappe.features.privacy.access import access_inviting
from chappe.features.users.access import access_peer, access_users, named_peer
from chappe.ids import UserId, is_bot, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers_of

PARTICIPANTS_MAX = 200


@method("channels.inviteToChannel", who=Who.USER, writes=True)
async def invite_to_channel(
    call: Call, q: api.channels.InviteToChannel
) -> api.messages.InvitedUsers:
    """Let others into a channel; who is not let in, or is in too many, is named.

    Wire:   https://core.telegram.org/method/channels.inviteToChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), USERS_TOO_FEW, CHAT_ADMIN_REQUIRED,
            USERS_TOO_MUCH, USER_KICKED, USER_CHANNELS_TOO_MUCH (403), BOTS_TOO_MUCH (invite), USER_BOT (a channel
            has bots among its admins only), USER_PRIVACY_RESTRICTED (403), BOT_GROUPS_BLOCKED (access_inviting)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    found = await access_users(call.tx, call.viewer, q.users)
    ids: dict[UserId, None] = dict.fromkeys(user.id for user in found if not user.deleted)
    ids.pop(call.user_id, None)
    if not ids:
        raise RpcError(400, "USERS_TOO_FEW")
    if seat.channel.broadcast and any(map(is_bot, ids)):
        raise RpcError(400, "USER_BOT")  # in a channel it is an admin, or not there
    may, missing = await access_inviting(call.tx, call.user_id, list(ids))
    full = await invite(call.journal, seat, may, limits_of(call))
    return api.messages.InvitedUsers(
        updates=await updates_of(call, seat),
        missing_invitees=[api.MissingInvitee(user_id=each) for each in [*missing, *full]],
    )


@method("channels.leaveChannel", who=Who.SIGNED_IN, writes=True)
async def leave_channel(call: Call, q: api.channels.LeaveChannel) -> "api.TypeUpdates":
    """Leave a channel; that of an owner who does not come back is an admin's after a week.

    Wire:   https://core.telegram.org/method/channels.leaveChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await leave(call.journal, seat, deployment(call.world.settings.data).config.me_url_prefix)
    return await updates_of(call, seat)


@method("channels.getParticipant", who=Who.SIGNED_IN)
async def get_participant(
    call: Call, q: api.channels.GetParticipant
) -> api.channels.ChannelParticipant:
    """Return what somebody is in a channel.

    Wire:   https://core.telegram.org/method/channels.getParticipant
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), PARTICIPANT_ID_INVALID, USER_NOT_PARTICIPANT,
            CHAT_ADMIN_REQUIRED (of others in a channel, and of members that are hidden); to members an anonymous
            admin is not there
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    user_id = user_of(named_peer(call.viewer, q.participant))
    if user_id is None:
        raise RpcError(400, "PARTICIPANT_ID_INVALID")
    member = (await store.find_members(call.tx, seat.channel.id, [user_id])).get(user_id)
    outside = not seat.mine.standing.leads
    if outside and member is not None and is_anonymous(seat.channel, member):
        member = None
    shown_to_all = not seat.channel.broadcast and (
        is_bot(user_id) or (member is not None and member.standing.leads)
    )
    if user_id != call.user_id and not shown_to_all and not sees_members(seat):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if member is None:
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    shown = render_participant(call.viewer, member)
    await add_until(call.tx, seat.channel, [shown])
    if outside:
        (shown,) = await without_nameless(call.tx, seat.channel, [shown])
    people, chats_ = await render_peers_of(call.tx, call.viewer, [shown], seat.channel.peer)
    return api.channels.ChannelParticipant(participant=shown, chats=chats_, users=people)


@method("channels.getParticipants", who=Who.SIGNED_IN)
async def get_participants(
    call: Call, q: api.channels.GetParticipants
) -> "api.channels.TypeChannelParticipants":
    """Return some of the members of a channel, by kind or name, and how many there are.

    Wire:   https://core.telegram.org/method/channels.getParticipants
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), CHAT_ADMIN_REQUIRED (check_may_list)
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    check_may_list(seat, q.filter)
    offset, limit = max(0, q.offset), max(0, min(q.limit, PARTICIPANTS_MAX))
    found, count = await find_page(call.tx, seat, q.filter, int(call.now), offset, limit)
    if q.hash and _is_known(q.hash, found):
        return api.channels.ChannelParticipantsNotModified()
    shown = [render_participant(call.viewer, each) for each in found]
    await add_until(call.tx, seat.channel, shown)
    if not seat.mine.standing.leads:
        shown = await without_nameless(call.tx, seat.channel, shown)
    people, chats_ = await render_peers_of(call.tx, call.viewer, shown, seat.channel.peer)
    return api.channels.ChannelParticipants(
        count=count, participants=shown, chats=chats_, users=people
    )


def _is_known(held: int, found: list[Participant]) -> bool:
    """Whether a client has these already: some say so in the order in which they came, some sorted."""
    ids = [each.user_id for each in found]
    return held in {list_hash(ids), list_hash(sorted(ids))}


@method("channels.toggleParticipantsHidden", who=Who.USER, writes=True)
async def toggle_participants_hidden(
    call: Call, q: api.channels.ToggleParticipantsHidden
) -> "api.TypeUpdates":
    """Show the members of a supergroup to its admins only, or to everybody.

    Wire:   https://core.telegram.org/method/channels.toggleParticipantsHidden
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ID_INVALID (not a supergroup),
            PARTICIPANTS_TOO_FEW, CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED (set_mark)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if seat.channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    if q.enabled and seat.channel.members < limits_of(call).hidden_members_min:
        raise RpcError(400, "PARTICIPANTS_TOO_FEW")
    mark = ChannelMark.HIDDEN_MEMBERS
    await set_mark(call.journal, seat, mark, on=q.enabled, right="ban_users")
    return await updates_of(call, seat)


@method("messages.getOnlines", who=Who.USER)
async def get_onlines(call: Call, q: api.messages.GetOnlines) -> api.ChatOnlines:
    """Say how many of a group are there at the moment.

    Wire:   https://core.telegram.org/method/messages.getOnlines
    Errors: PEER_ID_INVALID (not a group, access_peer), CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    return api.ChatOnlines(onlines=await count_online(call.tx, call.viewer, peer))
