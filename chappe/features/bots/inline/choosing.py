"""A result that somebody has chosen, made into a message."""

from dataclasses import dataclass
from typing import Any

from chappe.db.database import Tx
from chappe.features.bots.inline import answers
from chappe.features.bots.inline.answers import Answer
from chappe.features.files.actions import prepare_media
from chappe.features.files.external import DOCUMENT_TYPES, told_document
from chappe.features.files.kinds import PreparedMedia
from chappe.features.messages.model import BodyMark
from chappe.features.messages.payload import read_value, read_values, write_value, write_values
from chappe.features.text.actions import prepare_text
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

ACCEPTED = {
    "gif": ("image/gif", "video/mp4"),
    "video": ("video/",),
    "audio": ("audio/",),
    "voice": ("audio/", "application/ogg"),
}
"""What may come from the web for a result, by its type: others may be any file."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A result as what is said when it is chosen."""

    result: "api.TypeBotInlineResult"

    @property
    def said(self) -> Any:
        """What is said when it is chosen (a BotInlineMessage)."""
        return self.result.send_message

    @property
    def text(self) -> str:
        """The words of it."""
        return getattr(self.said, "message", "")

    @property
    def entities(self) -> bytes | None:
        """Those of the words."""
        return write_values(getattr(self.said, "entities", None))

    @property
    def markup(self) -> bytes | None:
        """The keyboard under it."""
        return write_value(self.said.reply_markup)

    @property
    def marks(self) -> BodyMark:
        """Whether what it carries stands below the words."""
        inverted = getattr(self.said, "invert_media", False)
        return BodyMark.INVERT_MEDIA if inverted else BodyMark(0)

    @property
    def previews(self) -> bool:
        """Whether the page behind the first link is shown."""
        return isinstance(self.said, api.BotInlineMessageText) and not self.said.no_webpage

    @property
    def link(self) -> str | None:
        """The link whose page is shown."""
        if not self.previews:
            return None
        return prepare_text(self.text, read_values(self.entities)).link


@dataclass(frozen=True, slots=True)
class Chosen(Saying):
    """A result of an answer."""

    answer: Answer


async def find_chosen(tx: Tx, me: UserId, query_id: int, result_id: str) -> Chosen:
    """A result that somebody may send.

    Errors: QUERY_ID_EMPTY, RESULT_ID_EMPTY, INLINE_RESULT_EXPIRED, RESULT_ID_INVALID
    """
    if not query_id:
        raise RpcError(400, "QUERY_ID_EMPTY")
    if not result_id:
        raise RpcError(400, "RESULT_ID_EMPTY")
    answer = await answers.find(tx, query_id)
    if answer is None or (answer.private and answer.user_id != me):
        raise RpcError(400, "INLINE_RESULT_EXPIRED")
    result = next((each for each in answer.results.results if each.id == result_id), None)
    if result is None:
        raise RpcError(400, "RESULT_ID_INVALID")
    return Chosen(result, answer)


async def carried(call: Call, chosen: Chosen) -> PreparedMedia | None:
    """What the message carries; None: nothing but words. Before the call's first statement.

    Errors: those of prepare_media
    """
    kept = chosen.answer.media.get(chosen.result.id)
    if kept is not None:
        return PreparedMedia(read_value(kept))
    return await fetched(call, chosen.result)


async def fetched(call: Call, result: "api.TypeBotInlineResult") -> PreparedMedia | None:
    """What the message of a result carries that lies in the web. Before the call's first statement.

    Errors: those of prepare_media
    """
    said = result.send_message
    if isinstance(said, api.BotInlineMessageMediaWebPage):
        page = api.InputMediaWebPage(
            url=said.url,
            force_large_media=said.force_large_media,
            force_small_media=said.force_small_media,
            optional=said.safe,
        )
        return await prepare_media(call, page)
    if not isinstance(said, api.BotInlineMessageMediaAuto):
        return None
    assert isinstance(result, api.BotInlineResult), "files of ours are kept"
    assert result.content is not None, "see offering"
    url = result.content.url
    if result.type == "photo":
        return await prepare_media(call, api.InputMediaPhotoExternal(url=url))
    accept = ACCEPTED.get(result.type, DOCUMENT_TYPES)
    return await told_document(call, url, accept, _attributes(result, result.content))


def _attributes(
    result: api.BotInlineResult, content: "api.TypeWebDocument"
) -> "list[api.TypeDocumentAttribute]":
    """What a file from the web is: as the bot has said, and as results of the type are at least."""
    kinds = {type(each) for each in content.attributes}
    made = list(content.attributes)
    film = content.mime_type.startswith("video/")
    moving = result.type == "video" or (result.type == "gif" and film)
    if moving and api.DocumentAttributeVideo not in kinds:
        made.append(api.DocumentAttributeVideo(duration=0.0, w=0, h=0))
    if result.type == "gif" and api.DocumentAttributeAnimated not in kinds:
        made.append(api.DocumentAttributeAnimated())
    if result.type not in {"audio", "voice"}:
        return made
    if api.DocumentAttributeAudio not in kinds:
        made.append(api.DocumentAttributeAudio(duration=0))
    for each in made:
        if isinstance(each, api.DocumentAttributeAudio):
            each.voice = result.type == "voice"
    return made
