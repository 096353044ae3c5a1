"""Sending what needs no file: text, forwarded and copied messages, places, contacts, polls, dice.

https://core.telegram.org/bots/api#sendmessage
"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.marks.entities import Said, read_text
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.methods.outgoing import (
    caption,
    envelope,
    new_random_id,
    numbers,
    sent,
    sent_one,
)
from chappe.botapi.shown.scene import Json
from chappe.tl import api

MESSAGES_MAX = 100
DICE = "🎲"
FORWARDED = {"MESSAGE_ID_INVALID": "message to forward not found"}
COPIED = {"MESSAGE_ID_INVALID": "message to copy not found"}


@bot_method("sendMessage", writes=True)
async def send_message(ask: Ask) -> Json:
    """Send text."""
    said, to = text_of(ask), await envelope(ask)
    options = ask.get("link_preview_options") or {}
    page = preview(options)
    shared: dict[str, Any] = {
        "peer": to.peer,
        "message": said[0],
        "entities": said[1],
        "random_id": new_random_id(),
        "invert_media": options.get("show_above_text", False),
        **to.fields,
    }
    if page is not None:
        return await sent_one(ask, api.messages.SendMedia(**shared, media=page))
    no_page = options.get("is_disabled", False)
    return await sent_one(ask, api.messages.SendMessage(**shared, no_webpage=no_page))


def text_of(ask: Ask) -> Any:
    """The text of a call and its entities."""
    if ask.get("text") is None:
        raise bad("message text is empty")
    return read_text(ask.viewer, ask.get("text"), ask.get("parse_mode"), ask.get("entities"))


def preview(options: Json) -> "api.InputMediaWebPage | None":
    """The page that is to be shown, when it is not simply the first in the text."""
    if options.get("is_disabled") or not options.get("url"):
        return None
    return api.InputMediaWebPage(
        url=options["url"],
        force_large_media=options.get("prefer_large_media", False),
        force_small_media=options.get("prefer_small_media", False),
        optional=True,
    )


async def _forward(ask: Ask, ids: list[int], **more: Any) -> list[Json]:
    if not 1 <= len(ids) <= MESSAGES_MAX:
        raise bad("message identifiers are not specified" if not ids else "too many messages")
    if ids != sorted(set(ids)):
        raise bad("message identifiers must be in a strictly increasing order")
    to = await envelope(ask)
    if "reply_markup" in to.fields and len(ids) > 1:
        raise bad("reply markup can't be sent with many messages")
    fields = {name: value for name, value in to.fields.items() if name != "reply_markup"}
    timestamp = ask.get("video_start_timestamp")
    request = api.messages.ForwardMessages(
        from_peer=await chat_peer_of(ask, "from_chat_id"),
        to_peer=to.peer,
        id=ids,
        random_id=[new_random_id() for _ in ids],
        video_timestamp=timestamp,
        **fields,
        **more,
    )
    return await sent(ask, request)


@bot_method("forwardMessage", writes=True, words=FORWARDED)
async def forward_message(ask: Ask) -> Json:
    """Say again elsewhere what was said, with the name of its author."""
    (message,) = await _forward(ask, [ask.params["message_id"]])
    return message


@bot_method("forwardMessages", writes=True, words=FORWARDED)
async def forward_messages(ask: Ask) -> list[Json]:
    """As forwardMessage, for several; those that are gone are left out."""
    return numbers(await _forward(ask, ask.params["message_ids"]))


@bot_method("copyMessages", writes=True, words=COPIED)
async def copy_messages(ask: Ask) -> list[Json]:
    """Say again elsewhere what was said, without naming anybody."""
    captions = ask.get("remove_caption", False)
    said = await _forward(
        ask, ask.params["message_ids"], drop_author=True, drop_media_captions=captions
    )
    return numbers(said)


@bot_method("sendLocation", writes=True)
async def send_location(ask: Ask) -> Json:
    """Send a place, or where somebody is for some time to come."""
    point = read_point(ask)
    period = ask.get("live_period")
    media: api.TypeInputMedia = api.InputMediaGeoPoint(geo_point=point)
    if period is not None:
        media = api.InputMediaGeoLive(
            geo_point=point,
            period=period,
            heading=ask.get("heading"),
            proximity_notification_radius=ask.get("proximity_alert_radius"),
        )
    return await send_media(ask, media)


def read_point(ask: Ask) -> "api.TypeInputGeoPoint":
    """The place that a call names.

    Raises: BotError.
    """
    return point_of(ask.params)


def point_of(said: Json) -> "api.TypeInputGeoPoint":
    """A place as a bot writes it.

    Raises: BotError.
    """
    latitude, longitude = said["latitude"], said["longitude"]
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise bad("invalid location specified")
    accuracy = said.get("horizontal_accuracy")
    radius = None if not accuracy else max(1, min(int(accuracy), 1500))
    return api.InputGeoPoint(lat=latitude, long=longitude, accuracy_radius=radius)


@bot_method("sendVenue", writes=True)
async def send_venue(ask: Ask) -> Json:
    """Send a place with its name."""
    return await send_media(ask, venue_of(ask.params))


def venue_of(said: Json) -> "api.TypeInputMedia":
    """A place with its name, as a bot writes it.

    Raises: BotError.
    """
    return api.InputMediaVenue(
        geo_point=point_of(said),
        title=said["title"],
        address=said["address"],
        **venue_words(said),
    )


def venue_words(said: Json) -> dict[str, str]:
    """By which names others know a place."""
    google = said.get("google_place_id") is not None
    word = "google_place" if google else "foursquare"
    return {
        "provider": "gplaces" if google else "foursquare",
        "venue_id": said.get(f"{word}_id", ""),
        "venue_type": said.get(f"{word}_type", ""),
    }


@bot_method("sendContact", writes=True)
async def send_contact(ask: Ask) -> Json:
    """Send somebody's number."""
    media = api.InputMediaContact(
        phone_number=ask.params["phone_number"],
        first_name=ask.params["first_name"],
        last_name=ask.get("last_name", ""),
        vcard=ask.get("vcard", ""),
    )
    return await send_media(ask, media)


@bot_method("sendDice", writes=True)
async def send_dice(ask: Ask) -> Json:
    """Throw something whose outcome nobody knows before."""
    return await send_media(ask, api.InputMediaDice(emoticon=ask.get("emoji", DICE)))


async def send_media(ask: Ask, media: "api.TypeInputMedia", words: Said | None = None) -> Json:
    """Send a medium, with its words: those of the caption, when there are no others."""
    to, (text, entities) = await envelope(ask), words or caption(ask)
    request = api.messages.SendMedia(
        peer=to.peer,
        media=media,
        message=text,
        entities=entities,
        random_id=new_random_id(),
        invert_media=ask.get("show_caption_above_media", False),
        **to.fields,
    )
    return await sent_one(ask, request)
