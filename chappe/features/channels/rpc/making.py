"""Channels are made, and called something else."""

from chappe.features.channels.access import (
    access_channel,
    access_seat,
)
from chappe.features.channels.actions import (
    make_channel,
    set_about,
    set_title,
)
from chappe.features.channels.limits import check_room, limits_of
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.photos import set_photo
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.ruling import set_default_rights
from chappe.features.chats import actions as chats
from chappe.features.chats.access import access_seat as access_chat_seat
from chappe.features.chats.photos import choose
from chappe.features.chats.rights import pack
from chappe.features.users.access import named_peer
from chappe.ids import channel_of, chat_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_container

CHANNELS_MAX = 100
PARTICIPANTS_MAX = 200
DIFFERENCE_MAX = 100


@method("channels.createChannel", who=Who.USER, writes=True)
async def create_channel(call: Call, q: api.channels.CreateChannel) -> "api.TypeUpdates":
    """Make a supergroup, or a channel.

    Wire:   https://core.telegram.org/method/channels.createChannel
    Errors: CHAT_TITLE_EMPTY, CHAT_ABOUT_TOO_LONG (make_channel); CHANNELS_ADMIN_LOCATED_TOO_MUCH (groups at
            a place are not made here); CHANNELS_TOO_MUCH (check_room)
    """
    if q.geo_point is not None:
        raise RpcError(400, "CHANNELS_ADMIN_LOCATED_TOO_MUCH")
    await check_room(call.tx, call.user_id, limits_of(call))
    marks = ChannelMark.MEGAGROUP if q.megagroup or q.forum else ChannelMark.BROADCAST
    if q.forum:
        marks |= ChannelMark.FORUM
    seat, said = await make_channel(call.journal, call.user_id, q.title, q.about, marks)
    updates = await updates_of(call, seat)
    assert isinstance(updates, api.Updates)
    # TDLib looks for a message of its own in the answer by this.
    named = api.UpdateMessageID(id=said.message.id, random_id=call.msg_id)
    updates.updates.insert(0, named)
    return updates


@method("channels.editTitle", who=Who.SIGNED_IN, writes=True)
async def edit_title(call: Call, q: api.channels.EditTitle) -> "api.TypeUpdates":
    """Give a channel another title.

    Wire:   https://core.telegram.org/method/channels.editTitle
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHAT_TITLE_EMPTY,
            CHAT_NOT_MODIFIED (set_title)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await set_title(call.journal, seat, q.title)
    return await updates_of(call, seat)


@method("channels.editPhoto", who=Who.SIGNED_IN, writes=True)
async def edit_photo(call: Call, q: api.channels.EditPhoto) -> "api.TypeUpdates":
    """Give a channel another photo, or none.

    Wire:   https://core.telegram.org/method/channels.editPhoto
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), PHOTO_FILE_MISSING, PHOTO_INVALID,
            VIDEO_FILE_INVALID, IMAGE_PROCESS_FAILED, PHOTO_CROP_SIZE_SMALL, PHOTO_EXT_INVALID,
            FILE_PARTS_INVALID (choose), CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED (set_photo)
    """
    chosen = await choose(call, q.photo)
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await set_photo(call.journal, seat, chosen)
    return await updates_of(call, seat)


@method("messages.editChatAbout", who=Who.SIGNED_IN, writes=True)
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
    await set_about(call.journal, place, q.about)
    return True


@method("messages.editChatDefaultBannedRights", who=Who.SIGNED_IN, writes=True)
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
        await set_default_rights(call.journal, place, rights)
        return await updates_of(call, place)
    else:
        raise RpcError(400, "PEER_ID_INVALID")
    return await render_container(call.tx, call.viewer, [], int(call.now))
