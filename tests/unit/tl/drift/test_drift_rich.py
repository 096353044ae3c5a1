"""Rich text at older layers."""

from typing import Any

import pytest
from old_client import reads

from chappe.tl import api, catalogue
from chappe.tl.drift import rich

WORDS = api.TextPlain(text="words")


@pytest.mark.parametrize("name", rich.STYLES)
def test_a_style_without_a_name_leaves_its_text(name: str) -> None:
    shape = catalogue.newest().constructors[name]
    others = {p.name: 1 for p in shape.fields if p.name != "text" and p.flag is None}
    styled: Any = catalogue.class_for(shape)(text=WORDS, **others)
    assert reads(226, api.TextBold(text=styled)).text == WORDS


def test_formulas_emoji_and_changes_leave_what_they_stand_for() -> None:
    assert reads(226, api.TextMath(source="x^2")).text.text == "x^2"
    assert reads(226, api.TextCustomEmoji(document_id=1, alt="🐥")).text == "🐥"
    old = api.TextPlain(text="old")
    assert reads(227, api.TextDiff(text=WORDS, old_text=old)) == WORDS
    button = api.TextButton(text=WORDS, type=api.InlineButtonTypeGame())
    assert reads(228, button) == WORDS


def test_a_block_becomes_the_nearest_one() -> None:
    assert reads(226, api.PageBlockHeading1(text=WORDS)) == api.PageBlockHeader(text=WORDS)
    assert reads(226, api.PageBlockHeading6(text=WORDS)) == api.PageBlockSubheader(text=WORDS)
    assert reads(226, api.PageBlockThinking(text=WORDS)) == api.PageBlockParagraph(text=WORDS)
    assert reads(226, api.PageBlockMath(source="x")).text == api.TextPlain(text="x")
    blocks = [api.PageBlockParagraph(text=WORDS), api.PageBlockDivider()]
    quote = api.PageBlockBlockquoteBlocks(blocks=blocks, caption=api.TextEmpty())
    assert reads(226, quote).text == WORDS
    assert reads(226, api.PageBlockButtonRow(buttons=[])).NAME == "pageBlockUnsupported"


def test_an_item_said_its_number() -> None:
    assert reads(226, api.PageListOrderedItemText(num="IV", text=WORDS)).num == "IV"
    assert reads(226, api.PageListOrderedItemText(value=4, text=WORDS)).num == "4"
    assert reads(226, api.PageListOrderedItemBlocks(blocks=[])).num == ""


def test_a_rich_message_has_a_line_for_each_block() -> None:
    item = api.PageListItemText(text=api.TextConcat(texts=[WORDS, api.TextMath(source="=1")]))
    cell = api.PageTableCell(text=WORDS)
    message = api.RichMessage(
        blocks=[
            api.PageBlockTitle(text=WORDS),
            api.PageBlockDivider(),
            api.PageBlockList(items=[item, item]),
            api.PageBlockTable(title=WORDS, rows=[api.PageTableRow(cells=[cell])]),
        ],
        photos=[],
        documents=[],
    )
    assert rich.text_of(message).splitlines() == [
        "words", "words=1", "words=1", "words", "words"
    ]  # fmt: skip
    offered = api.BotInlineMessageRichMessage(rich_message=message)
    assert reads(226, offered).message.startswith("words\n")


def test_a_page_in_an_inline_message_was_of_its_first_link() -> None:
    offered = api.BotInlineMessageMediaWebPage(message="see a.b", url="a.b")
    read = reads(165, offered)
    assert (read.NAME, read.message, read.no_webpage) == (
        "botInlineMessageText",
        "see a.b",
        False,
    )
