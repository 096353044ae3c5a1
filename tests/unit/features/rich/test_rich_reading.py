"""What is marked in HTML and Markdown, and that nothing written breaks the readers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.features.rich.hypertext import read_html
from chappe.features.rich.limits import check_limits
from chappe.features.rich.made import blocks_of
from chappe.features.rich.markdown import read_markdown
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers
from chappe.tl.drift.flat import flatten

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("<b>", "</b>", "<p>", "<ul><li>", "<li>", "</ul>", "<table><tr><td>", "<td>"),
                *("<a href=x>", "</a>", "<blockquote>", "<pre>", "<br>", "&amp;", "<h1>", "<"),
                *("# ", "\n", "- ", "1. ", "> ", "```", "**", "_", "`", "|", "|-|-|", "[a](b)"),
                *("$", "$$", "~~", "[x] ", "  ", "---", "\\"),
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
).map("".join)


def message(blocks: "list[api.TypePageBlock]") -> api.RichMessage:
    return api.RichMessage(blocks=blocks, photos=[], documents=[])


@pytest.mark.parametrize("read", [read_html, read_markdown])
@given(text=PIECES)
def test_whatever_is_read_is_written_and_has_words_with_entities_inside(
    read: object, text: str
) -> None:
    try:
        said = message(blocks_of(read(text).inside))  # type: ignore[operator]  # one of two
        check_limits(said)
    except RpcError:
        return
    assert layers.read(layers.write(said))[0] == said
    words, entities = flatten(said)
    units = len(words.encode("utf-16-le")) // 2
    assert all(e.offset >= 0 and 0 < e.length <= units - e.offset for e in entities)


def test_marks_of_markdown_are_those_of_html() -> None:
    pairs = {
        "**a** _b_ ~~c~~ `d` ||e|| ==f== $g$": "<b>a</b> <i>b</i> <s>c</s> <code>d</code> "
        "<tg-spoiler>e</tg-spoiler> <mark>f</mark> <tg-math>g</tg-math>",
        "## T": "<h2>T</h2>",
        "- a\n  - b\n- [x] c": "<ul><li><p>a</p><ul><li>b</ul><li><input checked>c</ul>",
        "> a\n\n---\n[a](https://b.example) \\*": "<blockquote>a</blockquote><hr>"
        "<p><a href='https://b.example'>a</a> *</p>",
        "$$\nx\n$$": "<tg-math-block>x</tg-math-block>",
    }
    for markdown, html in pairs.items():
        mine, theirs = (
            flatten(message(blocks_of(each.inside)))
            for each in (read_markdown(markdown), read_html(html))
        )
        assert mine == theirs
