"""The state of a box, and what was missed, on the wire."""

from chappe.db.database import Tx
from chappe.features.messages.view.sent import render_numbers
from chappe.ids import PeerId, channel_of
from chappe.tl import api
from chappe.updates.crowds import channels_of
from chappe.updates.difference import Missed, read_grown
from chappe.updates.encode import writable
from chappe.updates.facts import NewMessage
from chappe.updates.render import render, render_peers_of
from chappe.updates.viewer import Viewer

QTS_AT_FIRST = 1
"""TDLib takes no update whose qts is not above 1, and none whose pts is not above its pts_count."""
SEQ = 1
"""Containers are pushed with seq 0 (in no order): what they bring is found by pts or by date."""


def render_state(pts: int, at: int, unread: int) -> api.updates.State:
    """Where a box is."""
    return api.updates.State(pts=pts, qts=QTS_AT_FIRST, date=at, seq=SEQ, unread_count=unread)


async def render_difference(
    tx: Tx, viewer: Viewer, missed: Missed, unread: int, layer: int, since: int
) -> "api.updates.TypeDifference":
    """What was missed; updates for which the layer has no words are left out. `since`: the client's date;
    channels in which something happened since then are named, to be asked for apart."""
    now = int(viewer.now)
    joined = await channels_of(tx, viewer.user_id)
    grown = {} if missed.more else await read_grown(tx, joined, since)
    if not missed.entries and not grown:
        return api.updates.DifferenceEmpty(date=max(now, missed.at), seq=SEQ)
    messages: list[api.TypeMessage] = []
    new = [each.fact.id for each in missed.entries if isinstance(each.fact, NewMessage)]
    # Whoever lost the answer to a message of its own finds its number here.
    others: list[api.TypeUpdate] = [*await render_numbers(tx, viewer, new)]
    for updates in await render(tx, viewer, missed.entries):
        for update in updates:
            if isinstance(update, api.UpdateNewMessage):
                messages.append(update.message)
            elif writable(update, layer):
                others.append(update)
    for box, pts in sorted(grown.items()):
        channel_id = channel_of(PeerId(box))
        assert channel_id is not None
        others.append(api.UpdateChannelTooLong(channel_id=channel_id, pts=pts))
    users, chats = await render_peers_of(tx, viewer, [*messages, *others])
    at = missed.at if missed.more else max(now, missed.at)
    state = render_state(missed.pts, at, unread)
    if missed.more:
        return api.updates.DifferenceSlice(
            new_messages=messages,
            new_encrypted_messages=[],
            other_updates=others,
            chats=chats,
            users=users,
            intermediate_state=state,
        )
    return api.updates.Difference(
        new_messages=messages,
        new_encrypted_messages=[],
        other_updates=others,
        chats=chats,
        users=users,
        state=state,
    )
