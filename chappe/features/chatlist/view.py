"""Dialogs on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.chatlist.channels import find_channels
from chappe.features.dialogs.model import ARCHIVE, Dialog
from chappe.features.dialogs.store import Waiting
from chappe.features.messages import store
from chappe.features.messages.payload import read_value
from chappe.features.messages.view import peer_on_wire, render_messages
from chappe.ids import BoxId
from chappe.tl import api
from chappe.updates.render import Peers, render_peers_of
from chappe.updates.viewer import Viewer

ARCHIVE_TITLE = "Archived Chats"


def render_dialog(dialog: Dialog, pts: int | None = None) -> api.Dialog:
    """One dialog; `pts`: of a channel."""
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
        pts=pts,
        draft=read_value(dialog.draft),
        folder_id=dialog.folder_id or None,
        ttl_period=dialog.ttl_period or None,
    )


def render_archive(state: Sequence[Waiting]) -> api.DialogFolder:
    """The archive as a line of the main list; `state`: of the folder, which is not empty.

    Clients show it above all others, so it is always pinned.
    """
    waiting = [each for each in state if each.unread or each.unread_mark]
    return api.DialogFolder(
        pinned=True,
        folder=api.Folder(id=ARCHIVE, title=ARCHIVE_TITLE),
        peer=peer_on_wire(state[0].peer),
        top_message=state[0].top_id,
        unread_muted_peers_count=0,
        unread_unmuted_peers_count=len(waiting),
        unread_muted_messages_count=0,
        unread_unmuted_messages_count=sum(each.unread for each in waiting),
    )


async def render_dialogs(
    tx: Tx, viewer: Viewer, dialogs: Sequence[Dialog], archive: Sequence[Waiting] = ()
) -> tuple[list["api.TypeDialog"], list["api.TypeMessage"], Peers]:
    """Dialogs, their newest messages, and all that both speak of. `archive`: the state of it, when it
    is to lead the list."""
    box = BoxId(viewer.user_id)
    channels = await find_channels(tx, viewer.user_id, dialogs)
    shown: list[api.TypeDialog] = [
        render_dialog(channels.filled(each), channels.pts.get(each.peer)) for each in dialogs
    ]
    top_ids = [each.top_id for each in dialogs if each.peer not in channels.pts]
    if archive:
        shown.insert(0, render_archive(archive))
        top_ids.insert(0, archive[0].top_id)
    found = await store.find_many(tx, box, {each for each in top_ids if each})
    tops = [found[each] for each in dict.fromkeys(top_ids) if each in found]
    tops += channels.tops.values()
    messages = await render_messages(tx, viewer, tops)
    peers = await render_peers_of(tx, viewer, [*shown, *messages])
    return shown, messages, peers
