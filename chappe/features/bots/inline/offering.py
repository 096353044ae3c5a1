"""Results of inline queries, looked at and brought into the form in which they are kept and shown.

Files are kept as `photoEmpty` and `documentEmpty`. What the message of a result will carry is kept beside it, where it is
known by now: a file of ours, a place, a contact, a game. What lies elsewhere in the web is fetched when it is chosen.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chappe.features.files.actions import prepare_media
from chappe.features.files.attributes import clean_attributes
from chappe.features.files.kinds import PreparedMedia
from chappe.features.messages.markup import prepare_markup
from chappe.features.messages.payload import read_value, read_values
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import CAPTION, MESSAGE, Limit
from chappe.features.users.access import named_user
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.tl.build import TLObject

RESULTS_MAX = 50
ID_BYTES_MAX = 64
MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+")
TEXT_CHARACTERS_MAX = 1024
TYPES = {
    *("article", "photo", "gif", "video", "audio", "voice", "file", "document", "sticker"),
    *("geo", "location", "venue", "contact"),
}
HEADS: dict[type[TLObject], type[TLObject]] = {
    api.InputBotInlineMessageGame: api.InlineButtonTypeGame,
    api.InputBotInlineMessageMediaInvoice: api.InlineButtonTypeBuy,
}
"""What the keyboard under it begins with."""
EMBEDDED = "text/html"
"""A video that is a page of the web: it cannot be sent as a file."""
Content = Callable[[api.InputBotInlineResult], str | None]
"""The error for a result of a type that lacks something, or None."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A result as it is kept. `media`: what its message carries, None: nothing, or it is fetched later."""

    result: "api.TypeBotInlineResult"
    media: PreparedMedia | None = None


