"""The one road of a rich message from a client's request to what is kept."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chappe.features.rich.hypertext import read_html
from chappe.features.rich.limits import CHARACTERS_MAX, check_limits
from chappe.features.rich.made import blocks_of
from chappe.features.rich.markdown import read_markdown
from chappe.features.rich.model import Rich
from chappe.features.text.actions import write_entities
from chappe.features.text.clean import shows_nothing
from chappe.features.text.detect import detect
from chappe.features.users.access import named_user
from chappe.ids import is_bot
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.flat import flatten
from chappe.updates.viewer import Viewer

FindEmoji = Callable[[Sequence["api.TypeMessageEntity"]], Awaitable[frozenset[int]]]
"""The custom emoji among some entities that there are."""
SOURCE_CHARACTERS_MAX = 2 * CHARACTERS_MAX
"""Of HTML or Markdown: with the marks."""
FOUND = {
    api.MessageEntityUrl: api.TextAutoUrl,
    api.MessageEntityEmail: api.TextAutoEmail,
    api.MessageEntityPhone: api.TextAutoPhone,
    api.MessageEntityBankCard: api.TextBankCard,
    api.MessageEntityBotCommand: api.TextBotCommand,
    api.MessageEntityCashtag: api.TextCashtag,
    api.MessageEntityHashtag: api.TextHashtag,
    api.MessageEntityMention: api.TextMention,
}
"""What is found in plain words, and what it is there."""
VERBATIM = (
    *(api.PageBlockPreformatted, api.TextFixed, api.TextUrl, api.TextEmail, api.TextPhone),
    *(api.TextMentionName, api.TextDate, *FOUND.values()),
)
"""In these nothing is looked for."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """Whom a message may name, and the emoji that there are."""

    users: frozenset[int] | None
    emoji: frozenset[int]


async def prepare_rich(
    viewer: Viewer,
    said: "api.TypeInputRichMessage",
    find_emoji: FindEmoji,
    *,
    drafted: bool = False,
) -> Rich:
    """A rich message as it is kept: read, measured, its people and emoji checked, its links found.

    Errors: those of check_limits; MESSAGE_EMPTY, MEDIA_INVALID (files), ENTITY_MENTION_USER_INVALID
    """
    message, users = _read(viewer, said)
    check_limits(message, drafted=drafted)
    wanted: list[api.TypeMessageEntity] = [
        api.MessageEntityCustomEmoji(offset=0, length=1, document_id=number)
        for number in sorted(_emoji_in(message))
    ]
    emoji = await find_emoji(wanted) if wanted else frozenset()
    checked = _Checked(users, emoji)
    for block in message.blocks:
        _settle(block, checked, finds=not said.noautolink)
    text, entities = flatten(message)
    if shows_nothing(text) and not drafted:
        raise RpcError(400, "MESSAGE_EMPTY")
    return Rich(message, text, write_entities(entities) if entities else None)


def _read(
    viewer: Viewer, said: "api.TypeInputRichMessage"
) -> tuple[api.RichMessage, frozenset[int] | None]:
    """Blocks, and whom they may name; None: a bot names people by their numbers in a text."""
    if isinstance(said, api.InputRichMessage):
        if said.photos or said.documents:
            raise RpcError(400, "MEDIA_INVALID")
        people = [named_user(viewer, each) for each in said.users or ()]
        blocks = said.blocks
        users = frozenset(int(each) for each in people if each is not None)
        return _message(blocks, rtl=said.rtl), users
    if said.files:
        raise RpcError(400, "MEDIA_INVALID")
    source = said.html if isinstance(said, api.InputRichMessageHTML) else said.markdown
    if len(source) > SOURCE_CHARACTERS_MAX:
        raise RpcError(400, "MESSAGE_TOO_LONG")
    read = read_html if isinstance(said, api.InputRichMessageHTML) else read_markdown
    blocks = blocks_of(read(source).inside)
    nobody: frozenset[int] = frozenset()
    return _message(blocks, rtl=said.rtl), None if is_bot(viewer.user_id) else nobody


def _message(blocks: "list[api.TypePageBlock]", *, rtl: bool) -> api.RichMessage:
    return api.RichMessage(rtl=rtl, blocks=blocks, photos=[], documents=[])


def _emoji_in(said: TLObject) -> set[int]:
    if isinstance(said, api.TextCustomEmoji):
        return {said.document_id}
    found: set[int] = set()
    for name in said.FIELDS:
        value = getattr(said, name)
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, TLObject):
                found |= _emoji_in(part)
    return found


def _settle(said: TLObject, checked: _Checked, *, finds: bool) -> None:
    """Put in their places what is found in plain words, and plain words for emoji that there are not."""
    finds = finds and not isinstance(said, VERBATIM)
    for name in said.FIELDS:
        value = getattr(said, name)
        if isinstance(value, list):
            settled = [_settled(each, checked, finds=finds) for each in value]
            setattr(said, name, settled)
        elif isinstance(value, TLObject):
            setattr(said, name, _settled(value, checked, finds=finds))


def _settled(said: object, checked: _Checked, *, finds: bool) -> object:
    match said:
        case api.TextPlain():
            return _linked(said) if finds else said
        case api.TextCustomEmoji() if said.document_id not in checked.emoji:
            return api.TextPlain(text=said.alt)
        case api.TextMentionName() if (
            checked.users is not None and said.user_id not in checked.users
        ):
            raise RpcError(400, "ENTITY_MENTION_USER_INVALID")
        case api.TextUrl():
            said.webpage_id = 0
    if isinstance(said, TLObject):
        _settle(said, checked, finds=finds)
    return said


def _linked(said: api.TextPlain) -> "api.TypeRichText":
    """A text with the links, tags and numbers that are in it."""
    text, place = said.text, 0
    parts: list[Any] = []
    for start, end, entity in detect(text):
        made = FOUND.get(type(entity))
        if made is None:
            continue
        if place < start:
            parts.append(api.TextPlain(text=text[place:start]))
        parts.append(made(text=api.TextPlain(text=text[start:end])))
        place = end
    if not parts:
        return said
    if place < len(text):
        parts.append(api.TextPlain(text=text[place:]))
    return parts[0] if len(parts) == 1 else api.TextConcat(texts=parts)
