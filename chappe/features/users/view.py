"""Users on the wire, as one account sees them."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.users import store
from chappe.features.users.model import Contact, Mark, User
from chappe.ids import PeerId, UserId, user_of
from chappe.tl import api
from chappe.updates.render import Peers, renders_peers
from chappe.updates.viewer import Viewer


@renders_peers
async def render_peer_users(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> Peers:
    """Those of some peers that are users."""
    ids = {user_id for peer in peers if (user_id := user_of(peer)) is not None}
    return await render_users(tx, viewer, ids), []


async def render_users(tx: Tx, viewer: Viewer, ids: Collection[UserId]) -> list["api.TypeUser"]:
    """Some accounts, in ascending order of their ids."""
    if not ids:
        return []
    found = await store.find_many(tx, ids)
    mine, theirs = await store.find_relations(tx, viewer.user_id, ids)
    return [
        _render(viewer, found[each], mine.get(each), knows_me=each in theirs)
        if each in found
        else api.UserEmpty(id=each)
        for each in sorted(ids)
    ]


def _render(viewer: Viewer, user: User, contact: Contact | None, *, knows_me: bool) -> api.User:
    is_self = user.id == viewer.user_id
    if user.deleted:
        return api.User(id=user.id, access_hash=viewer.access_hash(user.peer), deleted=True)
    named = contact if contact is not None and not is_self else user
    return api.User(
        id=user.id,
        access_hash=viewer.access_hash(user.peer),
        self=is_self,
        contact=contact is not None,
        mutual_contact=contact is not None and knows_me,
        bot=Mark.BOT in user.marks,
        verified=Mark.VERIFIED in user.marks,
        support=Mark.SUPPORT in user.marks,
        premium=Mark.PREMIUM in user.marks,
        first_name=named.first_name,
        last_name=named.last_name or None,
        username=user.username,
        phone=user.phone if is_self or knows_me else None,
        status=_status(viewer, user),
    )


def _status(viewer: Viewer, user: User) -> "api.TypeUserStatus":
    if user.online_until > viewer.now:
        return api.UserStatusOnline(expires=user.online_until)
    if user.online_until == 0:
        return api.UserStatusRecently()
    return api.UserStatusOffline(was_online=user.online_until)
