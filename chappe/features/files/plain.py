"""Media without files: contacts, places, dice."""

import math
import secrets
from collections.abc import Awaitable, Callable

from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
"""Emoji → the highest value. https://core.telegram.org/api/dice"""
EMOJI_STYLE = "\ufe0f"
"""Some keyboards put it behind an emoji; it means nothing here."""
TEXT_CHARACTERS_MAX = 256
VCARD_CHARACTERS_MAX = 16_384
PHONE_CHARACTERS_MAX = 32
LIVE_SECONDS = range(60, 86_401)
FOR_EVER = 0x7FFFFFFF
ACCURACY_MAX = 1500
PROXIMITY_METRES_MAX = 100_000

FindOwner = Callable[[Call, str], Awaitable[UserId | None]]
_owner_finders: list[FindOwner] = []


def finds_owner(find: FindOwner) -> FindOwner:
    """Let the decorated function say whose phone number a contact has, as far as the caller may know.

    It is called outside of the call's transaction.
    """
    _owner_finders.append(find)
    return find


@media_kind(api.InputMediaContact)
async def contact(call: Call, said: api.InputMediaContact, _place: int | None) -> PreparedMedia:
    """Somebody's name and phone number."""
    phone = _text(said.phone_number, PHONE_CHARACTERS_MAX).strip()
    first_name = _text(said.first_name)
    if not phone or not first_name.strip():
        raise RpcError(400, "MEDIA_INVALID")
    owner = None
    for find in _owner_finders:
        owner = owner or await find(call, phone)
    return PreparedMedia(
        api.MessageMediaContact(
            phone_number=phone,
            first_name=first_name,
            last_name=_text(said.last_name),
            vcard=_text(said.vcard, VCARD_CHARACTERS_MAX),
            user_id=owner or 0,
        )
    )


@media_kind(api.InputMediaGeoPoint)
async def geo_point(
    _call: Call, said: api.InputMediaGeoPoint, _place: int | None
) -> PreparedMedia:
    """A place on the map."""
    return PreparedMedia(api.MessageMediaGeo(geo=_point(said.geo_point)))


@media_kind(api.InputMediaVenue)
async def venue(_call: Call, said: api.InputMediaVenue, _place: int | None) -> PreparedMedia:
    """A place with a name."""
    return PreparedMedia(
        api.MessageMediaVenue(
            geo=_point(said.geo_point),
            title=_text(said.title),
            address=_text(said.address),
            provider=_text(said.provider),
            venue_id=_text(said.venue_id),
            venue_type=_text(said.venue_type),
        )
    )


@media_kind(api.InputMediaGeoLive)
async def geo_live(
    _call: Call, said: api.InputMediaGeoLive, _place: int | None
) -> PreparedMedia:
    """Where somebody is, for a while; moved by edits of the message, and ended by one (`stopped`)."""
    period = 0 if said.stopped else said.period
    if period is None or not (said.stopped or period in LIVE_SECONDS or period == FOR_EVER):
        raise RpcError(400, "MEDIA_INVALID")
    if said.heading is not None and not 1 <= said.heading <= 360:
        raise RpcError(400, "MEDIA_INVALID")
    near = said.proximity_notification_radius
    if near is not None and not 0 <= near <= PROXIMITY_METRES_MAX:
        raise RpcError(400, "MEDIA_INVALID")
    return PreparedMedia(
        api.MessageMediaGeoLive(
            geo=_point(said.geo_point),
            heading=said.heading,
            period=period,
            proximity_notification_radius=near or None,
        )
    )


@media_kind(api.InputMediaDice)
async def dice(_call: Call, said: api.InputMediaDice, _place: int | None) -> PreparedMedia:
    """A throw, decided here and now."""
    emoji = said.emoticon.replace(EMOJI_STYLE, "")
    highest = DICE.get(emoji)
    if highest is None:
        raise RpcError(400, "EMOTICON_INVALID")
    value = secrets.randbelow(highest) + 1
    return PreparedMedia(api.MessageMediaDice(value=value, emoticon=emoji))


def _point(said: "api.TypeInputGeoPoint") -> api.GeoPoint:
    """A point on the globe; its access hash opens nothing here (there are no maps)."""
    if not isinstance(said, api.InputGeoPoint):
        raise RpcError(400, "MEDIA_EMPTY")
    if not (math.isfinite(said.lat) and abs(said.lat) <= 90):
        raise RpcError(400, "MEDIA_INVALID")
    if not (math.isfinite(said.long) and abs(said.long) <= 180):
        raise RpcError(400, "MEDIA_INVALID")
    radius = said.accuracy_radius
    return api.GeoPoint(
        long=said.long,
        lat=said.lat,
        access_hash=0,
        accuracy_radius=None if radius is None else max(0, min(radius, ACCURACY_MAX)) or None,
    )


def _text(said: str, characters_max: int = TEXT_CHARACTERS_MAX) -> str:
    if len(said) > characters_max:
        raise RpcError(400, "MEDIA_INVALID")
    return said.replace("\0", "")
