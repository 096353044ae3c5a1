"""What happens to an address book that the other sessions of its owner hear of."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.users import relations
from chappe.features.users.model import Tie
from chappe.ids import PeerId, UserId, user_of
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


@fact(Kind.CONTACTS_RESET)
class ContactsReset(Fact, frozen=True):
    """So much of the address book is new that it is to be fetched again."""


@fact(Kind.PEER_BLOCKED)
class PeerBlocked(Fact, frozen=True):
    """A peer was blocked, or is not any more."""

    peer: PeerId


@fact(Kind.BOT_STOPPED)
class BotStopped(Fact, frozen=True):
    """Somebody has blocked the bot whose box this is, or lets it write again."""

    user_id: UserId
    stopped: bool


@renders(BotStopped)
async def render_stopped(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateBotStopped. It has no qts: here it lies in the log with all the rest."""
    return [
        [
            api.UpdateBotStopped(
                user_id=entry.fact.user_id, date=entry.at, stopped=entry.fact.stopped, qts=0
            )
        ]
        for entry in entries
        if isinstance(entry.fact, BotStopped)
    ]


@renders(ContactsReset)
async def render_reset(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateContactsReset."""
    return [[api.UpdateContactsReset()] for _ in entries]


@renders(PeerBlocked)
async def render_blocked(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePeerBlocked."""
    peers: list[PeerId] = []
    for entry in entries:
        assert isinstance(entry.fact, PeerBlocked)
        peers.append(entry.fact.peer)
    ids = {user_of(peer) or UserId(0) for peer in peers}
    held = await relations.find(tx, viewer.user_id, ids)
    shown: list[Updates] = []
    for peer in peers:
        ties = held[user_of(peer) or UserId(0)].ties
        update = api.UpdatePeerBlocked(
            peer_id=peer_on_wire(peer),
            blocked=Tie.BLOCKED in ties,
            blocked_my_stories_from=Tie.STORIES_BLOCKED in ties,
        )
        shown.append([update])
    return shown
