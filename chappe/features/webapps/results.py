"""What a bot wants to have said in somebody's name: an inline result, made ready to be sent."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.features.files.actions import prepare_media
from chappe.features.files.kinds import PreparedMedia
from chappe.features.messages.markup import prepare_markup
from chappe.features.messages.payload import write_value
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import CAPTION, MESSAGE, Prepared
from chappe.features.users.access import named_user
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.features.text.model import Limit

RESULT_ID_BYTES_MAX = 64


@dataclass(frozen=True, slots=True)
class Ready:
    """A result whose slow work is done. `link`: of whose page a preview is shown."""

    text: Prepared
    media: PreparedMedia | None
    markup: bytes | None
    invert_media: bool
    link: str | None


async def prepare_result(call: Call, result: "api.TypeInputBotInlineResult") -> Ready:
    """Make a result ready, before the call's first statement.

    Errors: RESULT_ID_INVALID, RESULT_TYPE_INVALID (a medium that there is none of), SEND_MESSAGE_GAME_INVALID, METHOD_INVALID (invoices and
            rich messages), those of prepare_media, prepare_text and prepare_markup
    """
    if not 0 < len(result.id.encode()) <= RESULT_ID_BYTES_MAX:
        raise RpcError(400, "RESULT_ID_INVALID")
    said = result.send_message
    if isinstance(
        said, api.InputBotInlineMessageMediaInvoice | api.InputBotInlineMessageRichMessage
    ):
        raise RpcError(400, "METHOD_INVALID")
    plays = isinstance(said, api.InputBotInlineMessageGame)
    if plays is not isinstance(result, api.InputBotInlineResultGame):
        raise RpcError(400, "SEND_MESSAGE_GAME_INVALID")
    head = api.InlineButtonTypeGame if plays else None
    markup = prepare_markup(call, said.reply_markup, inline_only=True, head=head)
    media = _media(call, result)
    is_text = isinstance(
        said, api.InputBotInlineMessageText | api.InputBotInlineMessageMediaWebPage
    )
    text = _text(call, said, MESSAGE if is_text else CAPTION)
    prepared = None if media is None else await prepare_media(call, media)
    if prepared is not None:
        markup = markup or write_value(prepared.markup)
    link = None if not is_text or getattr(said, "no_webpage", False) else text.link
    above = getattr(said, "invert_media", False)
    return Ready(text, prepared, markup, above, None if prepared else link)


def _text(call: Call, said: "api.TypeInputBotInlineMessage", limit: "Limit") -> Prepared:
    return prepare_text(
        getattr(said, "message", ""),
        getattr(said, "entities", None),
        limit=limit,
        resolve_user=lambda named: named_user(call.viewer, named),
    )


def _media(call: Call, result: "api.TypeInputBotInlineResult") -> "api.TypeInputMedia | None":
    """What the message carries; None: it is text."""
    said = result.send_message
    match said:
        case api.InputBotInlineMessageText():
            return None
        case api.InputBotInlineMessageMediaWebPage():
            return api.InputMediaWebPage(
                url=said.url,
                force_large_media=said.force_large_media,
                force_small_media=said.force_small_media,
                optional=said.optional,
            )
        case api.InputBotInlineMessageMediaGeo():
            return _place(said)
        case api.InputBotInlineMessageMediaVenue():
            return api.InputMediaVenue(
                geo_point=said.geo_point,
                title=said.title,
                address=said.address,
                provider=said.provider,
                venue_id=said.venue_id,
                venue_type=said.venue_type,
            )
        case api.InputBotInlineMessageMediaContact():
            return api.InputMediaContact(
                phone_number=said.phone_number,
                first_name=said.first_name,
                last_name=said.last_name,
                vcard=said.vcard,
            )
        case _:
            return _own_media(call, result)


def _place(said: api.InputBotInlineMessageMediaGeo) -> "api.TypeInputMedia":
    if not said.period:
        return api.InputMediaGeoPoint(geo_point=said.geo_point)
    return api.InputMediaGeoLive(
        geo_point=said.geo_point,
        heading=said.heading,
        period=said.period,
        proximity_notification_radius=said.proximity_notification_radius,
    )


def _own_media(call: Call, result: "api.TypeInputBotInlineResult") -> "api.TypeInputMedia":
    """The medium that the result itself is."""
    match result:
        case api.InputBotInlineResultPhoto():
            return api.InputMediaPhoto(id=result.photo)
        case api.InputBotInlineResultDocument():
            return api.InputMediaDocument(id=result.document)
        case api.InputBotInlineResultGame():
            me = api.InputUser(user_id=call.user_id, access_hash=0)
            named = api.InputGameShortName(bot_id=me, short_name=result.short_name)
            return api.InputMediaGame(id=named)
        case api.InputBotInlineResult() if result.content is not None:
            url = result.content.url
            if result.type == "photo":
                return api.InputMediaPhotoExternal(url=url)
            return api.InputMediaDocumentExternal(url=url)
        case _:
            raise RpcError(400, "RESULT_TYPE_INVALID")
