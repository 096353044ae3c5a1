"""The only road to a user on a caller's behalf: whoever names one has to know the access hash, or a
message in which the account was met."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.db.database import Tx
from chappe.features.users import store
from chappe.features.users.model import SERVICE_USER, Mark, User
from chappe.ids import (
    CHANNEL_MARK,
    ChannelId,
    ChatId,
    PeerId,
    UserId,
    channel_peer,
    chat_peer,
    user_of,
    user_peer,
)
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

MetIn = Callable[[Tx, Viewer, PeerId, int, UserId], Awaitable[bool]]
"""Whether a message (of a peer, with this id) that the viewer has speaks of an account."""
_witnesses: list[MetIn] = []


def witnesses(met_in: MetIn) -> MetIn:
    """The decorated function knows who is met in which message."""
    _witnesses.append(met_in)
    return met_in


def named_user(viewer: Viewer, named: "api.TypeInputUser") -> UserId | None:
    """The account that an InputUser names, None when the hash is wrong; no rows are read."""
    match named:
        case api.InputUserSelf():
            return viewer.user_id
        case api.InputUser():
            return _known(viewer, UserId(named.user_id), named.access_hash)
        case _:
            return None


def _known(viewer: Viewer, user_id: UserId, access_hash: int) -> UserId | None:
    if not 0 < user_id < 1 << 40:
        return None
    if user_id in {viewer.user_id, SERVICE_USER} or viewer.knows(
        user_peer(user_id), access_hash
    ):
        return user_id
    return None


async def _named(tx: Tx, viewer: Viewer, named: "api.TypeInputUser") -> UserId | None:
    if isinstance(named, api.InputUserFromMessage):
        return await _met(tx, viewer, named.peer, named.msg_id, named.user_id)
    return named_user(viewer, named)


async def _met(
    tx: Tx, viewer: Viewer, where: "api.TypeInputPeer", message_id: int, user_id: int
) -> UserId | None:
    """An account that is named by a message it was met in.

    Errors: MSG_ID_INVALID (it is not met there, or `where` is named in this way itself: strangers could do so
    for ever), those of access_peer
    """
    if isinstance(where, api.InputPeerUserFromMessage):
        raise RpcError(400, "MSG_ID_INVALID")
    peer, user = await access_peer(tx, viewer, where), UserId(user_id)
    for met_in in _witnesses:
        if await met_in(tx, viewer, peer, message_id, user):
            return user
    raise RpcError(400, "MSG_ID_INVALID")


async def access_user(
    tx: Tx, viewer: Viewer, named: "api.TypeInputUser", *, error: str = "USER_ID_INVALID"
) -> User:
    """The account that an InputUser names.

    Errors: `error` (none, or a hash that is not the caller's), MSG_ID_INVALID
    """
    user_id = await _named(tx, viewer, named)
    user = None if user_id is None else await store.find(tx, user_id)
    if user is None:
        raise RpcError(400, error)
    return user


async def access_self(tx: Tx, viewer: Viewer) -> User:
    """The caller's own account."""
    user = await store.find(tx, viewer.user_id)
    assert user is not None, "whoever has signed in has an account"
    return user


async def hold_self(tx: Tx, viewer: Viewer) -> User:
    """The caller's own account, which no other call of it changes meanwhile: for calls that read what is
    set and write it anew (settings, rules, relations). To be called before anything of it is read."""
    user = await store.hold(tx, viewer.user_id)
    assert user is not None, "whoever has signed in has an account"
    return user


async def access_users(
    tx: Tx, viewer: Viewer, named: Sequence["api.TypeInputUser"]
) -> list[User]:
    """The accounts that some InputUsers name, in their order; those that it may not know are left out.

    Errors: MSG_ID_INVALID
    """
    ids = [await _named(tx, viewer, each) for each in named]
    found = await store.find_many(tx, {each for each in ids if each is not None})
    return [found[each] for each in ids if each is not None and each in found]


Guard = Callable[[Tx, Viewer, PeerId, bool], Awaitable[bool]]
"""Whether an account is in a group or channel (one that is there); with True, whether it may read it at
least, as everybody may read what is public."""
_guards: list[Guard] = []


def guards(guard: Guard) -> Guard:
    """The decorated function knows who may look at groups; the rooms of groups come after this one."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def named_peer(viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """The peer that an InputPeer names, when the hash is right; whether it exists is not looked at.

    Errors: PEER_ID_INVALID; CHANNEL_INVALID (a wrong hash of a channel)
    """
    match named:
        case api.InputPeerSelf():
            return user_peer(viewer.user_id)
        case api.InputPeerUser():
            user_id = _known(viewer, UserId(named.user_id), named.access_hash)
            if user_id is not None:
                return user_peer(user_id)
        case api.InputPeerChat():
            if 0 < named.chat_id < CHANNEL_MARK:
                return chat_peer(ChatId(named.chat_id))
        case api.InputPeerChannel():
            return named_channel(viewer, named.channel_id, named.access_hash)
        case _:
            pass
    raise RpcError(400, "PEER_ID_INVALID")


def named_channel(viewer: Viewer, channel_id: int, access_hash: int) -> PeerId:
    """The channel of this id, when the hash is right.

    Errors: CHANNEL_INVALID
    """
    if 0 < channel_id < CHANNEL_MARK:
        peer = channel_peer(ChannelId(channel_id))
        if viewer.knows(peer, access_hash):
            return peer
    raise RpcError(400, "CHANNEL_INVALID")


async def access_peer(
    tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", *, reading: bool = False
) -> PeerId:
    """The peer that an InputPeer names, which exists, and the caller is in it, when it is a group. `reading`:
    nothing is changed, neither there nor in the caller's list, so that it need only be public.

    Errors: PEER_ID_INVALID (none, or a hash that is not the caller's), CHANNEL_INVALID, MSG_ID_INVALID;
    for groups what their rooms refuse with
    """
    if isinstance(named, api.InputPeerUserFromMessage):
        met = await _met(tx, viewer, named.peer, named.msg_id, named.user_id)
        peer = user_peer(met or UserId(0))
    else:
        peer = named_peer(viewer, named)
    user_id = user_of(peer)
    if user_id == viewer.user_id:
        return peer
    if user_id is not None:
        if await store.find(tx, user_id) is not None:
            return peer
    elif any([await guard(tx, viewer, peer, reading) for guard in _guards]):
        return peer
    raise RpcError(400, "PEER_ID_INVALID")


async def is_premium(tx: Tx, user_id: UserId) -> bool:
    """Whether an account has the wider limits."""
    user = await store.find(tx, user_id)
    return user is not None and Mark.PREMIUM in user.marks
