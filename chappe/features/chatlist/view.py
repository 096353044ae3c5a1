"""Dialogs on the wire."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.db.database import Tx
from chappe.features.chatlist.archive import find_newest, render_archive
from chappe.features.chatlist.channels import find_channels
from chappe.features.dialogs.model import Dialog
from chappe.features.dialogs.store import Waiting
from chappe.features.messages import store
from chappe.features.messages.payload import read_value
from chappe.features.messages.view import render_messages
from chappe.features.notify.actions import find_heard
from chappe.ids import BoxId, channel_of
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Peers, render_peers_of
from chappe.updates.viewer import Viewer


def render_dialog(
    dialog: Dialog, settings: api.PeerNotifySettings, pts: int | None = None
) -> api.Dialog:
    """One dialog, with how its owner is notified of it; `pts`: of a channel."""
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
        notify_settings=settings,
        pts=pts,
        draft=read_value(dialog.draft),
        folder_id=dialog.folder_id or None,
        ttl_period=dialog.ttl_period or None,
    )


Completes = Callable[[Tx, Viewer, Sequence["api.TypeDialog"]], Awaitable[None]]
_completers: list[Completes] = []


def completes_dialogs(completer: Completes) -> Completes:
    """The decorated function adds to dialogs what a later room knows of them, in place."""
    if completer not in _completers:
        _completers.append(completer)
    return completer


async def render_dialogs(
    tx: Tx, viewer: Viewer, dialogs: Sequence[Dialog], archive: Sequence[Waiting] = ()
) -> tuple[list["api.TypeDialog"], list["api.TypeMessage"], Peers]:
    """Dialogs, their newest messages, and all that both speak of. `archive`: the state of it, when it
    is to lead the list."""
    box = BoxId(viewer.user_id)
    channels = await find_channels(tx, viewer.user_id, dialogs)
    named = {each.peer for each in dialogs} | {each.peer for each in archive}
    settings, muted = await find_heard(tx, viewer.user_id, named, viewer.now)
    shown: list[api.TypeDialog] = [
        render_dialog(channels.filled(each), settings[each.peer], channels.pts.get(each.peer))
        for each in dialogs
    ]
    top_ids = [each.top_id for each in dialogs if each.peer not in channels.pts]
    for completer in _completers:
        await completer(tx, viewer, shown)
    if archive:
        shown.insert(0, render_archive(archive, muted))
        if channel_of(archive[0].peer) is None:
            top_ids.insert(0, archive[0].top_id)
    found = await store.find_many(tx, box, {each for each in top_ids if each})
    tops = [found[each] for each in dict.fromkeys(top_ids) if each in found]
    tops += [*await find_newest(tx, archive), *channels.tops.values()]
    messages = await render_messages(tx, viewer, tops)
    peers = await render_peers_of(tx, viewer, [*shown, *messages])
    return shown, messages, peers
