"""What was found, on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.messages.finding import Day, Place
from chappe.features.messages.model import Message
from chappe.features.messages.view import render_messages
from chappe.tl import api
from chappe.updates.render import render_peers_of
from chappe.updates.viewer import Viewer


async def render_calendar(
    tx: Tx,
    viewer: Viewer,
    days: Sequence[Day],
    messages: Sequence[Message],
    count: int,
    first: tuple[int, int],
    before: int,
) -> api.messages.SearchResultsCalendar:
    """Days and the newest message of each. `first`: number and date of the oldest message of all."""
    shown = await render_messages(tx, viewer, messages)
    users, chats = await render_peers_of(tx, viewer, shown)
    return api.messages.SearchResultsCalendar(
        count=count,
        min_msg_id=first[0],
        min_date=first[1],
        offset_id_offset=before,
        periods=[
            api.SearchResultsCalendarPeriod(
                date=day.at, min_msg_id=day.first_id, max_msg_id=day.last_id, count=day.count
            )
            for day in days
        ],
        messages=shown,
        chats=chats,
        users=users,
    )


def render_places(places: Sequence[Place], count: int) -> api.messages.SearchResultsPositions:
    """Some messages of a list, each with its place."""
    positions = [
        api.SearchResultPosition(msg_id=each.message_id, date=each.at, offset=each.index)
        for each in places
    ]
    return api.messages.SearchResultsPositions(count=count, positions=positions)
