"""Drafts on the wire."""

from collections.abc import Mapping, Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import store
from chappe.features.dialogs.actions import Draft
from chappe.features.dialogs.threads import Place
from chappe.features.messages.payload import read_value
from chappe.ids import PeerId
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


def render_drafts(drafts: Mapping[PeerId, bytes]) -> Updates:
    """updateDraftMessage for each."""
    return [
        api.UpdateDraftMessage(peer=peer_on_wire(peer), draft=read_value(kept))
        for peer, kept in drafts.items()
    ]


def render_thread_drafts(drafts: Mapping[Place, bytes]) -> Updates:
    """updateDraftMessage for each thread."""
    return [
        api.UpdateDraftMessage(
            peer=peer_on_wire(peer), top_msg_id=thread, draft=read_value(kept)
        )
        for (peer, thread), kept in drafts.items()
    ]


@renders(Draft)
async def render_draft(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDraftMessage, with the draft of by now."""
    peers = [each.fact.peer for each in entries if isinstance(each.fact, Draft)]
    found = await store.find_many(tx, viewer.user_id, set(peers))
    shown: list[Updates] = []
    for entry, peer in zip(entries, peers, strict=True):
        kept = found[peer].draft if peer in found else None
        draft = read_value(kept) if kept else api.DraftMessageEmpty(date=entry.at)
        shown.append([api.UpdateDraftMessage(peer=peer_on_wire(peer), draft=draft)])
    return shown
