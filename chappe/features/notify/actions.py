"""Changing how an account is notified; reading it for those who show chats."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.notify import saving, store
from chappe.features.notify.model import Scope, Subject
from chappe.features.notify.topics import reset_topics
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import BoxId, PeerId, UserId, chat_of, user_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

TOLD_MAX = 100
"""Of so many chats other sessions are told when everything is set back."""


@fact(Kind.NOTIFY_SETTINGS)
class NotifySettings(Fact, frozen=True):
    """Notifications of a chat, or of a kind of chats, are set otherwise."""

    scope: int
    peer: PeerId


async def find_settings(
    tx: Tx, owner: UserId, peers: Collection[PeerId]
) -> dict[PeerId, api.PeerNotifySettings]:
    """How an account is notified of some chats: one statement, nothing is left out."""
    found = await store.find_peers(tx, owner, peers) if peers else {}
    return {peer: found.get(peer) or api.PeerNotifySettings() for peer in peers}


def settings_of(said: api.InputPeerNotifySettings) -> api.PeerNotifySettings:
    """Settings as they are kept.

    Errors: SETTINGS_INVALID (muted until before time began)
    """
    if said.mute_until is not None and said.mute_until < 0:
        raise RpcError(400, "SETTINGS_INVALID")
    return api.PeerNotifySettings(
        show_previews=said.show_previews,
        silent=said.silent,
        mute_until=said.mute_until,
        ios_sound=said.sound,
        android_sound=said.sound,
        other_sound=said.sound,
        stories_muted=said.stories_muted,
        stories_hide_sender=said.stories_hide_sender,
        stories_ios_sound=said.stories_sound,
        stories_android_sound=said.stories_sound,
        stories_other_sound=said.stories_sound,
    )


async def change_settings(
    journal: Journal, owner: UserId, subject: Subject, said: api.InputPeerNotifySettings
) -> None:
    """Set how an account is notified; what is not said is as at first.

    Errors: SETTINGS_INVALID (settings_of)
    """
    settings = settings_of(said)
    await journal.append(BoxId(owner), NotifySettings(subject.scope, subject.peer))
    await store.put(journal.tx, owner, subject, settings)


async def reset_settings(journal: Journal, owner: UserId) -> None:
    """Set everything back to how it is at first."""
    await reset_topics(journal, owner)
    kept = await store.find_all(journal.tx, owner, TOLD_MAX)
    if not kept:
        return
    facts = [NotifySettings(subject.scope, subject.peer) for subject, _ in kept]
    await journal.append(BoxId(owner), *facts)
    await store.delete_all(journal.tx, owner)


async def mutes(tx: Tx, owner: UserId, peer: PeerId, scope: Scope, now: float) -> bool:
    """Whether an account wants to hear nothing of a chat at the moment."""
    return owner in await find_muters(tx, [owner], peer, scope, now)


async def find_muters(
    tx: Tx, owners: Collection[UserId], peer: PeerId, scope: Scope, now: float
) -> set[UserId]:
    """Those of some accounts that want to hear nothing of a chat at the moment: one statement."""
    found = await store.find_of(tx, owners, peer, scope)
    return {
        owner
        for owner in owners
        if is_muted(found.get((owner, Scope.PEER)), found.get((owner, scope)), now)
    }


async def find_heard(
    tx: Tx, owner: UserId, peers: Collection[PeerId], now: float
) -> tuple[dict[PeerId, api.PeerNotifySettings], set[PeerId]]:
    """How an account is notified of some chats, and those of them of which it wants to hear nothing: one
    statement.

    Of a supergroup nothing is known here: it counts as a channel.
    """
    if not peers:
        return {}, set()
    found, scopes = await store.find_peers_and_scopes(tx, owner, peers)
    settings = {peer: found.get(peer) or api.PeerNotifySettings() for peer in peers}
    muted = {
        peer for peer, own in settings.items() if is_muted(own, scopes.get(scope_of(peer)), now)
    }
    return settings, muted


def is_muted(
    own: api.PeerNotifySettings | None, scope: api.PeerNotifySettings | None, now: float
) -> bool:
    """Whether a chat is muted, by its own settings and by those of its kind."""
    for each in (own, scope):
        if each is not None and each.mute_until is not None:
            return each.mute_until > now
    return False


def scope_of(peer: PeerId) -> Scope:
    """Of which kind a chat is."""
    if user_of(peer) is not None:
        return Scope.USERS
    return Scope.BROADCASTS if chat_of(peer) is None else Scope.CHATS


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """The settings of an account that is deleted are forgotten."""
    await store.delete_all(journal.tx, user.id)
    await saving.delete_all(journal.tx, user.id)
