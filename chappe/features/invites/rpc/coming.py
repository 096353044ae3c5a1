"""Links are looked at, and people come in by them."""

from chappe.features.channels import store as channel_store
from chappe.features.channels.access import find_seat, named_channel_id
from chappe.features.channels.limits import limits_of
from chappe.features.channels.model import Channel, ChannelMark
from chappe.features.channels.nameless import find_nameless
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.view import render_channels
from chappe.features.chats import store as chat_store
from chappe.features.files.view import fill
from chappe.features.invites.access import Door, access_door, access_hash
from chappe.features.invites.joining import come_by_link, come_to_public
from chappe.features.invites.model import InviteMark
from chappe.features.invites.pricing import price
from chappe.features.invites.view import link_prefix
from chappe.features.users import relations
from chappe.features.users.view import render_users
from chappe.ids import ChannelId, UserId, channel_of, chat_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own, render_peers

KNOWN_SHOWN = 5
CONTACTS_LOOKED_AT = 1000
COLORS = 7
"""Of a name, when nothing else was chosen: by the last digits of the id, as clients do."""


@method("messages.checkChatInvite", who=Who.USER)
async def check(call: Call, q: api.messages.CheckChatInvite) -> "api.TypeChatInvite":
    """Say where a link leads.

    Wire:   https://core.telegram.org/method/messages.checkChatInvite
    Errors: INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED (406) (access_hash, access_door)
    """
    invite = await access_hash(call.tx, q.hash, call.now)
    door = await access_door(call.tx, call.user_id, invite.peer, call.now)
    if door.inside:
        _, chats = await render_peers(call.tx, call.viewer, [door.peer])
        return api.ChatInviteAlready(chat=chats[0])
    group = door.group
    is_channel = isinstance(group, Channel)
    shown = api.ChatInvite(
        channel=is_channel,
        broadcast=isinstance(group, Channel) and group.broadcast,
        public=isinstance(group, Channel) and group.public,
        megagroup=isinstance(group, Channel) and ChannelMark.MEGAGROUP in group.marks,
        request_needed=InviteMark.REQUEST in invite.marks
        or (isinstance(group, Channel) and ChannelMark.JOIN_REQUEST_BY_LINK in group.marks),
        title=group.title,
        about=group.about or None,
        photo=api.PhotoEmpty(id=group.photo_id or 0),
        participants_count=group.members if isinstance(group, Channel) else group.count,
        participants=await _known(call, door),
        color=group.id % COLORS,
    )
    await price(call, invite, shown)
    await fill(call.tx, call.viewer, [shown])
    return shown


async def _known(call: Call, door: Door) -> "list[api.TypeUser] | None":
    """A few of the caller's contacts who are in a group; who follows a channel is nobody's business."""
    group, peer = door.group, door.peer
    if isinstance(group, Channel) and (
        group.broadcast or ChannelMark.HIDDEN_MEMBERS in group.marks
    ):
        return None
    contacts = await relations.find_contact_ids(call.tx, call.user_id, CONTACTS_LOOKED_AT)
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    inside: set[UserId]
    if chat_id is not None:
        within = await chat_store.find_within(call.tx, [chat_id], contacts)
        inside = {user_id for _, user_id in within}
    else:
        inside = await channel_store.find_audience(
            call.tx, channel_id or ChannelId(0), contacts
        )
        if isinstance(group, Channel):
            inside -= await find_nameless(call.tx, group, inside)
    if not inside:
        return None
    return [*await render_users(call.tx, call.viewer, set(sorted(inside)[:KNOWN_SHOWN]))]


@method("channels.joinChannel", who=Who.USER, writes=True)
async def join(
    call: Call, q: api.channels.JoinChannel
) -> "api.messages.TypeChatInviteJoinResult":
    """Come into a public channel, or back into one where the caller was.

    Wire:   https://core.telegram.org/method/channels.joinChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406), INVITE_REQUEST_SENT, CHANNELS_TOO_MUCH, USERS_TOO_MUCH
            (come_to_public)
    """
    seat = await find_seat(call.tx, call.user_id, named_channel_id(call.viewer, q.channel))
    if seat is None:
        raise RpcError(406, "CHANNEL_PRIVATE")
    await come_to_public(call.journal, seat, limits_of(call))
    updates = await updates_of(call, seat)
    if isinstance(updates, api.Updates) and not updates.chats:
        updates.chats = await render_channels(call.tx, call.viewer, [seat.channel.id])
    return api.messages.ChatInviteJoinResultOk(updates=updates)


@method("messages.importChatInvite", who=Who.USER, writes=True)
async def come(
    call: Call, q: api.messages.ImportChatInvite
) -> "api.messages.TypeChatInviteJoinResult":
    """Come in by a link, or ask to be let in.

    Wire:   https://core.telegram.org/method/messages.importChatInvite
    Errors: INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED (406), USER_ALREADY_PARTICIPANT,
            INVITE_REQUEST_SENT, CHANNELS_TOO_MUCH, USERS_TOO_MUCH, STARS_PAYMENT_REQUIRED (come_by_link)
    """
    prefix, limits = link_prefix(call), limits_of(call)
    await come_by_link(call.journal, call.user_id, q.hash, prefix, limits)
    updates = await render_own(call.tx, call.viewer, call.journal.entries)
    return api.messages.ChatInviteJoinResultOk(updates=updates)
