"""Periods on the wire."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.chats.full import Full, completes_group
from chappe.features.dialogs import store as dialogs
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.features.vanish import store
from chappe.features.vanish.actions import HistoryTtl
from chappe.ids import PeerId, channel_of
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


@renders(HistoryTtl)
async def render_period(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePeerHistoryTTL, with the period that the dialog has by now."""
    peers = [each.fact.peer for each in entries if isinstance(each.fact, HistoryTtl)]
    periods = await find_periods(tx, viewer, set(peers))
    return [
        [api.UpdatePeerHistoryTTL(peer=peer_on_wire(peer), ttl_period=periods[peer] or None)]
        if peer in periods
        else []
        for peer in peers
    ]


async def find_periods(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> dict[PeerId, int]:
    """The periods of some dialogs, 0: none; a dialog that is not there is left out."""
    channels = {peer for peer in peers if channel_of(peer) is not None}
    others = set(peers) - channels
    found = await dialogs.find_many(tx, viewer.user_id, others) if others else {}
    periods = {peer: dialog.ttl_period for peer, dialog in found.items()}
    if channels:
        periods |= dict.fromkeys(channels, 0) | await store.find_channels(tx, channels)
    return periods


@completes
async def add_period(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """The period of the dialog with an account."""
    periods = await find_periods(tx, viewer, [user.peer])
    full.ttl_period = periods.get(user.peer) or None


@completes_group
async def add_group_period(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """The period of a group or channel."""
    full.ttl_period = (await find_periods(tx, viewer, [peer])).get(peer) or None
