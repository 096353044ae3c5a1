"""Channels are made public, found, and left alone."""

from chappe.features.channels import store
from chappe.features.channels.access import access_seat, access_view
from chappe.features.channels.limits import check_public_room, limits_of
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.public import (
    check_name,
    check_owns,
    choose_name,
    deactivate_names,
    reorder_names,
    set_requests,
    toggle_name,
)
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.ruling import set_mark
from chappe.features.channels.view import render_channels
from chappe.features.help.files import deployment
from chappe.features.messages.access import access_message
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.render import render_peers_of

QUIET_SECONDS = 30 * 86400
"""A channel in which nothing was said for so long is one that may be left."""
QUIET_MAX = 100

refuse(
    "channels.getLeftChannels",
    403,
    "TAKEOUT_REQUIRED",
    "only a takeout session may ask, and this server has none yet",
)


@method("channels.checkUsername", who=Who.USER)
async def check_username(call: Call, q: api.channels.CheckUsername) -> bool:
    """Say whether a channel (inputChannelEmpty: a new one) could take a public name.

    Wire:   https://core.telegram.org/method/channels.checkUsername
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED, USERNAME_INVALID, USERNAME_OCCUPIED,
            CHANNELS_ADMIN_PUBLIC_TOO_MUCH
    """
    channel = None
    if not isinstance(q.channel, api.InputChannelEmpty):
        seat = await access_seat(call.tx, call.viewer, q.channel)
        check_owns(seat)
        channel = seat.channel
    if channel is None or not channel.public:
        await check_public_room(call.tx, call.user_id, limits_of(call))
    await check_name(call.tx, channel, q.username)
    return True


@method("channels.updateUsername", who=Who.USER, writes=True)
async def update_username(call: Call, q: api.channels.UpdateUsername) -> bool:
    """Choose the public name of a channel; without one it is private.

    Wire:   https://core.telegram.org/method/channels.updateUsername
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, USERNAME_NOT_MODIFIED,
            USERNAME_INVALID, USERNAME_OCCUPIED, CHANNELS_ADMIN_PUBLIC_TOO_MUCH (choose_name)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await choose_name(call.journal, seat, q.username, limits_of(call))
    return True


@method("channels.toggleUsername", who=Who.USER, writes=True)
async def toggle_username(call: Call, q: api.channels.ToggleUsername) -> bool:
    """Let a public name that a channel was given lead to it, or not.

    Wire:   https://core.telegram.org/method/channels.toggleUsername
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, USERNAME_INVALID,
            USERNAME_NOT_MODIFIED, USERNAMES_ACTIVE_TOO_MUCH (toggle_name)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await toggle_name(call.journal, seat, q.username, limits_of(call), active=q.active)
    return True


@method("channels.reorderUsernames", who=Who.USER, writes=True)
async def reorder_usernames(call: Call, q: api.channels.ReorderUsernames) -> bool:
    """Put the active public names of a channel into another order.

    Wire:   https://core.telegram.org/method/channels.reorderUsernames
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, ORDER_INVALID,
            CHAT_NOT_MODIFIED (reorder_names)
    """
    await reorder_names(
        call.journal, await access_seat(call.tx, call.viewer, q.channel), q.order
    )
    return True


@method("channels.deactivateAllUsernames", who=Who.USER, writes=True)
async def deactivate_usernames(call: Call, q: api.channels.DeactivateAllUsernames) -> bool:
    """Let none of the public names that a channel was given lead to it.

    Wire:   https://core.telegram.org/method/channels.deactivateAllUsernames
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    await deactivate_names(call.journal, await access_seat(call.tx, call.viewer, q.channel))
    return True


@method("channels.getAdminedPublicChannels", who=Who.USER)
async def get_public(
    call: Call, q: api.channels.GetAdminedPublicChannels
) -> api.messages.Chats:
    """Return the public channels of the caller; those at a place, of which there are none here.

    Wire:   https://core.telegram.org/method/channels.getAdminedPublicChannels
    Errors: CHANNELS_ADMIN_PUBLIC_TOO_MUCH (check_limit)
    """
    if q.check_limit and not q.by_location:
        await check_public_room(call.tx, call.user_id, limits_of(call))
    found = [each for each in await store.find_owned(call.tx, call.user_id) if each.public]
    if q.by_location:
        found = []
    if q.for_personal:
        found = [each for each in found if each.broadcast]
    ids = [each.id for each in found]
    return api.messages.Chats(chats=await render_channels(call.tx, call.viewer, ids))


@method("channels.getInactiveChannels", who=Who.USER)
async def get_quiet(
    call: Call, q: api.channels.GetInactiveChannels
) -> api.messages.InactiveChats:
    """Return channels of the caller in which nothing was said for a month, the quietest first.

    Wire: https://core.telegram.org/method/channels.getInactiveChannels
    """
    before = int(call.now) - QUIET_SECONDS
    found = await store.find_quiet(call.tx, call.user_id, before, QUIET_MAX)
    shown = await render_channels(call.tx, call.viewer, [each for each, _ in found])
    by_id = {each.id: each for each in shown}
    users, _ = await render_peers_of(call.tx, call.viewer, shown)
    return api.messages.InactiveChats(
        dates=[at for _, at in found], chats=[by_id[each] for each, _ in found], users=users
    )


@method("channels.exportMessageLink", who=Who.USER)
async def export_message_link(
    call: Call, q: api.channels.ExportMessageLink
) -> api.ExportedMessageLink:
    """Return the address of a message; there is no widget to put into pages.

    Wire:   https://core.telegram.org/method/channels.exportMessageLink
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), MESSAGE_ID_INVALID
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    message = await access_message(call.tx, call.viewer, seat.channel.peer, q.id)
    prefix = deployment(call.world.settings.data).config.me_url_prefix
    where = seat.channel.username or f"c/{seat.channel.id}"
    alone = message.body.grouped_id is not None and not q.grouped
    single = "?single" if alone else ""
    return api.ExportedMessageLink(link=f"{prefix}{where}/{message.id}{single}", html="")


@method("channels.toggleJoinRequest", who=Who.USER, writes=True)
async def toggle_join_request(
    call: Call, q: api.channels.ToggleJoinRequest
) -> "api.TypeUpdates":
    """Let admins decide who comes into a public group, or let everybody in.

    Wire:   https://core.telegram.org/method/channels.toggleJoinRequest
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID,
            CHAT_PUBLIC_REQUIRED, CHAT_NOT_MODIFIED (set_requests); BOT_INVALID (no bot decides here)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if q.guard_bot is not None:
        raise RpcError(400, "BOT_INVALID")
    await set_requests(call.journal, seat, on=q.enabled, by_link=q.apply_to_invites)
    return await updates_of(call, seat)


@method("channels.toggleJoinToSend", who=Who.USER, writes=True)
async def toggle_join_to_send(
    call: Call, q: api.channels.ToggleJoinToSend
) -> "api.TypeUpdates":
    """Let only members of a supergroup write, or those as well who comment on a channel's posts.

    Wire:   https://core.telegram.org/method/channels.toggleJoinToSend
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ID_INVALID (not a supergroup),
            CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED (set_mark)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if seat.channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    check_owns(seat)
    await set_mark(
        call.journal, seat, ChannelMark.JOIN_TO_SEND, on=q.enabled, right="change_info"
    )
    return await updates_of(call, seat)
