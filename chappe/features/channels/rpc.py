"""`channels.*`."""

from typing import TYPE_CHECKING

from chappe.features.channels import store
from chappe.features.channels.access import (
    Seat,
    access_channel,
    access_seat,
    check_may,
    named_channel_ids,
)
from chappe.features.channels.actions import (
    clean_about,
    invite,
    leave,
    make_channel,
    read,
    set_title,
)
from chappe.features.channels.missed import render_missed
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.view import render_channels, render_participant
from chappe.features.chats import actions as chats
from chappe.features.chats.access import access_seat as access_chat_seat
from chappe.features.chats.rights import pack
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store as messages
from chappe.features.messages.view import render_messages
from chappe.features.notify.actions import find_settings
from chappe.features.users.access import access_users, named_peer
from chappe.ids import MessageId, UserId, channel_of, chat_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_pts
from chappe.updates.render import render, render_container, render_peers_of

if TYPE_CHECKING:
    from chappe.updates.log import Logged

CHANNELS_MAX = 100
PARTICIPANTS_MAX = 200
DIFFERENCE_MAX = 100


async def _updates(call: Call, seat: Seat) -> "api.TypeUpdates":
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


@method("channels.createChannel", who=Who.USER, writes=True)
async def create_channel(call: Call, q: api.channels.CreateChannel) -> "api.TypeUpdates":
    """Make a supergroup, or a channel.

    Wire:   https://core.telegram.org/method/channels.createChannel
    Errors: CHAT_TITLE_EMPTY, CHAT_ABOUT_TOO_LONG (make_channel); CHANNELS_ADMIN_LOCATED_TOO_MUCH (groups at
            a place are not made here)
    """
    if q.geo_point is not None:
        raise RpcError(400, "CHANNELS_ADMIN_LOCATED_TOO_MUCH")
    marks = ChannelMark.MEGAGROUP if q.megagroup or q.forum else ChannelMark.BROADCAST
    seat, said = await make_channel(call.journal, call.user_id, q.title, q.about, marks)
    updates = await _updates(call, seat)
    assert isinstance(updates, api.Updates)
    # TDLib looks for a message of its own in the answer by this.
    named = api.UpdateMessageID(id=said.message.id, random_id=call.msg_id)
    updates.updates.insert(0, named)
    return updates


@method("channels.getChannels", who=Who.SIGNED_IN)
async def get_channels(call: Call, q: api.channels.GetChannels) -> api.messages.Chats:
    """Return channels as the caller sees them.

    Wire:   https://core.telegram.org/method/channels.getChannels
    Errors: CHANNEL_INVALID
    """
    ids = set(named_channel_ids(call.viewer, q.id[:CHANNELS_MAX]))
    return api.messages.Chats(chats=await render_channels(call.tx, call.viewer, ids))


@method("channels.getFullChannel", who=Who.SIGNED_IN)
async def get_full_channel(call: Call, q: api.channels.GetFullChannel) -> api.messages.ChatFull:
    """Return all about a channel.

    Wire:   https://core.telegram.org/method/channels.getFullChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    channel = seat.channel
    dialog = await dialogs.find(call.tx, call.user_id, channel.peer)
    unread = await messages.unread_posts(call.tx, call.user_id, [channel.box])
    pts = await read_pts(call.tx, [channel.box])
    sees_members = not channel.broadcast or seat.mine.standing.leads
    notify = await find_settings(call.tx, call.user_id, [channel.peer])
    full = api.ChannelFull(
        id=channel.id,
        about=channel.about,
        participants_count=channel.members if sees_members else None,
        admins_count=await store.count_admins(call.tx, channel.id) if sees_members else None,
        can_view_participants=sees_members,
        can_delete_channel=seat.may("add_admins") and seat.mine.user_id == channel.creator_id,
        read_inbox_max_id=dialog.read_inbox if dialog else 0,
        read_outbox_max_id=dialog.read_outbox if dialog else 0,
        unread_count=unread.get(channel.box, 0),
        chat_photo=api.PhotoEmpty(id=0),
        notify_settings=notify[channel.peer],
        bot_info=[],
        pts=pts[channel.box],
        folder_id=dialog.folder_id or None if dialog else None,
        available_reactions=api.ChatReactionsAll(),
    )
    shown_users, chats_ = await render_peers_of(call.tx, call.viewer, [full], channel.peer)
    return api.messages.ChatFull(full_chat=full, chats=chats_, users=shown_users)


@method("channels.editTitle", who=Who.USER, writes=True)
async def edit_title(call: Call, q: api.channels.EditTitle) -> "api.TypeUpdates":
    """Give a channel another title.

    Wire:   https://core.telegram.org/method/channels.editTitle
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHAT_TITLE_EMPTY,
            CHAT_NOT_MODIFIED (set_title)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await set_title(call.journal, seat, q.title)
    return await _updates(call, seat)


@method("channels.inviteToChannel", who=Who.USER, writes=True)
async def invite_to_channel(
    call: Call, q: api.channels.InviteToChannel
) -> api.messages.InvitedUsers:
    """Let others into a channel.

    Wire:   https://core.telegram.org/method/channels.inviteToChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), USERS_TOO_FEW, CHAT_ADMIN_REQUIRED,
            USERS_TOO_MUCH (invite)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    found = await access_users(call.tx, call.viewer, q.users)
    ids: dict[UserId, None] = dict.fromkeys(user.id for user in found if not user.deleted)
    ids.pop(call.user_id, None)
    if not ids:
        raise RpcError(400, "USERS_TOO_FEW")
    await invite(call.journal, seat, list(ids))
    return api.messages.InvitedUsers(updates=await _updates(call, seat), missing_invitees=[])


@method("channels.leaveChannel", who=Who.SIGNED_IN, writes=True)
async def leave_channel(call: Call, q: api.channels.LeaveChannel) -> "api.TypeUpdates":
    """Leave a channel.

    Wire:   https://core.telegram.org/method/channels.leaveChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), USER_CREATOR (leave)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await leave(call.journal, seat)
    return await _updates(call, seat)


