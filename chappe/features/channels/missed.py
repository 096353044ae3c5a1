"""What somebody has missed in a channel. https://core.telegram.org/api/updates#recovering-gaps"""

from chappe.db.database import Tx
from chappe.features.channels.access import Seat
from chappe.features.chatlist.view import render_dialogs
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.features.messages.store import OF_PEER, Window
from chappe.features.messages.view import render_messages
from chappe.ids import Pts
from chappe.tl import api
from chappe.updates.difference import read_missed, read_state
from chappe.updates.encode import writable
from chappe.updates.render import render, render_peers_of
from chappe.updates.viewer import Viewer

TOO_LONG = 1000
"""Facts behind which the newest messages are told instead of all that happened."""
NEWEST = 20
TIMEOUT_SECONDS = 30
"""After which a client that is not told of a channel may ask again."""
FOREVER = 1 << 33


async def render_missed(
    tx: Tx, viewer: Viewer, seat: Seat, pts: int, limit: int, layer: int
) -> "api.updates.TypeChannelDifference":
    """What happened in a channel since `pts`; updates for which the layer has no words are left out."""
    state = await read_state(tx, seat.channel.box)
    if pts >= state.pts:
        return api.updates.ChannelDifferenceEmpty(
            final=True, pts=state.pts, timeout=TIMEOUT_SECONDS
        )
    if state.pts - pts > TOO_LONG:
        return await _too_long(tx, viewer, seat)
    missed = await read_missed(tx, state, Pts(pts), FOREVER, limit)
    messages: list[api.TypeMessage] = []
    others: list[api.TypeUpdate] = []
    for updates in await render(tx, viewer, missed.entries):
        for update in updates:
            if isinstance(update, api.UpdateNewChannelMessage):
                messages.append(update.message)
            elif writable(update, layer):
                others.append(update)
    users, chats = await render_peers_of(tx, viewer, [*messages, *others], seat.channel.peer)
    return api.updates.ChannelDifference(
        final=not missed.more,
        pts=missed.pts,
        timeout=TIMEOUT_SECONDS,
        new_messages=messages,
        other_updates=others,
        chats=chats,
        users=users,
    )


async def _too_long(tx: Tx, viewer: Viewer, seat: Seat) -> "api.updates.TypeChannelDifference":
    """The channel as it is by now."""
    channel = seat.channel
    dialog = await dialogs.find(tx, viewer.user_id, channel.peer)
    assert dialog is not None, "a member has a line in the list"
    (shown, *_), _, _ = await render_dialogs(tx, viewer, [dialog])
    window = Window(0, 0, 0, NEWEST)
    newest = await store.find_window(tx, window, OF_PEER, box=channel.box, peer=channel.peer)
    messages = await render_messages(tx, viewer, newest)
    users, chats = await render_peers_of(tx, viewer, [shown, *messages])
    return api.updates.ChannelDifferenceTooLong(
        final=True,
        timeout=TIMEOUT_SECONDS,
        dialog=shown,
        messages=messages,
        chats=chats,
        users=users,
    )
