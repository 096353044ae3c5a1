"""Styled text as bots write it, and what is said when it cannot be read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.botapi.errors import BotError
from chappe.botapi.marks.hypertext import read_html
from chappe.botapi.marks.markdown import read_markdown
from chappe.botapi.marks.markdown_v2 import read_markdown_v2


def marked(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("text", "words", "entities"),
    [
        ("plain", "plain", []),
        (
            "<b>a <i>b</i></b> c",
            "a b c",
            [marked("bold", 0, 3), marked("italic", 2, 1)],
        ),
        (
            "😀<strong>x</strong>&lt;&#33;&#x41;&amp;",
            "😀x<!A&",
            [marked("bold", 2, 1)],
        ),
        ("<em>x</em>", "x", [marked("italic", 0, 1)]),
        (
            "<u>x</u><ins>y</ins>",
            "xy",
            [marked("underline", 0, 1), marked("underline", 1, 1)],
        ),
        ("<del>x</del>", "x", [marked("strikethrough", 0, 1)]),
        (
            '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>',
            "xy",
            [marked("spoiler", 0, 1), marked("spoiler", 1, 1)],
        ),
        (
            '<a href="http://example.com/?a=1&amp;b=2">x</a>',
            "x",
            [marked("text_link", 0, 1, url="http://example.com/?a=1&b=2")],
        ),
        (
            '<a href="tg://user?id=12">x</a>',
            "x",
            [marked("text_mention", 0, 1, user={"id": 12})],
        ),
        (
            '<tg-emoji emoji-id="53">👍</tg-emoji>',
            "👍",
            [marked("custom_emoji", 0, 2, custom_emoji_id="53")],
        ),
        ("<code>x</code>", "x", [marked("code", 0, 1)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [marked("pre", 0, 1, language="python")],
        ),
        (
            "<blockquote>x</blockquote><blockquote expandable>y</blockquote>",
            "xy",
            [marked("blockquote", 0, 1), marked("expandable_blockquote", 1, 1)],
        ),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "x",
            [marked("date_time", 0, 1, unix_time=1647531900, date_time_format="wDT")],
        ),
        ("<b></b>x", "x", []),
        ("a & b &copy;", "a & b &copy;", []),
    ],
)
def test_html_is_read(text: str, words: str, entities: list[Any]) -> None:
    assert read_html(text) == (words, entities)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ж<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ж<x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_cannot_be_read_is_told_with_its_byte(text: str, why: str) -> None:
    with pytest.raises(BotError) as refusal:
        read_html(text)
    assert refusal.value.description == f"Bad Request: can't parse entities: {why}"


def test_markdown_is_read() -> None:
    words, entities = read_markdown("*b* _i_ `c` [l](http://example.com) ```py\ncode``` \\_")
    assert words == "b i c l code _"
    assert entities == [
        marked("bold", 0, 1),
        marked("italic", 2, 1),
        marked("code", 4, 1),
        marked("text_link", 6, 1, url="http://example.com"),
        marked("pre", 8, 4, language="py"),
    ]


@pytest.mark.parametrize("text", ["ж*x", "ж_x", "ж`x", "ж[x", "ж```x"])
def test_markdown_without_an_end_is_told_with_its_byte(text: str) -> None:
    with pytest.raises(BotError, match=r"the entity starting at byte offset 2"):
        read_markdown(text)


def test_markdown_v2_is_read() -> None:
    words, entities = read_markdown_v2(
        "*b _i ~s ||p||~ __u___ b*\n[l](http://example.com/\\)) `c\\`` ```py\nx\n```"
        " ![👍](tg://emoji?id=53)\n>q\n>r\nafter\\.\n**>e\n>f||"
    )
    assert words == "b i s p u b\nl c` x\n 👍\nq\nr\nafter.\ne\nf"
    assert entities == [
        marked("bold", 0, 11),
        marked("italic", 2, 7),
        marked("strikethrough", 4, 3),
        marked("spoiler", 6, 1),
        marked("underline", 8, 1),
        marked("text_link", 12, 1, url="http://example.com/)"),
        marked("code", 14, 2),
        marked("pre", 17, 2, language="py"),
        marked("custom_emoji", 20, 2, custom_emoji_id="53"),
        marked("blockquote", 23, 3),
        marked("expandable_blockquote", 34, 3),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a]", "Character ']' is reserved and must be escaped with the preceding '\\'"),
        ("ж*a", "Can't find end of Bold entity at byte offset 2"),
        ("ж__a", "Can't find end of Underline entity at byte offset 2"),
        ("ж`a", "Can't find end of Code entity at byte offset 2"),
        ("[a](b", "Can't find end of a URL at byte offset 3"),
    ],
)
def test_markdown_v2_that_cannot_be_read_is_told(text: str, why: str) -> None:
    with pytest.raises(BotError) as refusal:
        read_markdown_v2(text)
    assert refusal.value.description == f"Bad Request: can't parse entities: {why}"


SIGNS = st.text(alphabet="ab 😀\n<>/&;=\"'_*[]()~`#+-|{}.!\\b", max_size=60)


@given(SIGNS)
@pytest.mark.parametrize("read", [read_html, read_markdown, read_markdown_v2])
def test_whatever_is_written_is_read_or_refused_and_no_mark_leaves_the_text(
    read: Any, text: str
) -> None:
    try:
        words, entities = read(text)
    except BotError:
        return
    units = len(words.encode("utf-16-le")) // 2
    for entity in entities:
        assert entity["offset"] >= 0
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= units