async def check_results(
    call: Call, results: "list[api.TypeInputBotInlineResult]"
) -> list[Offered]:
    """Results as they are kept. Before the call's first statement.

    Errors: RESULTS_TOO_MUCH, RESULT_ID_INVALID, RESULT_ID_DUPLICATE, those of `offer`
    """
    if len(results) > RESULTS_MAX:
        raise RpcError(400, "RESULTS_TOO_MUCH")
    ids = [each.id for each in results]
    if not all(0 < len(each.encode()) <= ID_BYTES_MAX for each in ids):
        raise RpcError(400, "RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise RpcError(400, "RESULT_ID_DUPLICATE")
    return [await offer(call, each) for each in results]


async def offer(call: Call, said: "api.TypeInputBotInlineResult") -> Offered:
    """One result.

    Errors: RESULT_TYPE_INVALID, SEND_MESSAGE_GAME_INVALID, PHOTO_INVALID, DOCUMENT_INVALID, those of `_check_content`,
            `_web` and `_message`
    """
    plays = isinstance(said, api.InputBotInlineResultGame)
    if plays is not isinstance(said.send_message, api.InputBotInlineMessageGame):
        raise RpcError(400, "SEND_MESSAGE_GAME_INVALID")
    if not isinstance(said, api.InputBotInlineResultGame) and said.type not in TYPES:
        raise RpcError(400, "RESULT_TYPE_INVALID")
    message, carried = await _message(call, said.send_message)
    match said:
        case api.InputBotInlineResultPhoto() | api.InputBotInlineResultDocument():
            return await _file(call, said, message, carried)
        case api.InputBotInlineResultGame():
            return await _game(call, said, message)
        case _:
            return _elsewhere(said, message, carried)


def _elsewhere(
    said: api.InputBotInlineResult,
    message: "api.TypeBotInlineMessage",
    carried: PreparedMedia | None,
) -> Offered:
    """A result whose content, if it has any, lies in the web."""
    auto = isinstance(message, api.BotInlineMessageMediaAuto)
    refusal = CHECKS.get(said.type, _nothing)(said)
    if refusal is not None:
        raise RpcError(400, refusal)
    page = said.content is not None and said.content.mime_type == EMBEDDED
    if auto and (said.content is None or page):
        raise RpcError(400, "SEND_MESSAGE_MEDIA_INVALID")
    result = api.BotInlineResult(
        id=said.id,
        type=said.type,
        title=_words(said.title),
        description=_words(said.description),
        url=_words(said.url),
        thumb=_web(said.thumb),
        content=_web(said.content),
        send_message=message,
    )
    return Offered(result, carried)


async def _file(
    call: Call,
    said: api.InputBotInlineResultPhoto | api.InputBotInlineResultDocument,
    message: "api.TypeBotInlineMessage",
    carried: PreparedMedia | None,
) -> Offered:
    """A result that is a file of ours."""
    photo = isinstance(said, api.InputBotInlineResultPhoto)
    named: api.TypeInputMedia = (
        api.InputMediaPhoto(id=said.photo)
        if isinstance(said, api.InputBotInlineResultPhoto)
        else api.InputMediaDocument(id=said.document)
    )
    try:
        prepared = await prepare_media(call, named)
    except RpcError as error:
        raise RpcError(400, "PHOTO_INVALID" if photo else "DOCUMENT_INVALID") from error
    media: Any = prepared.media
    result = api.BotInlineMediaResult(
        id=said.id,
        type=said.type,
        photo=media.photo if photo else None,
        document=None if photo else media.document,
        title=_words(getattr(said, "title", None)),
        description=_words(getattr(said, "description", None)),
        send_message=message,
    )
    auto = isinstance(message, api.BotInlineMessageMediaAuto)
    return Offered(result, prepared if auto else carried)


async def _game(
    call: Call, said: api.InputBotInlineResultGame, message: "api.TypeBotInlineMessage"
) -> Offered:
    """A result that is a game."""
    me = api.InputUser(user_id=call.user_id, access_hash=0)
    named = api.InputGameShortName(bot_id=me, short_name=said.short_name)
    prepared = await prepare_media(call, api.InputMediaGame(id=named))
    assert isinstance(prepared.media, api.MessageMediaGame), "see games.media"
    assert isinstance(message, api.BotInlineMessageMediaAuto), "see _message"
    message.reply_markup = message.reply_markup or prepared.markup
    game = prepared.media.game
    result = api.BotInlineMediaResult(
        id=said.id,
        type="game",
        title=game.title,
        description=game.description,
        photo=game.photo,
        document=game.document,
        send_message=message,
    )
    return Offered(result, prepared)


# -- what results of each type need -----------------------------------------------------


def _nothing(_said: api.InputBotInlineResult) -> str | None:
    return None


def _article(said: api.InputBotInlineResult) -> str | None:
    return None if said.title else "ARTICLE_TITLE_EMPTY"


def _mime(said: api.InputBotInlineResult) -> str:
    return "" if said.content is None else said.content.mime_type


def _photo(said: api.InputBotInlineResult) -> str | None:
    if said.content is None or not said.content.url:
        return "PHOTO_CONTENT_URL_EMPTY"
    if not _mime(said).startswith("image/"):
        return "PHOTO_CONTENT_TYPE_INVALID"
    return "PHOTO_THUMB_URL_EMPTY" if said.thumb is None or not said.thumb.url else None


def _gif(said: api.InputBotInlineResult) -> str | None:
    fine = _mime(said) in {"image/gif", "video/mp4"}
    return None if fine else "GIF_CONTENT_TYPE_INVALID"


def _video(said: api.InputBotInlineResult) -> str | None:
    if _mime(said) not in {"video/mp4", EMBEDDED}:
        return "VIDEO_CONTENT_TYPE_INVALID"
    return None if said.title else "VIDEO_TITLE_EMPTY"


def _audio(said: api.InputBotInlineResult) -> str | None:
    if said.content is None or not said.content.url:
        return "AUDIO_CONTENT_URL_EMPTY"
    return None if said.title else "AUDIO_TITLE_EMPTY"


def _document(said: api.InputBotInlineResult) -> str | None:
    if not said.title:
        return "FILE_TITLE_EMPTY"
    fine = _mime(said) in {"application/pdf", "application/zip"}
    return None if fine else "FILE_CONTENT_TYPE_INVALID"


CHECKS: dict[str, Content] = {
    "article": _article,
    "photo": _photo,
    "gif": _gif,
    "video": _video,
    "audio": _audio,
    "voice": _audio,
    "file": _document,
    "document": _document,
}


def _words(text: str | None) -> str | None:
    cleaned = (text or "").replace("\0", "").strip()[:TEXT_CHARACTERS_MAX]
    return cleaned or None


def _web(said: "api.TypeInputWebDocument | None") -> api.WebDocumentNoProxy | None:
    """Something in the web; clients fetch it themselves.

    Errors: WEBDOCUMENT_URL_EMPTY, WEBDOCUMENT_URL_INVALID, WEBDOCUMENT_MIME_INVALID, MEDIA_INVALID (attributes)
    """
    if said is None:
        return None
    if not said.url:
        raise RpcError(400, "WEBDOCUMENT_URL_EMPTY")
    try:
        parts = urlsplit(said.url)
        host = parts.hostname
    except ValueError:
        raise RpcError(400, "WEBDOCUMENT_URL_INVALID") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise RpcError(400, "WEBDOCUMENT_URL_INVALID")
    if not MIME.fullmatch(said.mime_type):
        raise RpcError(400, "WEBDOCUMENT_MIME_INVALID")
    return api.WebDocumentNoProxy(
        url=said.url,
        size=said.size,
        mime_type=said.mime_type,
        attributes=clean_attributes(said.attributes),
    )


# -- what is said when a result is chosen -----------------------------------------------


async def _message(
    call: Call, said: "api.TypeInputBotInlineMessage"
) -> "tuple[api.TypeBotInlineMessage, PreparedMedia | None]":
    """What is said, and what it carries.

    Errors: SEND_MESSAGE_TYPE_INVALID (rich messages), those of prepare_text, prepare_markup and prepare_media
    """
    if isinstance(said, api.InputBotInlineMessageRichMessage):
        raise RpcError(400, "SEND_MESSAGE_TYPE_INVALID")
    head = HEADS.get(type(said))
    kept = prepare_markup(call, said.reply_markup, inline_only=True, head=head)
    markup: Any = read_value(kept)
    match said:
        case api.InputBotInlineMessageText():
            text = _text(call, said, MESSAGE)
            shown = api.BotInlineMessageText(
                no_webpage=said.no_webpage, **text, reply_markup=markup
            )
            return shown, None
        case api.InputBotInlineMessageMediaWebPage():
            page = api.BotInlineMessageMediaWebPage(
                force_large_media=said.force_large_media,
                force_small_media=said.force_small_media,
                manual=True,
                safe=said.optional,
                url=said.url,
                **_text(call, said, MESSAGE),
                reply_markup=markup,
            )
            return page, None
        case api.InputBotInlineMessageMediaAuto():
            text = _text(call, said, CAPTION)
            return api.BotInlineMessageMediaAuto(**text, reply_markup=markup), None
        case api.InputBotInlineMessageGame():
            return api.BotInlineMessageMediaAuto(message="", reply_markup=markup), None
        case _:
            return await _plain(call, said, markup)


def _text(
    call: Call,
    said: api.InputBotInlineMessageText
    | api.InputBotInlineMessageMediaAuto
    | api.InputBotInlineMessageMediaWebPage,
    limit: Limit,
) -> dict[str, Any]:
    prepared = prepare_text(
        said.message,
        said.entities,
        limit=limit,
        resolve_user=lambda named: named_user(call.viewer, named),
    )
    return {
        "invert_media": said.invert_media,
        "message": prepared.text,
        "entities": read_values(prepared.entities),
    }


async def _plain(
    call: Call, said: Any, markup: Any
) -> "tuple[api.TypeBotInlineMessage, PreparedMedia | None]":
    """A place, a contact, something for sale: what the message carries is what is said."""
    prepared = await prepare_media(call, _plain_media(said))
    media: Any = prepared.media
    shown: api.TypeBotInlineMessage
    match media:
        case api.MessageMediaContact():
            shown = api.BotInlineMessageMediaContact(
                phone_number=media.phone_number,
                first_name=media.first_name,
                last_name=media.last_name,
                vcard=media.vcard,
                reply_markup=markup,
            )
        case api.MessageMediaInvoice():
            shown = api.BotInlineMessageMediaInvoice(
                shipping_address_requested=media.shipping_address_requested,
                test=media.test,
                title=media.title,
                description=media.description,
                photo=media.photo,
                currency=media.currency,
                total_amount=media.total_amount,
                reply_markup=markup or prepared.markup,
            )
        case api.MessageMediaVenue():
            shown = api.BotInlineMessageMediaVenue(
                geo=media.geo,
                title=media.title,
                address=media.address,
                provider=media.provider,
                venue_id=media.venue_id,
                venue_type=media.venue_type,
                reply_markup=markup,
            )
        case _:
            shown = api.BotInlineMessageMediaGeo(
                geo=media.geo,
                heading=getattr(media, "heading", None),
                period=getattr(media, "period", None),
                proximity_notification_radius=getattr(
                    media, "proximity_notification_radius", None
                ),
                reply_markup=markup,
            )
    return shown, prepared


def _plain_media(said: Any) -> "api.TypeInputMedia":
    match said:
        case api.InputBotInlineMessageMediaContact():
            kind: Any = api.InputMediaContact
        case api.InputBotInlineMessageMediaVenue():
            kind = api.InputMediaVenue
        case api.InputBotInlineMessageMediaInvoice():
            kind = api.InputMediaInvoice
        case api.InputBotInlineMessageMediaGeo() if said.period:
            kind = api.InputMediaGeoLive
        case _:
            kind = api.InputMediaGeoPoint
    given = {name: getattr(said, name) for name in kind.FIELDS if name in said.FIELDS}
    media: api.TypeInputMedia = kind(**given)
    return media
