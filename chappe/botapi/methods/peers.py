"""Which of the two kinds of groups a call is about, and what is known of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.shown.scene import Scene, set_scene
from chappe.features.channels.kinship import have_common
from chappe.features.chats import store as chats
from chappe.features.dialogs import store as dialogs
from chappe.ids import PeerId, UserId
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.tl.build import TLRequest

SUPERGROUPS_ONLY = "method is available for supergroup and channel chats only"
GROUPS_ONLY = "method is available for group and supergroup chats only"


def channel_of_peer(peer: "api.TypeInputPeer") -> api.InputChannel:
    """The channel or supergroup.

    Raises: BotError, for any other chat.
    """
    if not isinstance(peer, api.InputPeerChannel):
        raise bad(SUPERGROUPS_ONLY)
    return api.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)


async def channel_named(ask: Ask) -> api.InputChannel:
    """The channel or supergroup that the call names.

    Raises: BotError.
    """
    return channel_of_peer(await chat_peer_of(ask))


async def group_named(ask: Ask) -> "api.TypeInputPeer":
    """The group or channel that the call names.

    Raises: BotError, for a private chat.
    """
    peer = await chat_peer_of(ask)
    if isinstance(peer, api.InputPeerUser):
        raise bad("there are no administrators in the private chat")
    return peer


@dataclass(frozen=True, slots=True)
class Full:
    """What is known of a chat, and whom that names. `full`: userFull, chatFull or channelFull."""

    full: Any
    chat: Any
    scene: Scene


async def full_of(ask: Ask, peer: "api.TypeInputPeer") -> Full:
    """All that there is to know of a chat; within the transaction of the call.

    Raises: RpcError.
    """
    answer: Any
    match peer:
        case api.InputPeerUser():
            user = api.InputUser(user_id=peer.user_id, access_hash=peer.access_hash)
            answer = await ask.tell(api.users.GetFullUser(id=user))
            scene = await _scene(ask, answer, PeerId(peer.user_id))
            return Full(answer.full_user, scene.users.get(peer.user_id), scene)
        case api.InputPeerChat():
            answer = await ask.tell(api.messages.GetFullChat(chat_id=peer.chat_id))
        case _:
            answer = await ask.tell(api.channels.GetFullChannel(channel=channel_of_peer(peer)))
    scene = await _scene(ask, answer)
    full = answer.full_chat
    chat = next(each for each in answer.chats if each.id == full.id)
    return Full(full, chat, scene)


async def _scene(ask: Ask, answer: Any, *also: PeerId) -> Scene:
    peers = (answer.users, answer.chats)
    return await set_scene(ask.tx, ask.viewer, [], *also, deep=False, peers=peers)


async def check_met(ask: Ask, user_id: int) -> None:
    """Refuse to do anything with somebody of whom the bot knows no more than a number.

    Raises: BotError.
    """
    me, other = ask.bot_id, UserId(user_id)
    if (
        me == other
        or await dialogs.find(ask.tx, me, PeerId(user_id)) is not None
        or await chats.count_common(ask.tx, me, other)
        or await have_common(ask.tx, me, other)
    ):
        return
    raise bad("chat not found")


async def done(ask: Ask, request: "TLRequest[Any]") -> bool:
    """Carry out what has no result."""
    await ask.tell(request)
    return True
