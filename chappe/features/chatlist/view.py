"""Dialogs on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs.model import Dialog
from chappe.features.messages import store
from chappe.features.messages.payload import read_value
from chappe.features.messages.view import peer_on_wire, render_messages
from chappe.ids import BoxId
from chappe.tl import api
from chappe.updates.render import Peers, render_peers_of
from chappe.updates.viewer import Viewer


def render_dialog(dialog: Dialog) -> api.Dialog:
    """One dialog."""
    return api.Dialog(
        pinned=dialog.pinned > 0,
        unread_mark=dialog.unread_mark > 0,
        peer=peer_on_wire(dialog.peer),
        top_message=dialog.top_id,
        read_inbox_max_id=dialog.read_inbox,
        read_outbox_max_id=dialog.read_outbox,
        unread_count=dialog.unread,
        unread_mentions_count=dialog.unread_mentions,
        unread_reactions_count=dialog.unread_reactions,
        unread_poll_votes_count=0,
        notify_settings=api.PeerNotifySettings(),
        draft=read_value(dialog.draft),
        folder_id=dialog.folder_id or None,
        ttl_period=dialog.ttl_period or None,
    )


async def render_dialogs(
    tx: Tx, viewer: Viewer, dialogs: Sequence[Dialog]
) -> tuple[list["api.TypeDialog"], list["api.TypeMessage"], Peers]:
    """Dialogs, their newest messages, and all that both speak of."""
    box = BoxId(viewer.user_id)
    found = await store.find_many(tx, box, {each.top_id for each in dialogs})
    tops = [found[each.top_id] for each in dialogs if each.top_id in found]
    messages = await render_messages(tx, viewer, tops)
    shown: list[api.TypeDialog] = [render_dialog(each) for each in dialogs]
    peers = await render_peers_of(tx, viewer, [*shown, *messages])
    return shown, messages, peers
