"""Whether those whom somebody has picked for a bot are what it has asked for, and what it is told of them."""

from typing import TYPE_CHECKING, Any

from chappe.features.bots.hearing import bots_in
from chappe.features.channels import store as channels
from chappe.features.chats import store as chats
from chappe.features.chats.model import Standing
from chappe.features.messages.audience import rules_over
from chappe.features.messages.payload import read_value
from chappe.features.users import store as users
from chappe.features.users.access import access_peer
from chappe.features.users.model import Mark
from chappe.ids import ChannelId, ChatId, PeerId, UserId, channel_of, chat_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Sequence

Wanted = api.InputButtonTypeRequestPeer
Kind = api.RequestPeerTypeBroadcast | api.RequestPeerTypeChat
NOT_THAT = RpcError(400, "PEER_ID_INVALID")


async def pick(
    call: Call, bot: UserId, wanted: Wanted, named: "Sequence[api.TypeInputPeer]"
) -> "list[api.TypeRequestedPeer]":
    """What the bot is told of the peers.

    Errors: PEERS_LIST_EMPTY, USERS_TOO_MUCH, PEER_ID_INVALID (access_peer; not what was asked for)
    """
    if not named:
        raise RpcError(400, "PEERS_LIST_EMPTY")
    if len(named) > wanted.max_quantity:
        raise RpcError(400, "USERS_TOO_MUCH")
    picked: list[api.TypeRequestedPeer] = []
    for each in named:
        peer = await access_peer(call.tx, call.viewer, each)
        user_id, channel_id, chat_id = user_of(peer), channel_of(peer), chat_of(peer)
        if user_id is not None:
            picked.append(await _user(call, wanted, peer))
        elif channel_id is not None:
            picked.append(await _channel(call, bot, wanted, channel_id))
        else:
            assert chat_id is not None, "there are three kinds"
            picked.append(await _chat(call, bot, wanted, chat_id))
    return picked


async def _user(call: Call, wanted: Wanted, peer: PeerId) -> api.RequestedPeerUser:
    kind, user_id = wanted.peer_type, user_of(peer)
    user = None if user_id is None else await users.find(call.tx, user_id)
    if user is None or user.deleted or not isinstance(kind, api.RequestPeerTypeUser):
        raise NOT_THAT
    premium = Mark.PREMIUM in user.marks
    if kind.bot not in {None, user.bot is not None} or kind.premium not in {None, premium}:
        raise NOT_THAT
    shown = api.RequestedPeerUser(user_id=user.id)
    if wanted.name_requested:
        shown.first_name, shown.last_name = user.first_name, user.last_name
    if wanted.username_requested and user.username:
        shown.username = user.username
    if wanted.photo_requested:
        shown.photo = _empty(getattr(read_value(user.photo), "photo_id", None))
    return shown


def _empty(photo_id: int | None) -> api.PhotoEmpty | None:
    """A photo by its number: who is shown it is shown the photo."""
    return None if photo_id is None else api.PhotoEmpty(id=photo_id)


async def _channel(
    call: Call, bot: UserId, wanted: Wanted, channel_id: ChannelId
) -> api.RequestedPeerChannel:
    channel = (await channels.find_many(call.tx, [channel_id])).get(channel_id)
    if channel is None:
        raise NOT_THAT
    kind = wanted.peer_type
    broadcast = isinstance(kind, api.RequestPeerTypeBroadcast)
    if not isinstance(kind, api.RequestPeerTypeBroadcast | api.RequestPeerTypeChat):
        raise NOT_THAT
    if broadcast is not channel.broadcast:
        raise NOT_THAT
    name = channel.username
    if kind.has_username not in {None, bool(name)}:
        raise NOT_THAT
    if isinstance(kind, api.RequestPeerTypeChat) and kind.forum not in {None, channel.forum}:
        raise NOT_THAT
    there = await channels.find_members(call.tx, channel_id, [call.user_id])
    mine = there.get(call.user_id)
    await _check_standing(
        call, bot, kind, channel.peer, None if mine is None else mine.standing
    )
    shown = api.RequestedPeerChannel(channel_id=channel_id)
    if wanted.name_requested:
        shown.title = channel.title
    if wanted.username_requested and name:
        shown.username = name
    if wanted.photo_requested:
        shown.photo = _empty(channel.photo_id)
    return shown


async def _chat(
    call: Call, bot: UserId, wanted: Wanted, chat_id: ChatId
) -> api.RequestedPeerChat:
    kind = wanted.peer_type
    chat = (await chats.find_many(call.tx, [chat_id])).get(chat_id)
    if chat is None or not isinstance(kind, api.RequestPeerTypeChat):
        raise NOT_THAT
    if kind.has_username or kind.forum:
        raise NOT_THAT
    mine = await chats.find_member(call.tx, chat_id, call.user_id)
    await _check_standing(call, bot, kind, chat.peer, None if mine is None else mine.standing)
    shown = api.RequestedPeerChat(chat_id=chat_id)
    if wanted.name_requested:
        shown.title = chat.title
    if wanted.photo_requested:
        shown.photo = _empty(chat.photo_id)
    return shown


async def _check_standing(
    call: Call, bot: UserId, kind: Kind, peer: PeerId, standing: Standing | None
) -> None:
    """Whether somebody has the say there that was asked for, and the bot is there, when it has to be."""
    if kind.creator and standing is not Standing.CREATOR:
        raise NOT_THAT
    comes = isinstance(kind, api.RequestPeerTypeChat) and kind.bot_participant
    if comes and bot not in await bots_in(call.tx, peer):
        raise NOT_THAT
    for right in _rights(kind.user_admin_rights):
        if not await rules_over(call.tx, call.user_id, peer, right, call.now):
            raise NOT_THAT


def _rights(said: "api.TypeChatAdminRights | None") -> list[Any]:
    """The rights that are asked for, by name."""
    if not isinstance(said, api.ChatAdminRights):
        return []
    names = [name for name in said.FIELDS if name != "flags"]
    return [name for name in names if getattr(said, name) is True and name != "other"]
