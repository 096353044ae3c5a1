"""What somebody has missed in a channel. https://core.telegram.org/api/updates#recovering-gaps"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.channels.access import Seat
from chappe.features.chatlist.view import render_dialogs
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.features.messages.model import Message
from chappe.features.messages.store import OF_PEER, Window
from chappe.features.messages.view import render_messages
from chappe.features.notify.actions import find_settings
from chappe.ids import MessageId, Pts
from chappe.tl import api
from chappe.updates.difference import read_missed, read_state
from chappe.updates.encode import writable
from chappe.updates.horizon import horizon
from chappe.updates.log import Moment
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render, render_peers_of
from chappe.updates.viewer import Viewer

TOO_LONG = 1000
"""Facts behind which the newest messages are told instead of all that happened."""
NEWEST = 20
TIMEOUT_SECONDS = 30
"""After which a client that is not told of a channel may ask again."""
FOREVER = 1 << 33


async def render_missed(
    tx: Tx, viewer: Viewer, seat: Seat, state: Moment, pts: int, limit: int, layer: int
) -> "api.updates.TypeChannelDifference":
    """What happened in a channel, which is at `state`, since `pts`; updates for which the layer has no words are left out."""
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
            elif writable(update, layer) and not _says_nothing(update):
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
    least = await horizon(tx, viewer.user_id, channel.box)
    window = Window(0, 0, 0, NEWEST, 0, least)
    newest = await store.find_window(tx, window, OF_PEER, box=channel.box, peer=channel.peer)
    messages = await render_messages(tx, viewer, newest)
    dialog = await dialogs.find(tx, viewer.user_id, channel.peer)
    if dialog is not None and seat.mine.standing.inside:
        (shown, *_), _, _ = await render_dialogs(tx, viewer, [dialog])
    else:
        shown = await _guest_line(tx, viewer, seat, newest)
    users, chats = await render_peers_of(tx, viewer, [shown, *messages])
    return api.updates.ChannelDifferenceTooLong(
        final=True,
        timeout=TIMEOUT_SECONDS,
        dialog=shown,
        messages=messages,
        chats=chats,
        users=users,
    )


async def _guest_line(
    tx: Tx, viewer: Viewer, seat: Seat, newest: Sequence[Message]
) -> api.Dialog:
    """A public channel as a line of one who is not in it: nothing is unread."""
    top_id = newest[0].id if newest else MessageId(0)
    settings = await find_settings(tx, viewer.user_id, [seat.channel.peer])
    return api.Dialog(
        peer=peer_on_wire(seat.channel.peer),
        top_message=top_id,
        read_inbox_max_id=top_id,
        read_outbox_max_id=top_id,
        unread_count=0,
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=settings[seat.channel.peer],
        pts=(await read_state(tx, seat.channel.box)).pts,
    )


def _says_nothing(update: "api.TypeUpdate") -> bool:
    """Whether it only moves a bot on that does not hear something."""
    return isinstance(update, api.UpdateDeleteChannelMessages) and not update.messages
