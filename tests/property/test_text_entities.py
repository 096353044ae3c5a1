"""Whatever is sent: what is kept has lawful bounds, lies apart or within, and stays as it is."""

from contextlib import nullcontext
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.features.text.actions import prepare_text, read_entities
from chappe.features.text.clean import clean
from chappe.features.text.given import STYLES
from chappe.features.text.model import CAPTION, NO_LONGER
from chappe.features.text.ruler import ruler_of
from chappe.rpc.errors import RpcError
from chappe.tl import api

CHARACTERS = "ab1 \n\r\t\0\u202e\u200b@#$/.:-_()ж漢🎉👩\u200d\ud7ff\ufe0f"
WORDS = st.sampled_from(["a.com", "https://b.org/(x)", "@alice", "#tag", "$USD", "/go", "me@b.org",
                         "+12125550123", "4111111111111111"])  # fmt: skip
TEXTS = st.lists(st.text(CHARACTERS, max_size=8) | WORDS, max_size=12).map("".join)
SIMPLE = (*STYLES, api.MessageEntityCode, api.MessageEntityBlockquote)


@st.composite
def sent(draw: st.DrawFn) -> tuple[str, list[object]]:
    """A text and entities of it, with bounds between its characters."""
    text = draw(TEXTS)
    index = st.integers(0, len(text))
    ruler = ruler_of(text)
    entities = []
    for _ in range(draw(st.integers(0, 8))):
        start, end = sorted((ruler.unit(draw(index)), ruler.unit(draw(index))))
        cls = draw(st.sampled_from((*SIMPLE, api.MessageEntityTextUrl)))
        more = {"url": "https://x.org"} if cls is api.MessageEntityTextUrl else {}
        entities.append(cls(offset=start, length=end - start, **more))
    return text, entities


@given(sent())
def test_kept_entities_are_lawful_and_never_lie_across(question: tuple[str, list]) -> None:
    prepared = prepare_text(*question, limit=CAPTION)
    kept = read_entities(prepared.entities) or []
    length = len(prepared.text.encode("utf-16-le")) // 2
    ruler = ruler_of(prepared.text)
    spans = [(e.offset, e.offset + e.length) for e in kept]
    assert all(0 <= start < end <= length for start, end in spans)
    assert all(ruler.index(at) is not None for span in spans for at in span)
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    for (_, b), (c, d) in combinations(spans, 2):
        assert b <= c or d <= b


@given(sent())
def test_what_is_kept_is_kept_again_as_it_is(question: tuple[str, list]) -> None:
    once = prepare_text(*question, limit=CAPTION)
    twice = prepare_text(once.text, read_entities(once.entities), limit=CAPTION)
    assert twice == once


@given(sent())
def test_a_style_covers_what_it_covered_but_code_and_space(question: tuple[str, list]) -> None:
    """Character by character: bold before is bold after, where no code took its place."""
    text, entities = question
    bold = [e for e in entities if isinstance(e, api.MessageEntityBold)]
    if clean(text)[0] != text or not bold:
        return
    kept = read_entities(prepare_text(text, bold, limit=CAPTION).entities) or []
    before, after = ruler_of(text), len(text) - len(text.lstrip())
    trimmed = text.strip()
    ruler = ruler_of(trimmed)
    for index in range(len(trimmed)):
        unit = before.unit(index + after)
        was = any(e.offset <= unit < e.offset + e.length for e in bold)
        unit = ruler.unit(index)
        is_ = any(
            e.offset <= unit < e.offset + e.length
            for e in kept
            if isinstance(e, api.MessageEntityBold)
        )
        assert was == is_


@given(TEXTS)
def test_the_ruler_measures_as_utf16_does(text: str) -> None:
    ruler = ruler_of(text)
    for index in range(len(text) + 1):
        unit = len(text[:index].encode("utf-16-le")) // 2
        assert ruler.unit(index) == unit
        assert ruler.index(unit) == index
    assert ruler.index(-1) is None
    assert ruler.index(unit + 1) is None


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(), st.integers()), max_size=5))
def test_bounds_from_nowhere_are_refused_or_lawful(text: str, bounds: list) -> None:
    assert len(text) < NO_LONGER
    entities = [
        api.MessageEntityBold(offset=offset, length=length) for offset, length in bounds
    ]
    ruler = ruler_of(text)
    lawful = all(
        n >= 0 and ruler.index(o) is not None and ruler.index(o + n) is not None
        for o, n in bounds
    )
    refusal = (
        nullcontext() if lawful else pytest.raises(RpcError, match="ENTITY_BOUNDS_INVALID")
    )
    with refusal:
        prepare_text(text, entities, limit=CAPTION)
