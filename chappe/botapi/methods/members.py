"""Members: who they are, and what they may do. https://core.telegram.org/bots/api#banchatmember"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of, input_peer, input_user, named_chat
from chappe.botapi.methods.peers import (
    channel_named,
    channel_of_peer,
    done,
    full_of,
    group_named,
)
from chappe.botapi.methods.rights import admin_rights, banned_rights
from chappe.botapi.shown.members import is_admin, left, show_member, show_participant
from chappe.botapi.shown.scene import Json, Scene, set_scene
from chappe.features.users import store as users
from chappe.ids import UserId, is_bot, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api

RESTRICTED = {
    "CHAT_ADMIN_REQUIRED": "not enough rights to restrict/unrestrict chat member",
    "USER_ADMIN_INVALID": "user is an administrator of the chat",
    "USER_ID_INVALID": "user not found",
    "PARTICIPANT_ID_INVALID": "user not found",
    "USER_CREATOR": "can't remove chat owner",
}
PROMOTED = {
    "CHAT_ADMIN_REQUIRED": "not enough rights",
    "RIGHT_FORBIDDEN": "not enough rights",
    "USER_ID_INVALID": "user not found",
    "USER_CREATOR": "can't demote chat creator",
}
ADMINS_MAX = 200
FOR_EVER = 0
SECONDS_MIN, SECONDS_MAX = 30, 366 * 86_400
"""Less than half a minute, or more than a year, is for ever."""


def _until(ask: Ask) -> int:
    until = ask.get("until_date", 0)
    left_seconds = until - ask.call.now
    return until if SECONDS_MIN <= left_seconds <= SECONDS_MAX else FOR_EVER


def _participant(ask: Ask) -> api.InputPeerUser:
    user_id = ask.params["user_id"]
    named = input_user(ask, user_id)
    assert isinstance(named, api.InputUser)
    return api.InputPeerUser(user_id=named.user_id, access_hash=named.access_hash)


@bot_method("getChatMember", words={"CHANNEL_PRIVATE": "chat not found"})
async def get_chat_member(ask: Ask) -> Json:
    """What somebody is in a chat."""
    peer, user_id = await chat_peer_of(ask), ask.params["user_id"]
    input_user(ask, user_id)
    if isinstance(peer, api.InputPeerChannel):
        return await _of_channel(ask, peer)
    if isinstance(peer, api.InputPeerUser):
        return await _of_private(ask, peer, user_id)
    known = await full_of(ask, peer)
    here = getattr(known.full.participants, "participants", [])
    member = next((each for each in here if each.user_id == user_id), None)
    if member is None:
        return left(await _scene_of(ask, user_id), user_id)
    return show_member(known.scene, member, editable=bool(known.chat.creator))


async def _of_private(ask: Ask, peer: api.InputPeerUser, user_id: int) -> Json:
    if user_id not in {peer.user_id, ask.bot_id}:
        raise bad("user not found")
    scene = await _scene_of(ask, user_id)
    return show_participant(
        scene, api.ChannelParticipant(user_id=user_id, date=0), broadcast=False
    )


async def _scene_of(ask: Ask, user_id: int) -> Scene:
    """Somebody who may not be in the chat, but has to be somebody.

    Raises: BotError.
    """
    if await users.find(ask.tx, UserId(user_id)) is None:
        raise bad("user not found")
    return await set_scene(ask.tx, ask.viewer, [], user_peer(UserId(user_id)), deep=False)


async def _of_channel(ask: Ask, peer: api.InputPeerChannel) -> Json:
    channel, user_id = channel_of_peer(peer), ask.params["user_id"]
    try:
        found = await ask.tell(
            api.channels.GetParticipant(channel=channel, participant=_participant(ask))
        )
    except RpcError as error:
        if error.name not in {"USER_NOT_PARTICIPANT", "PARTICIPANT_ID_INVALID"}:
            raise
        return left(await _scene_of(ask, user_id), user_id)
    peers = (found.users, found.chats)
    also = user_peer(UserId(user_id))
    scene = await set_scene(ask.tx, ask.viewer, [], also, deep=False, peers=peers)
    chat = next((each for each in found.chats if each.id == peer.channel_id), None)
    broadcast = bool(getattr(chat, "broadcast", False))
    return show_participant(scene, found.participant, broadcast=broadcast)


@bot_method("getChatAdministrators", words={"CHANNEL_PRIVATE": "chat not found"})
async def get_chat_administrators(ask: Ask) -> list[Json]:
    """Who leads a chat; of the bots only this one, unless it is asked for all."""
    peer = await group_named(ask)
    bots = ask.get("return_bots", False)
    if not isinstance(peer, api.InputPeerChannel):
        known = await full_of(ask, peer)
        here = getattr(known.full.participants, "participants", [])
        admins = [
            each for each in here if is_admin(each) and _is_shown(ask, each.user_id, bots)
        ]
        editable = bool(known.chat.creator)
        return [show_member(known.scene, each, editable=editable) for each in admins]
    request = api.channels.GetParticipants(
        channel=channel_of_peer(peer),
        filter=api.ChannelParticipantsAdmins(),
        offset=0,
        limit=ADMINS_MAX,
        hash=0,
    )
    found: Any = await ask.tell(request)
    peers = (found.users, found.chats)
    scene = await set_scene(ask.tx, ask.viewer, [], deep=False, peers=peers)
    chat: Any = next((each for each in found.chats if each.id == peer.channel_id), None)
    if chat is None:
        known = await full_of(ask, peer)
        chat = known.chat
    broadcast = bool(getattr(chat, "broadcast", False))
    return [
        show_participant(scene, each, broadcast=broadcast)
        for each in found.participants
        if is_admin(each) and _is_shown(ask, each.user_id, bots)
    ]


def _is_shown(ask: Ask, user_id: int, bots: bool) -> bool:
    return bots or user_id == ask.bot_id or not is_bot(UserId(user_id))


@bot_method("banChatMember", writes=True, words=RESTRICTED)
async def ban_chat_member(ask: Ask) -> bool:
    """Put somebody out of a chat, for a while or for ever."""
    peer = await group_named(ask)
    if isinstance(peer, api.InputPeerChat):
        user = input_user(ask, ask.params["user_id"])
        revoke = ask.get("revoke_messages", False)
        request = api.messages.DeleteChatUser(
            chat_id=peer.chat_id, user_id=user, revoke_history=revoke
        )
        return await done(ask, request)
    rights = api.ChatBannedRights(view_messages=True, until_date=_until(ask))
    return await _edit_banned(ask, channel_of_peer(peer), rights)


async def _edit_banned(
    ask: Ask, channel: api.InputChannel, rights: api.ChatBannedRights
) -> bool:
    request = api.channels.EditBanned(
        channel=channel, participant=_participant(ask), banned_rights=rights
    )
    return await done(ask, request)


@bot_method("unbanChatMember", writes=True, words=RESTRICTED)
async def unban_chat_member(ask: Ask) -> bool:
    """Let somebody come again who was put out; who is inside is put out, unless only a ban is meant."""
    channel = await channel_named(ask)
    inside = await _is_inside(ask, channel)
    if inside and ask.get("only_if_banned", False):
        return True
    if inside:
        await _edit_banned(ask, channel, api.ChatBannedRights(view_messages=True, until_date=0))
    return await _edit_banned(ask, channel, api.ChatBannedRights(until_date=0))


async def _is_inside(ask: Ask, channel: api.InputChannel) -> bool:
    try:
        found = await ask.look(
            api.channels.GetParticipant(channel=channel, participant=_participant(ask))
        )
    except RpcError as error:
        if error.name in {"USER_NOT_PARTICIPANT", "PARTICIPANT_ID_INVALID"}:
            return False
        raise
    member = found.participant
    if isinstance(member, api.ChannelParticipantBanned):
        return not member.left
    return not isinstance(member, api.ChannelParticipantLeft)


@bot_method("restrictChatMember", writes=True, words=RESTRICTED)
async def restrict_chat_member(ask: Ask) -> bool:
    """Say what somebody may do in a supergroup."""
    rights = banned_rights(
        ask.params["permissions"],
        _until(ask),
        independent=ask.get("use_independent_chat_permissions", False),
    )
    peer = await group_named(ask)
    if not isinstance(peer, api.InputPeerChannel):
        raise bad("method is available only for supergroups")
    return await _edit_banned(ask, channel_of_peer(peer), rights)


@bot_method("setChatPermissions", writes=True, words=RESTRICTED)
async def set_chat_permissions(ask: Ask) -> bool:
    """Say what everybody may do in a group."""
    independent = ask.get("use_independent_chat_permissions", False)
    rights = banned_rights(ask.params["permissions"], 0, independent=independent)
    peer = await group_named(ask)
    return await done(
        ask, api.messages.EditChatDefaultBannedRights(peer=peer, banned_rights=rights)
    )


@bot_method("promoteChatMember", writes=True, words=PROMOTED)
async def promote_chat_member(ask: Ask) -> bool:
    """Make somebody an admin, with these rights, or no admin any more."""
    rights = admin_rights(ask.params)
    assert rights is not None, "the call has parameters"
    request = api.channels.EditAdmin(
        channel=await channel_named(ask),
        user_id=input_user(ask, ask.params["user_id"]),
        admin_rights=rights,
        rank="",
    )
    return await done(ask, request)


@bot_method("setChatAdministratorCustomTitle", writes=True, words=PROMOTED)
async def set_custom_title(ask: Ask) -> bool:
    """Say what an admin is called."""
    peer = await chat_peer_of(ask)
    if not isinstance(peer, api.InputPeerChannel):
        raise bad("method is available only for supergroups")
    channel = channel_of_peer(peer)
    found = await ask.look(
        api.channels.GetParticipant(channel=channel, participant=_participant(ask))
    )
    member = found.participant
    if isinstance(member, api.ChannelParticipantCreator):
        raise bad("only creator can edit their custom title")
    if not isinstance(member, api.ChannelParticipantAdmin):
        raise bad("user is not an administrator")
    request = api.channels.EditAdmin(
        channel=channel,
        user_id=input_user(ask, ask.params["user_id"]),
        admin_rights=member.admin_rights,
        rank=ask.params["custom_title"],
    )
    return await done(ask, request)


@bot_method("setChatMemberTag", writes=True, words=PROMOTED)
async def set_chat_member_tag(ask: Ask) -> bool:
    """Say what a member of a supergroup is called."""
    peer = await chat_peer_of(ask)
    if not isinstance(peer, api.InputPeerChannel):
        raise bad("method is available only for supergroups")
    request = api.messages.EditChatParticipantRank(
        peer=peer, participant=_participant(ask), rank=ask.get("tag", "")
    )
    return await done(ask, request)


async def _sender_chat(ask: Ask, *, banned: bool) -> bool:
    channel = await channel_named(ask)
    sender = input_peer(ask, await named_chat(ask, ask.params["sender_chat_id"]))
    rights = api.ChatBannedRights(view_messages=banned, until_date=0)
    request = api.channels.EditBanned(channel=channel, participant=sender, banned_rights=rights)
    return await done(ask, request)


@bot_method("banChatSenderChat", writes=True, words=RESTRICTED)
async def ban_chat_sender_chat(ask: Ask) -> bool:
    """Let nobody speak as a channel in a chat."""
    return await _sender_chat(ask, banned=True)


@bot_method("unbanChatSenderChat", writes=True, words=RESTRICTED)
async def unban_chat_sender_chat(ask: Ask) -> bool:
    """Let somebody speak as a channel in a chat again."""
    return await _sender_chat(ask, banned=False)
