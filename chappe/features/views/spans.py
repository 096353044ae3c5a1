"""Which posts of a channel somebody has seen, in few bytes: people read in one go, so there are few spans."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

import msgspec

SPANS_MAX = 32
"""More are made fewer: what lies between the two oldest counts as seen. It is not counted any more then, and nothing
is counted twice."""


def read_spans(data: bytes | None) -> set[range]:
    """What is kept, as ranges of numbers."""
    if data is None:
        return set()
    steps: list[int] = msgspec.msgpack.decode(data, type=list[int])
    ends = list(accumulate(steps))
    return {range(first, last) for first, last in zip(ends[::2], ends[1::2], strict=True)}


def write_spans(spans: Iterable[range]) -> bytes:
    """Ranges that do not touch one another, as they are kept: the steps from one end to the next."""
    ends = [end for span in sorted(spans, key=_first) for end in (span.start, span.stop)]
    return msgspec.msgpack.encode([b - a for a, b in pairwise([0, *ends])])


def unseen(spans: Iterable[range], ids: Iterable[int]) -> list[int]:
    """Those of some numbers that are in none of the ranges, in their order."""
    spans = list(spans)
    return sorted({id_ for id_ in ids if not any(id_ in span for span in spans)})


def joined(spans: Iterable[range], ids: Iterable[int]) -> set[range]:
    """The ranges with some numbers more."""
    ordered = sorted([*spans, *(range(id_, id_ + 1) for id_ in ids)], key=_first)
    merged: list[range] = []
    for span in ordered:
        if merged and span.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(span.stop, merged[-1].stop))
        else:
            merged.append(span)
    while len(merged) > SPANS_MAX:
        merged[:2] = [range(merged[0].start, merged[1].stop)]
    return set(merged)


def _first(span: range) -> int:
    return span.start
