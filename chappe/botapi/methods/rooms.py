"""Chats as a whole: what they are, title, photo, leaving. https://core.telegram.org/bots/api#getchat"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import Medium
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of, input_user
from chappe.botapi.methods.files import given_photo
from chappe.botapi.methods.outgoing import peer_number
from chappe.botapi.methods.peers import (
    Full,
    channel_of_peer,
    check_met,
    done,
    full_of,
    group_named,
)
from chappe.botapi.methods.rights import show_permissions
from chappe.botapi.shown.media import show_photo
from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.people import show_chat, usernames_of
from chappe.botapi.shown.scene import Json, set_scene
from chappe.features.messages import store as messages
from chappe.features.messages.view import render_messages
from chappe.ids import BoxId, MessageId, channel_of
from chappe.tl import api

UNKNOWN = {"CHANNEL_PRIVATE": "chat not found", "USER_ID_INVALID": "chat not found"}
REACTIONS_MAX = 11
COLORS = 7
NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}
RULED = {
    "CHAT_ADMIN_REQUIRED": "not enough rights to change chat title",
    "CHAT_TITLE_EMPTY": "title can't be empty",
}
DESCRIBED = {
    "CHAT_ADMIN_REQUIRED": "not enough rights to set chat description",
    "CHAT_ABOUT_NOT_MODIFIED": "chat description is not modified",
}
PICTURED = {"CHAT_ADMIN_REQUIRED": "not enough rights to change chat photo"}
PRIVATE = "can't change private chat"


@bot_method("getChat", words=UNKNOWN)
async def get_chat(ask: Ask) -> Json:
    """All that there is to know of a chat."""
    peer = await chat_peer_of(ask)
    known, number = await full_of(ask, peer), peer_number(peer)
    if number > 0:
        await check_met(ask, number)
    shown: Json = {
        **show_chat(known.scene, number),
        "accent_color_id": _color(known.chat, number),
        "max_reaction_count": getattr(known.full, "reactions_limit", None) or REACTIONS_MAX,
        "accepted_gift_types": NO_GIFTS,
    }
    shown.update(_private(known) if number > 0 else _group(known))
    pinned = await _pinned(ask, known, number)
    if pinned is not None:
        shown["pinned_message"] = pinned
    if known.full.ttl_period:
        shown["message_auto_delete_time"] = known.full.ttl_period
    return shown


def _color(chat: Any, number: int) -> int:
    color = getattr(getattr(chat, "color", None), "color", None)
    return abs(number) % COLORS if color is None else color


def _names(chat: Any) -> Json:
    names = usernames_of(chat) if isinstance(chat, api.User | api.Channel) else []
    return {"active_usernames": names} if names else {}


def _photo(known: Full, photo: Any) -> Json:
    """The photo of a chat, its smallest and its biggest size."""
    sizes = show_photo(known.scene, photo, Medium.PROFILE_PHOTO)
    if not sizes:
        return {}
    shown: Json = {}
    for name, size in (("small", sizes[0]), ("big", sizes[-1])):
        shown[f"{name}_file_id"] = size["file_id"]
        shown[f"{name}_file_unique_id"] = size["file_unique_id"]
    return {"photo": shown}


def _private(known: Full) -> Json:
    full, shown = known.full, _names(known.chat)
    shown.update(_photo(known, full.profile_photo or full.fallback_photo))
    if full.about:
        shown["bio"] = full.about
    if full.private_forward_name:
        shown["has_private_forwards"] = True
    if full.voice_messages_forbidden:
        shown["has_restricted_voice_and_video_messages"] = True
    if full.birthday is not None:
        birthday = {"day": full.birthday.day, "month": full.birthday.month}
        shown["birthdate"] = {
            **birthday,
            **({"year": full.birthday.year} if full.birthday.year else {}),
        }
    return shown


def _group(known: Full) -> Json:
    full, chat = known.full, known.chat
    shown = {**_names(chat), **_photo(known, full.chat_photo)}
    if full.about:
        shown["description"] = full.about
    if isinstance(full.exported_invite, api.ChatInviteExported):
        shown["invite_link"] = full.exported_invite.link
    if not getattr(chat, "broadcast", False):
        shown["permissions"] = show_permissions(getattr(chat, "default_banned_rights", None))
    if getattr(chat, "noforwards", False):
        shown["has_protected_content"] = True
    if isinstance(full, api.ChannelFull):
        shown.update(_channel(full, chat))
    return shown


def _channel(full: api.ChannelFull, chat: Any) -> Json:
    shown: Json = {}
    if full.linked_chat_id:
        shown["linked_chat_id"] = -1_000_000_000_000 - full.linked_chat_id
    if full.slowmode_seconds:
        shown["slow_mode_delay"] = full.slowmode_seconds
    if not full.hidden_prehistory and not chat.broadcast:
        shown["has_visible_history"] = True
    if full.participants_hidden:
        shown["has_hidden_members"] = True
    if full.antispam:
        shown["has_aggressive_anti_spam_enabled"] = True
    if chat.join_to_send:
        shown["join_to_send_messages"] = True
    if chat.join_request:
        shown["join_by_request"] = True
    shown.update(_sets(full))
    return shown


def _sets(full: api.ChannelFull) -> Json:
    """Which stickers a group has, and whether the bot may choose others."""
    shown: Json = {"can_set_sticker_set": True} if full.can_set_stickers else {}
    if full.stickerset is not None:
        shown["sticker_set_name"] = full.stickerset.short_name
    if full.emojiset is not None:
        shown["custom_emoji_sticker_set_name"] = full.emojiset.short_name
    return shown


async def _pinned(ask: Ask, known: Full, number: int) -> Json | None:
    """The newest pinned message."""
    pinned_id = known.full.pinned_msg_id
    if not pinned_id:
        return None
    box = BoxId(ask.bot_id) if channel_of(number) is None else BoxId(number)  # type: ignore[arg-type]  # a peer
    there = await messages.find_many(ask.tx, box, [MessageId(pinned_id)])
    shown = await render_messages(ask.tx, ask.viewer, list(there.values()))
    scene = await set_scene(ask.tx, ask.viewer, shown, deep=False)
    return show_message(scene, shown[0], answered=False) if shown else None


@bot_method("getChatMemberCount", words={"CHANNEL_PRIVATE": "chat not found"})
async def get_chat_member_count(ask: Ask) -> int:
    """How many are in a chat."""
    peer = await chat_peer_of(ask)
    if isinstance(peer, api.InputPeerUser):
        return 2
    known = await full_of(ask, peer)
    count = getattr(known.full, "participants_count", None)
    if count is None:
        count = getattr(known.chat, "participants_count", None)
    return int(count or 0)


@bot_method("leaveChat", writes=True)
async def leave_chat(ask: Ask) -> bool:
    """Leave a group or channel."""
    peer = await chat_peer_of(ask)
    match peer:
        case api.InputPeerUser():
            raise bad("chat member status can't be changed in private chats")
        case api.InputPeerChat():
            me = api.InputUserSelf()
            return await done(
                ask, api.messages.DeleteChatUser(chat_id=peer.chat_id, user_id=me)
            )
        case _:
            return await done(ask, api.channels.LeaveChannel(channel=channel_of_peer(peer)))


@bot_method("setChatTitle", writes=True, words=RULED)
async def set_chat_title(ask: Ask) -> bool:
    """Give a chat another title."""
    peer, title = await chat_peer_of(ask), ask.params["title"]
    match peer:
        case api.InputPeerUser():
            raise bad(f"{PRIVATE} title")
        case api.InputPeerChat():
            return await done(
                ask, api.messages.EditChatTitle(chat_id=peer.chat_id, title=title)
            )
        case _:
            return await done(
                ask, api.channels.EditTitle(channel=channel_of_peer(peer), title=title)
            )


@bot_method("setChatDescription", writes=True, words=DESCRIBED)
async def set_chat_description(ask: Ask) -> bool:
    """Say something else about a chat."""
    peer = await group_named(ask)
    return await done(
        ask, api.messages.EditChatAbout(peer=peer, about=ask.get("description", ""))
    )


@bot_method("setChatPhoto", writes=True, words=PICTURED)
async def set_chat_photo(ask: Ask) -> bool:
    """Give a chat another photo."""
    peer, file = await chat_peer_of(ask), given_photo(ask, ask.params["photo"])
    if file is None:
        raise bad("photo must be uploaded as a file")
    return await _set_photo(ask, peer, api.InputChatUploadedPhoto(file=file))


@bot_method("deleteChatPhoto", writes=True, words=PICTURED)
async def delete_chat_photo(ask: Ask) -> bool:
    """Take the photo of a chat away."""
    return await _set_photo(ask, await chat_peer_of(ask), api.InputChatPhotoEmpty())


async def _set_photo(
    ask: Ask, peer: "api.TypeInputPeer", photo: "api.TypeInputChatPhoto"
) -> bool:
    match peer:
        case api.InputPeerUser():
            raise bad(f"{PRIVATE} photo")
        case api.InputPeerChat():
            return await done(
                ask, api.messages.EditChatPhoto(chat_id=peer.chat_id, photo=photo)
            )
        case _:
            return await done(
                ask, api.channels.EditPhoto(channel=channel_of_peer(peer), photo=photo)
            )


@bot_method("getUserProfilePhotos", words={"USER_ID_INVALID": "user not found"})
async def get_user_profile_photos(ask: Ask) -> Json:
    """The photos of somebody."""
    limit = ask.get("limit", 100)
    if not 1 <= limit <= 100:
        raise bad("limit must be between 1 and 100")
    await check_met(ask, ask.params["user_id"])
    request = api.photos.GetUserPhotos(
        user_id=input_user(ask, ask.params["user_id"]),
        offset=max(ask.get("offset", 0), 0),
        max_id=0,
        limit=limit,
    )
    found: Any = await ask.tell(request)
    scene = await set_scene(ask.tx, ask.viewer, [], deep=False)
    photos = [show_photo(scene, each, Medium.PROFILE_PHOTO) for each in found.photos]
    return {"total_count": getattr(found, "count", len(photos)), "photos": photos}
