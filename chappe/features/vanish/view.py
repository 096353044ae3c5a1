"""Periods on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.messages.payload import peer_on_wire
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.features.vanish.actions import HistoryTtl
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


@renders(HistoryTtl)
async def render_period(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePeerHistoryTTL, with the period that the dialog has by now."""
    peers = [each.fact.peer for each in entries if isinstance(each.fact, HistoryTtl)]
    found = await dialogs.find_many(tx, viewer.user_id, set(peers))
    return [
        [
            api.UpdatePeerHistoryTTL(
                peer=peer_on_wire(peer), ttl_period=found[peer].ttl_period or None
            )
        ]
        if peer in found
        else []
        for peer in peers
    ]


@completes
async def add_period(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """The period of the dialog with an account."""
    dialog = await dialogs.find(tx, viewer.user_id, user.peer)
    if dialog is not None:
        full.ttl_period = dialog.ttl_period or None
