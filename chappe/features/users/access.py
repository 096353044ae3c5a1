"""The only road to a user on a caller's behalf: whoever names one has to know the access hash."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.users import store
from chappe.features.users.model import SERVICE_USER, User
from chappe.ids import PeerId, UserId, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer


def named_user(viewer: Viewer, named: "api.TypeInputUser") -> UserId | None:
    """The account that an InputUser names, None when the hash is wrong; no rows are read."""
    match named:
        case api.InputUserSelf():
            return viewer.user_id
        case api.InputUser():
            return _known(viewer, UserId(named.user_id), named.access_hash)
        case api.InputUserFromMessage():
            # Whoever knows a message knows its sender; the chats of others come with their hashes.
            return None
        case api.InputUserEmpty():
            return None


def _known(viewer: Viewer, user_id: UserId, access_hash: int) -> UserId | None:
    if not -(1 << 40) < user_id < 1 << 40:
        return None
    if user_id in {viewer.user_id, SERVICE_USER} or viewer.knows(
        user_peer(user_id), access_hash
    ):
        return user_id
    return None


async def access_user(tx: Tx, viewer: Viewer, named: "api.TypeInputUser") -> User:
    """The account that an InputUser names.

    Errors: USER_ID_INVALID (none, or a hash that is not the caller's)
    """
    user_id = named_user(viewer, named)
    user = None if user_id is None else await store.find(tx, user_id)
    if user is None:
        raise RpcError(400, "USER_ID_INVALID")
    return user


async def access_users(
    tx: Tx, viewer: Viewer, named: Sequence["api.TypeInputUser"]
) -> list[User]:
    """The accounts that some InputUsers name, in their order; those that it may not know are left out."""
    ids = [named_user(viewer, each) for each in named]
    found = await store.find_many(tx, {each for each in ids if each is not None})
    return [found[each] for each in ids if each is not None and each in found]


def named_peer(viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """The peer that an InputPeer names, when the hash is right; whether it exists is not looked at.

    Errors: PEER_ID_INVALID
    """
    match named:
        case api.InputPeerSelf():
            return user_peer(viewer.user_id)
        case api.InputPeerUser():
            user_id = _known(viewer, UserId(named.user_id), named.access_hash)
            if user_id is not None:
                return user_peer(user_id)
        case _:
            pass
    raise RpcError(400, "PEER_ID_INVALID")


async def access_peer(tx: Tx, viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """The peer that an InputPeer names, which exists.

    Errors: PEER_ID_INVALID (none, or a hash that is not the caller's)
    """
    peer = named_peer(viewer, named)
    if peer != user_peer(viewer.user_id) and await store.find(tx, UserId(peer)) is None:
        raise RpcError(400, "PEER_ID_INVALID")
    return peer
