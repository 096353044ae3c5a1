"""Inline results as bots write them. https://core.telegram.org/bots/api#inlinequeryresult"""

from collections.abc import Sequence
from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import FileName, Medium
from chappe.botapi.methods.contents import read_message
from chappe.botapi.methods.files import WRONG, input_document, input_photo, read_file
from chappe.botapi.methods.games import UNKNOWN
from chappe.botapi.methods.keyboards import read_markup
from chappe.botapi.shown.scene import Json
from chappe.tl import api

FILES = {
    "photo": Medium.PHOTO,
    "gif": Medium.ANIMATION,
    "mpeg4": Medium.ANIMATION,
    "video": Medium.VIDEO,
    "audio": Medium.AUDIO,
    "voice": Medium.VOICE,
    "document": Medium.DOCUMENT,
    "sticker": Medium.STICKER,
}
"""What a result may be that is a file, by the word in its parameters."""
WIRE_TYPES = {"mpeg4_gif": "gif", "document": "file", "location": "geo"}
"""Types that are called otherwise in the Telegram API."""
USUAL_TYPES = {
    "gif": "image/gif",
    "mpeg4": "video/mp4",
    "photo": "image/jpeg",
    "audio": "audio/mpeg",
    "voice": "audio/ogg",
}
"""What is at an address of which the bot does not say it."""
GALLERY = {"photo", "gif", "mpeg4_gif", "video", "sticker"}
"""Results to look at: when there are no others, they are shown side by side."""
WRONG_RESULT = UNKNOWN
"""Errors of results that have words of their own."""
SIDE_MAX, SECONDS_MAX = 1 << 16, 1 << 24


def read_result(ask: Ask, said: Json) -> "api.TypeInputBotInlineResult":
    """One inline result.

    Raises: BotError.
    """
    if said["type"] == "game":
        markup = read_markup(ask, said.get("reply_markup"))
        return api.InputBotInlineResultGame(
            id=said["id"],
            short_name=said["game_short_name"],
            send_message=api.InputBotInlineMessageGame(reply_markup=markup),
        )
    for word, medium in FILES.items():
        if f"{word}_file_id" in said:
            return _known(ask, said, f"{word}_file_id", medium)
    return _other(ask, said)


def is_gallery(said: Sequence[Json]) -> bool:
    """Whether results are shown side by side."""
    return bool(said) and all(each["type"] in GALLERY for each in said)


def _known(ask: Ask, said: Json, name: str, medium: Medium) -> "api.TypeInputBotInlineResult":
    """A result that is a file of ours."""
    file = read_file(ask, said[name], medium)
    if not isinstance(file, FileName):
        raise bad(WRONG)
    message = read_message(ask, said)
    if medium is Medium.PHOTO:
        return api.InputBotInlineResultPhoto(
            id=said["id"], type="photo", photo=input_photo(ask, file), send_message=message
        )
    return api.InputBotInlineResultDocument(
        id=said["id"],
        type=_wire_type(said),
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
        mime = said.get("mime_type") or USUAL_TYPES.get(word, "")
        content = _web(said[f"{word}_url"], mime, _attributes(word, said))
    thumb, url = None, said.get("thumbnail_url")
    if url is not None:
        mime = said.get("thumbnail_mime_type", "image/jpeg")
        thumb = _web(url, mime, _sides(said, "thumbnail"))
    return api.InputBotInlineResult(
        id=said["id"],
        type=_wire_type(said),
        title=_title(said),
        description=_description(said),
        url=said.get("url"),
        thumb=thumb,
        content=content,
        send_message=read_message(ask, said),
    )


def _wire_type(said: Json) -> str:
    word: str = said["type"]
    return WIRE_TYPES.get(word, word)


def _title(said: Json) -> str | None:
    if said["type"] == "contact":
        return f"{said['first_name']} {said.get('last_name', '')}".strip()
    return said.get("title")


def _description(said: Json) -> str | None:
    match said["type"]:
        case "contact":
            return str(said["phone_number"])
        case "location":
            return f"{said['latitude']} {said['longitude']}"
        case "venue":
            return str(said["address"])
        case "audio":
            return said.get("performer")
        case _:
            return said.get("description")


# -- what is on the web -----------------------------------------------------------------


def _web(
    url: str, mime: str, attributes: "list[api.TypeDocumentAttribute]"
) -> api.InputWebDocument:
    return api.InputWebDocument(
        url=url, size=0, mime_type=mime.strip().lower(), attributes=attributes
    )


def _within(said: Json, name: str, most: int) -> int:
    """A measure that a bot says; nonsense is none."""
    value: int = said.get(name, 0)
    return value if 0 <= value <= most else 0


def _sides(said: Json, word: str) -> "list[api.TypeDocumentAttribute]":
    width = _within(said, f"{word}_width", SIDE_MAX)
    height = _within(said, f"{word}_height", SIDE_MAX)
    if not (width and height):
        return []
    return [api.DocumentAttributeImageSize(w=width, h=height)]


def _attributes(word: str, said: Json) -> "list[api.TypeDocumentAttribute]":
    """What a bot says of a file on the web."""
    seconds = _within(said, f"{word}_duration", SECONDS_MAX)
    match word:
        case "gif":
            return [*_sides(said, word), api.DocumentAttributeAnimated()]
        case "mpeg4":
            return [_video(word, said, seconds), api.DocumentAttributeAnimated()]
        case "video":
            return [_video(word, said, seconds)]
        case "audio" | "voice":
            sound = api.DocumentAttributeAudio(
                voice=word == "voice",
                duration=seconds,
                title=said["title"] if word == "audio" else None,
                performer=said.get("performer"),
            )
            return [sound]
        case _:
            return _sides(said, word)


def _video(word: str, said: Json, seconds: int) -> Any:
    return api.DocumentAttributeVideo(
        duration=float(seconds),
        w=_within(said, f"{word}_width", SIDE_MAX),
        h=_within(said, f"{word}_height", SIDE_MAX),
    )
