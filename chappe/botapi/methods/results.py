"""Inline results as bots write them. https://core.telegram.org/bots/api#inlinequeryresult"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import FileName, Medium
from chappe.botapi.marks.entities import read_text
from chappe.botapi.methods.files import input_document, input_photo, read_file
from chappe.botapi.methods.keyboards import read_markup
from chappe.botapi.methods.outgoing import caption
from chappe.botapi.shown.scene import Json
from chappe.tl import api

NOT_OFFERED = "this server does not offer such message content"
FILES = {
    "photo": Medium.PHOTO,
    "gif": Medium.ANIMATION,
    "mpeg4_gif": Medium.ANIMATION,
    "mpeg4": Medium.ANIMATION,
    "video": Medium.VIDEO,
    "audio": Medium.AUDIO,
    "voice": Medium.VOICE,
    "document": Medium.DOCUMENT,
    "sticker": Medium.STICKER,
}
"""What a result may be that is a file, by the word in its parameters."""
WIRE_TYPES = {"mpeg4": "gif", "mpeg4_gif": "gif", "document": "file"}
"""Types that are called otherwise in the Telegram API."""
GIF_TYPES = {
    "gif": "image/gif",
    "photo": "image/jpeg",
    "audio": "audio/mpeg",
    "voice": "audio/ogg",
}


def read_result(ask: Ask, said: Json) -> "api.TypeInputBotInlineResult":
    """One inline result.

    Raises: BotError.
    """
    if said["type"] == "game":
        message = api.InputBotInlineMessageGame(reply_markup=_markup(ask, said))
        return api.InputBotInlineResultGame(
            id=said["id"], short_name=said["game_short_name"], send_message=message
        )
    for word, medium in FILES.items():
        if f"{word}_file_id" in said:
            return _known(ask, said, word, medium)
    return _other(ask, said)


def _known(ask: Ask, said: Json, word: str, medium: Medium) -> "api.TypeInputBotInlineResult":
    """A result that is a file of ours."""
    file = read_file(ask, said[f"{word}_file_id"], medium)
    if not isinstance(file, FileName):
        raise bad("a file that was sent before is expected")
    message = _message(ask, said)
    if medium is Medium.PHOTO:
        return api.InputBotInlineResultPhoto(
            id=said["id"], type="photo", photo=input_photo(ask, file), send_message=message
        )
    return api.InputBotInlineResultDocument(
        id=said["id"],
        type=WIRE_TYPES.get(word, word),
        title=said.get("title"),
        description=said.get("description"),
        document=input_document(ask, file),
        send_message=message,
    )


def _other(ask: Ask, said: Json) -> api.InputBotInlineResult:
    """A result that is on the web, or none of a file."""
    word = "mpeg4" if said["type"] == "mpeg4_gif" else said["type"]
    content = None
    if word in FILES:
        mime = said.get("mime_type") or GIF_TYPES.get(word, "video/mp4")
        content = _web(said[f"{word}_url"], mime)
    thumb = said.get("thumbnail_url")
    return api.InputBotInlineResult(
        id=said["id"],
        type=_wire_type(said["type"]),
        title=said.get("title") or said.get("first_name"),
        description=said.get("description") or said.get("address"),
        url=said.get("url"),
        thumb=None
        if thumb is None
        else _web(thumb, said.get("thumbnail_mime_type", "image/jpeg")),
        content=content,
        send_message=_message(ask, said),
    )


def _wire_type(word: str) -> str:
    return {"location": "geo"}.get(word) or WIRE_TYPES.get(word, word)


def _web(url: str, mime: str) -> api.InputWebDocument:
    return api.InputWebDocument(url=url, size=0, mime_type=mime, attributes=[])


def _markup(ask: Ask, said: Json) -> "api.TypeReplyMarkup | None":
    return read_markup(ask, said.get("reply_markup"))


def _message(ask: Ask, said: Json) -> "api.TypeInputBotInlineMessage":
    """What is said when the result is chosen: what the bot says in its place, or the result itself."""
    content, markup = said.get("input_message_content"), _markup(ask, said)
    if content is not None:
        return _content(ask, content, markup)
    if said["type"] in {"location", "venue", "contact"}:
        return _content(ask, said, markup)
    text, entities = caption(ask, said)
    return api.InputBotInlineMessageMediaAuto(
        message=text,
        entities=entities,
        reply_markup=markup,
        invert_media=said.get("show_caption_above_media", False),
    )


def _content(
    ask: Ask, said: Json, markup: "api.TypeReplyMarkup | None"
) -> "api.TypeInputBotInlineMessage":
    if "message_text" in said:
        return _text(ask, said, markup)
    if "phone_number" in said:
        return api.InputBotInlineMessageMediaContact(
            phone_number=said["phone_number"],
            first_name=said["first_name"],
            last_name=said.get("last_name", ""),
            vcard=said.get("vcard", ""),
            reply_markup=markup,
        )
    if "latitude" not in said:
        raise bad(NOT_OFFERED)
    accuracy = said.get("horizontal_accuracy")
    point = api.InputGeoPoint(
        lat=said["latitude"],
        long=said["longitude"],
        accuracy_radius=None if not accuracy else max(1, min(int(accuracy), 1500)),
    )
    if "address" in said:
        return _venue(said, point, markup)
    return api.InputBotInlineMessageMediaGeo(
        geo_point=point,
        period=said.get("live_period"),
        heading=said.get("heading"),
        proximity_notification_radius=said.get("proximity_alert_radius"),
        reply_markup=markup,
    )


def _venue(
    said: Json, point: api.InputGeoPoint, markup: "api.TypeReplyMarkup | None"
) -> api.InputBotInlineMessageMediaVenue:
    google = said.get("google_place_id") is not None
    word = "google_place" if google else "foursquare"
    return api.InputBotInlineMessageMediaVenue(
        geo_point=point,
        title=said["title"],
        address=said["address"],
        provider="gplaces" if google else "foursquare",
        venue_id=said.get(f"{word}_id", ""),
        venue_type=said.get(f"{word}_type", ""),
        reply_markup=markup,
    )


def _text(
    ask: Ask, said: Json, markup: "api.TypeReplyMarkup | None"
) -> "api.TypeInputBotInlineMessage":
    text, entities = read_text(
        ask.viewer, said["message_text"], said.get("parse_mode"), said.get("entities")
    )
    options = said.get("link_preview_options") or {}
    shared: dict[str, Any] = {
        "message": text,
        "entities": entities,
        "reply_markup": markup,
        "invert_media": options.get("show_above_text", False),
    }
    if options.get("url") and not options.get("is_disabled"):
        return api.InputBotInlineMessageMediaWebPage(
            **shared,
            url=options["url"],
            force_large_media=options.get("prefer_large_media", False),
            force_small_media=options.get("prefer_small_media", False),
            optional=True,
        )
    return api.InputBotInlineMessageText(**shared, no_webpage=options.get("is_disabled", False))
