"""Who may do what in a channel."""

from chappe.features.channels.access import Seat, access_seat, access_view
from chappe.features.channels.actions import delete_channel, delete_posts
from chappe.features.channels.clearing import hide_history
from chappe.features.channels.limits import limits_of
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.ruling import (
    ban_voice,
    set_admin,
    set_banned,
    set_mark,
    set_signatures,
    set_slow,
)
from chappe.features.chats.rights import pack
from chappe.features.users.access import access_user, named_peer
from chappe.ids import MessageId, PeerId, UserId, channel_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

DELETED_MAX = 100


@method("channels.editAdmin", who=Who.SIGNED_IN, writes=True)
async def edit_admin(call: Call, q: api.channels.EditAdmin) -> "api.TypeUpdates":
    """Make somebody an admin of a channel, or no admin any more.

    Wire:   https://core.telegram.org/method/channels.editAdmin
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), USER_ID_INVALID, CHAT_ADMIN_REQUIRED,
            RIGHT_FORBIDDEN, USER_CREATOR, ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED,
            ADMINS_TOO_MUCH (set_admin)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    user = await access_user(call.tx, call.viewer, q.user_id)
    rights, limits = pack(q.admin_rights), limits_of(call)
    await set_admin(call.journal, call.viewer, seat, user.id, rights, q.rank, limits)
    return await updates_of(call, seat)


@method("channels.editBanned", who=Who.SIGNED_IN, writes=True)
async def edit_banned(call: Call, q: api.channels.EditBanned) -> "api.TypeUpdates":
    """Take rights from somebody in a channel, put it out, or take that back.

    Wire:   https://core.telegram.org/method/channels.editBanned
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), PARTICIPANT_ID_INVALID, CHAT_ADMIN_REQUIRED,
            USER_ADMIN_INVALID (set_banned)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    rights = q.banned_rights
    peer = named_peer(call.viewer, q.participant)
    if channel_of(peer) is not None:
        await ban_voice(call.journal, call.viewer, seat, peer, pack(rights), rights.until_date)
        return await updates_of(call, seat)
    user_id = _user(peer)
    await set_banned(call.journal, call.viewer, seat, user_id, pack(rights), rights.until_date)
    return await updates_of(call, seat)


def _user(peer: PeerId) -> UserId:
    user_id = user_of(peer)
    if user_id is None:
        raise RpcError(400, "PARTICIPANT_ID_INVALID")
    return user_id


@method("channels.toggleSignatures", who=Who.USER, writes=True)
async def toggle_signatures(call: Call, q: api.channels.ToggleSignatures) -> "api.TypeUpdates":
    """Say under posts of a channel who wrote them, or not; with `profiles_enabled` they lead to their authors.

    Wire:   https://core.telegram.org/method/channels.toggleSignatures
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ID_INVALID (a supergroup),
            CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED (set_signatures)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if not seat.channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    await set_signatures(
        call.journal, seat, names=q.signatures_enabled, profiles=q.profiles_enabled
    )
    return await updates_of(call, seat)


@method("channels.togglePreHistoryHidden", who=Who.USER, writes=True)
async def toggle_pre_history_hidden(
    call: Call, q: api.channels.TogglePreHistoryHidden
) -> "api.TypeUpdates":
    """Show newcomers what was said before they came, or not.

    Wire:   https://core.telegram.org/method/channels.togglePreHistoryHidden
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ID_INVALID (not a supergroup),
            CHAT_ADMIN_REQUIRED, CHAT_LINK_EXISTS (a public group), CHAT_NOT_MODIFIED (hide_history)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if seat.channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    await hide_history(call.journal, seat, on=q.enabled)
    return await updates_of(call, seat)


async def _marked(
    call: Call, seat: Seat, mark: ChannelMark, *, on: bool, right: str
) -> "api.TypeUpdates":
    await set_mark(call.journal, seat, mark, on=on, right=right)
    return await updates_of(call, seat)


@method("channels.toggleSlowMode", who=Who.USER, writes=True)
async def toggle_slow_mode(call: Call, q: api.channels.ToggleSlowMode) -> "api.TypeUpdates":
    """Let members of a supergroup wait between two messages.

    Wire:   https://core.telegram.org/method/channels.toggleSlowMode
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID,
            SECONDS_INVALID, CHAT_NOT_MODIFIED (set_slow)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await set_slow(call.journal, seat, q.seconds)
    return await updates_of(call, seat)


@method("channels.deleteMessages", who=Who.SIGNED_IN, writes=True)
async def delete_messages(
    call: Call, q: api.channels.DeleteMessages
) -> api.messages.AffectedMessages:
    """Delete messages of a channel for everybody.

    Wire:   https://core.telegram.org/method/channels.deleteMessages
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), MESSAGE_DELETE_FORBIDDEN (403)
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    ids = [MessageId(each) for each in q.id[:DELETED_MAX]]
    pts, count = await delete_posts(call.journal, call.viewer, seat, ids)
    return api.messages.AffectedMessages(pts=pts, pts_count=count)


@method("channels.deleteChannel", who=Who.USER, writes=True)
async def delete_whole_channel(call: Call, q: api.channels.DeleteChannel) -> "api.TypeUpdates":
    """End a channel for everybody.

    Wire:   https://core.telegram.org/method/channels.deleteChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHANNEL_TOO_LARGE
            (delete_channel)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await delete_channel(call.journal, seat)
    return await updates_of(call, seat)
