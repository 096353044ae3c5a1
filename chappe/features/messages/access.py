"""The only road to a message on a caller's behalf."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.features.messages.audience import is_inside
from chappe.features.messages.model import Message
from chappe.features.privacy.access import access_writing
from chappe.features.users import store as users
from chappe.features.users.access import access_peer, named_peer
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of, is_bot, user_of, user_peer
from chappe.rpc.bare import find_met
from chappe.rpc.errors import RpcError
from chappe.updates.horizon import horizon
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl import api


def box_of(viewer: Viewer, peer: PeerId) -> BoxId:
    """The box in which an account finds the messages of a dialog."""
    return BoxId(viewer.user_id) if channel_of(peer) is None else BoxId(peer)


LetsIn = Callable[[Tx, Viewer, PeerId], Awaitable[bool]]
_lets_in: list[LetsIn] = []


def lets_in(rule: LetsIn) -> LetsIn:
    """The decorated function knows who may write in a group without being in it."""
    if rule not in _lets_in:
        _lets_in.append(rule)
    return rule


async def _access_group(tx: Tx, viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """A group that the caller is in, or may write in all the same.

    Errors: those of access_peer and of whoever lets in
    """
    try:
        return await access_peer(tx, viewer, named)
    except RpcError:
        peer = named_peer(viewer, named)
        if channel_of(peer) is None or not any(
            [await rule(tx, viewer, peer) for rule in _lets_in]
        ):
            raise
        return peer


async def access_addressee(
    tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", *, voice: bool = False
) -> PeerId:
    """The peer that an InputPeer names, when the caller may write there; `voice`: and be heard.

    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED, USER_IS_BLOCKED, YOU_BLOCKED_USER,
            PRIVACY_PREMIUM_REQUIRED (403), VOICE_MESSAGES_FORBIDDEN; for groups those of access_peer; for
            bots those of _check_started
    """
    peer = named_peer(viewer, named)
    user_id = user_of(peer)
    if user_id is None:
        return await _access_group(tx, viewer, named)
    if is_bot(viewer.user_id):
        await _check_started(tx, viewer, user_id)
    if user_id != viewer.user_id:
        await access_writing(tx, viewer.user_id, user_id, voice=voice)
    return peer


class NotStarted(RpcError):
    """A bot would begin to talk with somebody whom it has met, in a group, say: PEER_ID_INVALID, as for those
    whom it has not met, but the Bot API has words of its own for it."""

    def __init__(self) -> None:
        super().__init__(400, "PEER_ID_INVALID")


MayBegin = Callable[[Tx, Viewer, UserId], Awaitable[bool]]
_may_begin: list[MayBegin] = []


def lets_begin(rule: MayBegin) -> MayBegin:
    """The decorated function knows to whom a bot may write first."""
    if rule not in _may_begin:
        _may_begin.append(rule)
    return rule


async def _check_started(tx: Tx, viewer: Viewer, user_id: UserId) -> None:
    """A bot writes only to people, and only to those who have written to it, or asked to be let into its group.

    Errors: USER_IS_BOT, PEER_ID_INVALID
    """
    if is_bot(user_id):
        raise RpcError(400, "USER_IS_BOT")
    peer = user_peer(user_id)
    if await dialogs.find(tx, viewer.user_id, peer) is not None:
        return
    for rule in _may_begin:
        if await rule(tx, viewer, user_id):
            return
    if await find_met(tx, viewer.user_id, [peer]):
        raise NotStarted
    raise RpcError(400, "PEER_ID_INVALID")


async def access_living(tx: Tx, viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """The peer that an InputPeer names, unless it has deleted its account.

    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED; for groups those of access_present
    """
    peer = named_peer(viewer, named)
    user_id = user_of(peer)
    if user_id is None:
        return await access_present(tx, viewer, named)
    if user_id == viewer.user_id:
        return peer
    user = await users.find(tx, user_id)
    if user is None:
        raise RpcError(400, "PEER_ID_INVALID")
    if user.deleted:
        raise RpcError(400, "INPUT_USER_DEACTIVATED")
    return peer


async def access_present(tx: Tx, viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """The peer that an InputPeer names, when the caller may do something there that others see: who has left a
    basic group may only look at what was said.

    Errors: CHAT_WRITE_FORBIDDEN (403), those of access_peer
    """
    peer = await _access_group(tx, viewer, named)
    if not await is_inside(tx, viewer.user_id, peer):
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
    return peer


async def access_message(
    tx: Tx, viewer: Viewer, peer: PeerId, message_id: int, *, error: str = "MESSAGE_ID_INVALID"
) -> Message:
    """One message of a dialog.

    Errors: `error`, when there is none
    """
    message = (await find_seen(tx, viewer, peer, [message_id])).get(MessageId(message_id))
    if message is None:
        raise RpcError(400, error)
    return message


async def access_messages(
    tx: Tx, viewer: Viewer, peer: PeerId, ids: Collection[int]
) -> list[Message]:
    """Those of some messages of a dialog that are there, in ascending order."""
    found = await find_seen(tx, viewer, peer, ids)
    return [found[each] for each in sorted(found)]


async def find_seen(
    tx: Tx, viewer: Viewer, peer: PeerId, ids: Iterable[int]
) -> dict[MessageId, Message]:
    """Those of some messages of a dialog that are there for the viewer to see."""
    box = box_of(viewer, peer)
    found = await store.find_many(tx, box, {MessageId(each) for each in ids})
    least = await horizon(tx, viewer.user_id, box) if found else 0
    return {each.id: each for each in found.values() if each.peer == peer and each.id > least}
