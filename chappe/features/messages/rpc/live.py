"""`messages.*`: where somebody is, for a while. https://core.telegram.org/api/live-location"""

from copy import copy
from dataclasses import replace

from chappe.features.files.actions import prepare_media
from chappe.features.messages import store
from chappe.features.messages.access import box_of
from chappe.features.messages.actions.edits import edit
from chappe.features.messages.model import BodyMark, MediaKind, Message
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.rpc.editing import edits_media
from chappe.features.messages.store import Window
from chappe.features.messages.view import render_page
from chappe.features.users.access import access_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.horizon import horizon

FOR_EVER = 0x7FFFFFFF
SEARCHED_MAX = 100
"""Places that are looked through for those that still move."""
OF_PLACES = f"{store.OF_PEER} AND b.media_kind = {MediaKind.GEO:d}"


@edits_media(api.InputMediaGeoLive)
async def move_on(call: Call, message: Message, said: api.InputMediaGeoLive) -> None:
    """Whoever is on the way is elsewhere now, or has arrived (`stopped`).

    Errors: MEDIA_PREV_INVALID (no live location, or it has ended), those of the medium
    """
    before = read_value(message.body.media)
    if not isinstance(before, api.MessageMediaGeoLive) or not is_live(message, call.now):
        raise RpcError(400, "MEDIA_PREV_INVALID")
    if said.stopped:
        before.period = max(1, int(call.now) - message.body.at)
        before.heading = before.proximity_notification_radius = None
        media: api.TypeMessageMedia = before
    else:
        moved = copy(said)  # the request stays as it was: it may be run again
        moved.period = said.period or before.period
        media = (await prepare_media(call, moved)).media
    body = replace(
        message.body,
        media=write_value(media),
        edited_at=int(call.now),
        marks=message.body.marks | BodyMark.EDIT_HIDE,
    )
    await edit(call.journal, message, body)


def is_live(message: Message, now: float) -> bool:
    """Whether a message tells where somebody is, still."""
    media = read_value(message.body.media)
    if not isinstance(media, api.MessageMediaGeoLive):
        return False
    return media.period == FOR_EVER or message.body.at + media.period > now


@method("messages.getRecentLocations", who=Who.USER)
async def get_recent_locations(
    call: Call, q: api.messages.GetRecentLocations
) -> "api.messages.TypeMessages":
    """Return the messages of a dialog that tell where somebody is, still.

    Wire:   https://core.telegram.org/method/messages.getRecentLocations
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    box = box_of(call.viewer, peer)
    least = await horizon(call.tx, call.user_id, box)
    window = Window(0, 0, 0, SEARCHED_MAX, 0, least)
    found = await store.find_window(call.tx, window, OF_PLACES, box=box, peer=peer)
    live = [each for each in found if is_live(each, call.now)][: max(0, q.limit)]
    return await render_page(call.tx, call.viewer, live, len(live), known=q.hash)
