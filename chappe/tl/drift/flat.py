"""A rich message in plain words and entities: what clients before layer 227 read, and what a search finds.

A block is a line or some; of a list each item begins with its mark, of a table the cells of a row stand apart.
"""

from collections.abc import Callable
from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject

Made = Callable[[int, int, Any], "api.TypeMessageEntity"]


def _plain(kind: Any) -> Made:
    return lambda offset, length, _said: kind(offset=offset, length=length)


def _link(offset: int, length: int, said: Any) -> "api.TypeMessageEntity":
    return api.MessageEntityTextUrl(offset=offset, length=length, url=said.url)


def _person(offset: int, length: int, said: Any) -> "api.TypeMessageEntity":
    return api.MessageEntityMentionName(offset=offset, length=length, user_id=said.user_id)


def _emoji(offset: int, length: int, said: Any) -> "api.TypeMessageEntity":
    return api.MessageEntityCustomEmoji(
        offset=offset, length=length, document_id=said.document_id
    )


def _code(offset: int, length: int, said: Any) -> "api.TypeMessageEntity":
    return api.MessageEntityPre(
        offset=offset, length=length, language=getattr(said, "language", "")
    )


BOLD = _plain(api.MessageEntityBold)
ENTITIES: dict[type[TLObject], Made] = {
    api.TextBold: BOLD,
    api.TextItalic: _plain(api.MessageEntityItalic),
    api.TextUnderline: _plain(api.MessageEntityUnderline),
    api.TextStrike: _plain(api.MessageEntityStrike),
    api.TextSpoiler: _plain(api.MessageEntitySpoiler),
    api.TextFixed: _plain(api.MessageEntityCode),
    api.TextMath: _plain(api.MessageEntityCode),
    api.TextAutoUrl: _plain(api.MessageEntityUrl),
    api.TextAutoEmail: _plain(api.MessageEntityEmail),
    api.TextEmail: _plain(api.MessageEntityEmail),
    api.TextAutoPhone: _plain(api.MessageEntityPhone),
    api.TextPhone: _plain(api.MessageEntityPhone),
    api.TextBankCard: _plain(api.MessageEntityBankCard),
    api.TextBotCommand: _plain(api.MessageEntityBotCommand),
    api.TextCashtag: _plain(api.MessageEntityCashtag),
    api.TextHashtag: _plain(api.MessageEntityHashtag),
    api.TextMention: _plain(api.MessageEntityMention),
    api.TextUrl: _link,
    api.TextMentionName: _person,
    api.TextCustomEmoji: _emoji,
    api.PageBlockPreformatted: _code,
    api.PageBlockMath: _code,
    api.PageBlockBlockquote: _plain(api.MessageEntityBlockquote),
    api.PageBlockBlockquoteBlocks: _plain(api.MessageEntityBlockquote),
    api.PageBlockPullquote: _plain(api.MessageEntityBlockquote),
    api.PageBlockTitle: BOLD,
    api.PageBlockHeader: BOLD,
    api.PageBlockSubheader: BOLD,
    **dict.fromkeys(
        (
            *(api.PageBlockHeading1, api.PageBlockHeading2, api.PageBlockHeading3),
            *(api.PageBlockHeading4, api.PageBlockHeading5, api.PageBlockHeading6),
        ),
        BOLD,
    ),
}
LINES = ("pageBlock", "pageListItem", "pageListOrderedItem", "pageTableRow", "pageCaption")
"""What begins on a line of its own."""


class _Flat:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.units = 0  # of UTF-16, as entities count
        self.entities: list[api.TypeMessageEntity] = []
        self.fresh = True  # nothing stands on this line yet but a mark

    def say(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.units += len(text) + sum(char > "\uffff" for char in text)
            self.fresh = text.endswith("\n")

    def walk(self, said: TLObject) -> None:
        lines = said.NAME.startswith(LINES)
        if lines and not self.fresh:
            self.say("\n")
        if isinstance(said, api.PageTableCell) and not self.fresh:
            self.say("\t")
        mark = _mark_of(said)
        if mark:
            self.say(mark)
            self.fresh = True
        since, place = self.units, len(self.entities)
        self._inside(said)
        made = ENTITIES.get(type(said))
        if made is not None and self.units > since:
            self.entities.insert(place, made(since, self.units - since, said))

    def _inside(self, said: TLObject) -> None:
        if isinstance(said, api.PageBlockOrderedList):
            first = said.start if said.start is not None else 1
            step = -1 if said.reversed else 1
            for number, item in enumerate(said.items):
                counted = item.num is None and item.value is None
                self.say("" if self.fresh else "\n")
                self.say(f"{first + step * number}. " if counted else "")
                self.fresh = counted or self.fresh
                self.walk(item)
            return
        match said:
            case api.TextPlain():
                self.say(said.text)
            case api.TextMath() | api.PageBlockMath():
                self.say(said.source)
            case api.TextCustomEmoji():
                self.say(said.alt)
            case _:
                for name in ORDER.get(type(said), said.FIELDS):
                    value = getattr(said, name)
                    for part in value if isinstance(value, list) else (value,):
                        if isinstance(part, TLObject):
                            self._part(part, name)

    def _part(self, part: TLObject, name: str) -> None:
        if name in {"caption", "credit", "title"} and not isinstance(part, api.TextEmpty):
            self.say("" if self.fresh else "\n")
        self.walk(part)


ORDER: dict[type[TLObject], tuple[str, ...]] = {api.PageBlockDetails: ("title", "blocks")}
"""Where what is read first does not stand first."""


def _mark_of(said: TLObject) -> str:
    """What stands before the words of an item of a list."""
    if not isinstance(
        said,
        api.PageListItemText
        | api.PageListItemBlocks
        | api.PageListOrderedItemText
        | api.PageListOrderedItemBlocks,
    ):
        return ""
    mark = "• "
    if isinstance(said, api.PageListOrderedItemText | api.PageListOrderedItemBlocks):
        number = said.num if said.num is not None else said.value
        mark = "" if number is None else f"{number}. "
    if said.checkbox:
        mark = f"[{'x' if said.checked else ' '}] "
    return mark


def flatten(
    said: "api.TypeRichMessage",
) -> "tuple[str, list[api.TypeMessageEntity]]":
    """The words of a rich message, and what they are marked as."""
    flat = _Flat()
    for block in said.blocks:
        flat.walk(block)
    text = "".join(flat.parts).rstrip("\n")
    units = len(text) + sum(char > "\uffff" for char in text)
    kept = []
    for entity in flat.entities:
        entity.length = min(entity.length, units - entity.offset)
        if entity.length > 0:
            kept.append(entity)
    return text, kept
