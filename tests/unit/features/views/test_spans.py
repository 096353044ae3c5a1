"""Which posts somebody has seen, in few bytes."""

from hypothesis import given
from hypothesis import strategies as st

from chappe.features.views.spans import SPANS_MAX, joined, read_spans, unseen, write_spans

IDS = st.sets(st.integers(1, 2**31 - 1), max_size=SPANS_MAX)
NEAR = st.sets(st.integers(1, 100), max_size=100)


@given(st.lists(st.one_of(IDS, NEAR), max_size=4))
def test_what_was_seen_comes_back_and_is_seen_for_ever(parts: list[set[int]]) -> None:
    kept: bytes | None = None
    so_far: set[int] = set()
    for ids in parts:
        spans = joined(read_spans(kept), ids)
        assert len(spans) <= SPANS_MAX
        kept = write_spans(spans)
        assert read_spans(kept) == spans
        so_far |= ids
        assert unseen(spans, so_far) == []


@given(NEAR, NEAR)
def test_few_spans_hold_nothing_else(ids: set[int], others: set[int]) -> None:
    spans = joined(set(), ids)
    if len(joined(set(), ids)) < SPANS_MAX:
        assert unseen(spans, others) == sorted(others - ids)


def test_who_reads_in_one_go_needs_no_room() -> None:
    spans = joined(set(), range(1, 100_000))
    assert len(write_spans(spans)) < 12


def test_nobody_has_seen_anything_at_first() -> None:
    assert read_spans(None) == set()
    assert unseen(read_spans(None), [3, 1, 3]) == [1, 3]
