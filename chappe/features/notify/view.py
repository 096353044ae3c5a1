"""Settings of notifications on the wire."""

from collections.abc import Callable, Sequence

from chappe.db.database import Tx
from chappe.features.notify import store
from chappe.features.notify.actions import NotifySettings, find_settings
from chappe.features.notify.model import Scope, Subject
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.ids import PeerId
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

KINDS: "dict[Scope, Callable[[], api.TypeNotifyPeer]]" = {
    Scope.USERS: api.NotifyUsers,
    Scope.CHATS: api.NotifyChats,
    Scope.BROADCASTS: api.NotifyBroadcasts,
}


def render_settings(
    subject: Subject, settings: api.PeerNotifySettings
) -> api.UpdateNotifySettings:
    """updateNotifySettings."""
    kind = KINDS.get(subject.scope)
    peer: api.TypeNotifyPeer = (
        api.NotifyPeer(peer=peer_on_wire(subject.peer)) if kind is None else kind()
    )
    return api.UpdateNotifySettings(peer=peer, notify_settings=settings)


@renders(NotifySettings)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateNotifySettings, with the settings as they are by now."""
    subjects: list[Subject] = []
    for entry in entries:
        assert isinstance(entry.fact, NotifySettings)
        subjects.append(Subject(Scope(entry.fact.scope), PeerId(entry.fact.peer)))
    peers = {each.peer for each in subjects if each.scope is Scope.PEER}
    of_peers = await find_settings(tx, viewer.user_id, peers)
    scopes: dict[Scope, api.PeerNotifySettings] = {}
    if any(each.scope is not Scope.PEER for each in subjects):
        scopes = await store.find_scopes(tx, viewer.user_id)
    shown: list[Updates] = []
    for each in subjects:
        settings = of_peers.get(each.peer) or scopes.get(each.scope) or api.PeerNotifySettings()
        shown.append([render_settings(each, settings)])
    return shown


@completes
async def complete_user(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """How the viewer is notified of the chat with an account."""
    found = await find_settings(tx, viewer.user_id, [user.peer])
    full.notify_settings = found[user.peer]
