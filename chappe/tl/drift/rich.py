"""Rich text: pages, and since layer 227 messages.

A style that a layer does not know leaves its text; a block leaves what nearest block there was.
`text_of` says a whole rich message in plain words.
"""

from collections.abc import Callable, Iterator
from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.frame import down, down_to

STYLES = (
    "textAutoEmail",
    "textAutoPhone",
    "textAutoUrl",
    "textBankCard",
    "textBotCommand",
    "textCashtag",
    "textDate",
    "textHashtag",
    "textMention",
    "textMentionName",
    "textSpoiler",
)
"""Styles of layer 227: before, their text stands alone."""


def _inner(o: Any) -> TLObject:
    text: TLObject = o.text
    return text


for _style in STYLES:
    down_to(_style, until=226)(_inner)
down_to("textButton", until=228)(_inner)
down_to("textDiff", until=227)(_inner)


@down_to("textMath", until=226)
def formula(o: api.TextMath) -> TLObject:
    """A formula becomes its source."""
    return api.TextFixed(text=api.TextPlain(text=o.source))


@down_to("textCustomEmoji", until=226)
def plain_emoji(o: api.TextCustomEmoji) -> TLObject:
    """A custom emoji becomes the emoji that it stands for."""
    return api.TextPlain(text=o.alt)


def _heading(name: str, nearest: Callable[..., TLObject]) -> None:
    @down_to(name, until=226)
    def heading(o: Any) -> TLObject:
        return nearest(text=o.text)


_heading("pageBlockHeading1", api.PageBlockHeader)
for _level in range(2, 7):
    _heading(f"pageBlockHeading{_level}", api.PageBlockSubheader)
_heading("pageBlockThinking", api.PageBlockParagraph)


@down_to("pageBlockMath", until=226)
def formulas(o: api.PageBlockMath) -> TLObject:
    """As `formula`."""
    return api.PageBlockPreformatted(text=api.TextPlain(text=o.source), language="")


@down_to("pageBlockBlockquoteBlocks", until=226)
def flat_quote(o: api.PageBlockBlockquoteBlocks) -> TLObject:
    """A quotation of blocks becomes one of text."""
    text = "\n".join(filter(None, (plain(block) for block in o.blocks)))
    return api.PageBlockBlockquote(text=api.TextPlain(text=text), caption=o.caption)


@down("pageListOrderedItemText", "num", until=226)
@down("pageListOrderedItemBlocks", "num", until=226)
def numbered(o: Any) -> dict[str, str]:
    """Until layer 227 every item said its own number."""
    number = o.num if o.num is not None else o.value
    return {"num": "" if number is None else str(number)}


def _parts(o: TLObject) -> Iterator[str]:
    """Yield the texts inside an object, in the order of its fields; those of a block by lines."""
    if isinstance(o, api.TextPlain):
        yield o.text
    elif isinstance(o, api.TextMath | api.PageBlockMath):
        yield o.source
    elif isinstance(o, api.TextCustomEmoji):
        yield o.alt
    end = "" if o.NAME.startswith("text") else "\n"
    for name in o.FIELDS:
        value = getattr(o, name)
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, TLObject):
                yield from _parts(part)
                yield end


def plain(o: TLObject) -> str:
    """Return the text of a block or a rich text, without its styles."""
    lines = "".join(_parts(o)).split("\n")
    return "\n".join(line for line in lines if line.strip())


def text_of(o: "api.TypeRichMessage") -> str:
    """Return a rich message in plain text: a line for each block that has words."""
    return "\n".join(filter(None, (plain(block) for block in o.blocks)))


@down_to("botInlineMessageRichMessage", until=226)
def flat_inline(o: api.BotInlineMessageRichMessage) -> TLObject:
    """Until layer 227 an inline bot offered plain text."""
    return api.BotInlineMessageText(
        no_webpage=True, message=text_of(o.rich_message), reply_markup=o.reply_markup
    )


@down_to("botInlineMessageMediaWebPage", until=165)
def inline_with_page(o: api.BotInlineMessageMediaWebPage) -> TLObject:
    """Until layer 166 the preview was of the first link in the text."""
    return api.BotInlineMessageText(
        message=o.message, entities=o.entities, reply_markup=o.reply_markup
    )
