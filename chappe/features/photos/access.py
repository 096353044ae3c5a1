"""Which photos of an account another may see, and download."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.files.access import finds_peer_photo
from chappe.features.photos import store
from chappe.features.photos.actions import photo_id_of
from chappe.features.users.access import access_peer
from chappe.features.users.model import User
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.ids import user_of
from chappe.rpc.call import Call

if TYPE_CHECKING:
    from chappe.tl import api


def fallback_id(sight: Sight, user: User) -> int | None:
    """The photo for those who may not see the others; the blocked see none."""
    return None if sight.blocked_by(user) else photo_id_of(user.fallback)


def shown_ids(sight: Sight, user: User) -> list[int]:
    """The photos that the viewer sees beside a name, the first one instead of the others."""
    mine = sight.between.mine_of(user.id)
    ids = [photo_id_of(mine.photo)]
    if sight.allowed(user, Key.PROFILE_PHOTO):
        ids.append(photo_id_of(user.photo))
    ids.append(fallback_id(sight, user))
    return [each for each in ids if each is not None]


@finds_peer_photo
async def find_peer_photo(
    tx: Tx, call: Call, peer: "api.TypeInputPeer", photo_id: int
) -> int | None:
    """The photo of an account, when it shows it to the caller.

    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_peer)
    """
    user_id = user_of(await access_peer(tx, call.viewer, peer, reading=True))
    if user_id is None:
        return None
    sight = await look(tx, call.user_id, {user_id})
    user = sight.users[user_id]
    shown = shown_ids(sight, user)
    if not photo_id:
        return shown[0] if shown else None
    if photo_id in shown:
        return photo_id
    if sight.allowed(user, Key.PROFILE_PHOTO) and await store.has(tx, user_id, photo_id):
        return photo_id
    return None