@method("channels.readHistory", who=Who.USER, writes=True)
async def read_channel(call: Call, q: api.channels.ReadHistory) -> bool:
    """Mark a channel as read, up to a message.

    Wire:   https://core.telegram.org/method/channels.readHistory
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    return await read(call.journal, seat, MessageId(q.max_id))


@method("channels.getMessages", who=Who.SIGNED_IN)
async def get_channel_messages(
    call: Call, q: api.channels.GetMessages
) -> api.messages.ChannelMessages:
    """Return messages of a channel; those that are not there come as messageEmpty.

    Wire:   https://core.telegram.org/method/channels.getMessages
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    ids = [
        MessageId(each.id)
        for each in q.id[:CHANNELS_MAX]
        if isinstance(each, api.InputMessageID)
    ]
    found = await messages.find_many(call.tx, seat.channel.box, ids)
    there = [found[each] for each in ids if each in found]
    shown = dict(
        zip(
            (each.id for each in there),
            await render_messages(call.tx, call.viewer, there),
            strict=True,
        )
    )
    listed = [shown.get(each) or api.MessageEmpty(id=each) for each in ids]
    people, chats_ = await render_peers_of(call.tx, call.viewer, listed, seat.channel.peer)
    pts = await read_pts(call.tx, [seat.channel.box])
    return api.messages.ChannelMessages(
        pts=pts[seat.channel.box],
        count=len(listed),
        messages=listed,
        topics=[],
        chats=chats_,
        users=people,
    )


@method("channels.getParticipant", who=Who.SIGNED_IN)
async def get_participant(
    call: Call, q: api.channels.GetParticipant
) -> api.channels.ChannelParticipant:
    """Return what somebody is in a channel.

    Wire:   https://core.telegram.org/method/channels.getParticipant
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), PARTICIPANT_ID_INVALID, USER_NOT_PARTICIPANT,
            CHAT_ADMIN_REQUIRED (others in a channel)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
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
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED (of a channel),
            INPUT_FILTER_INVALID (other filters)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
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


@method("updates.getChannelDifference", who=Who.SIGNED_IN)
async def get_channel_difference(
    call: Call, q: api.updates.GetChannelDifference
) -> "api.updates.TypeChannelDifference":
    """Return what happened in a channel since the client's state.

    Wire:   https://core.telegram.org/method/updates.getChannelDifference
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), PERSISTENT_TIMESTAMP_EMPTY,
            PERSISTENT_TIMESTAMP_INVALID
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if q.pts == 0:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_EMPTY")
    if q.pts < 0:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_INVALID")
    limit = max(1, min(q.limit, DIFFERENCE_MAX))
    return await render_missed(call.tx, call.viewer, seat, q.pts, limit, call.layer)


@method("messages.editChatAbout", who=Who.USER, writes=True)
async def edit_about(call: Call, q: api.messages.EditChatAbout) -> bool:
    """Say something else about a group or channel.

    Wire:   https://core.telegram.org/method/messages.editChatAbout
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED,
            CHAT_ABOUT_TOO_LONG, CHAT_ABOUT_NOT_MODIFIED
    """
    peer = named_peer(call.viewer, q.peer)
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        seat = await access_chat_seat(call.tx, call.user_id, chat_id)
        await chats.set_about(call.journal, seat, q.about)
        return True
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    place = await access_channel(call.tx, call.user_id, channel_id)
    check_may(place, "change_info", "change_info")
    about = clean_about(q.about)
    if about == place.channel.about:
        raise RpcError(400, "CHAT_ABOUT_NOT_MODIFIED")
    await store.set_about(call.tx, channel_id, about)
    return True


@method("messages.editChatDefaultBannedRights", who=Who.USER, writes=True)
async def edit_default_rights(
    call: Call, q: api.messages.EditChatDefaultBannedRights
) -> "api.TypeUpdates":
    """Say what members of a group may not do.

    Wire:   https://core.telegram.org/method/messages.editChatDefaultBannedRights
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED,
            CHAT_NOT_MODIFIED, BANNED_RIGHTS_INVALID (members have to be able to see)
    """
    peer = named_peer(call.viewer, q.peer)
    if q.banned_rights.view_messages:
        raise RpcError(400, "BANNED_RIGHTS_INVALID")
    rights = pack(q.banned_rights)
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        seat = await access_chat_seat(call.tx, call.user_id, chat_id)
        await chats.set_rights(call.journal, seat, rights)
    elif channel_id is not None:
        place = await access_channel(call.tx, call.user_id, channel_id)
        check_may(place, "ban_users")
        if place.channel.broadcast or rights == place.channel.banned_rights:
            raise RpcError(400, "CHAT_NOT_MODIFIED")
        await store.set_rights(call.tx, channel_id, rights)
    else:
        raise RpcError(400, "PEER_ID_INVALID")
    return await render_container(call.tx, call.viewer, [], int(call.now))
