"""Entities side by side or one within another, never across each other.

Three kinds. *Styles* (bold, italic …) may be anywhere but in code; one that lies across another
entity is cut in pieces, two of the same style that touch become one. *Quotes* do not hold quotes.
*Solids* (code, links, mentions …) hold only styles, are never cut, and of two that meet the first
is kept; one that a client marked is worth more than one that we found.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from chappe.features.text.given import STYLES, VERBATIM
from chappe.features.text.model import Span
from chappe.tl import api

Interval = tuple[int, int]


def arrange(given: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """All that may stay, cut where it must be, outer before inner."""
    quotes = _apart(
        span for span in given if isinstance(span.entity, api.MessageEntityBlockquote)
    )
    solids = _apart(span for span in given if not isinstance(span.entity, _SOFT))
    quotes = [
        q for q in quotes if not any(a <= q.start and q.end <= b for a, b in _code(solids))
    ]
    solids = [s for s in solids if not any(_cross(s[:2], q[:2]) for q in quotes)]
    free = [f for f in found if not any(f.start < s.end and s.start < f.end for s in solids)]
    solids += [f for f in free if not any(_cross(f[:2], q[:2]) for q in quotes)]
    fixed = [*quotes, *solids]
    fixed += _styles(given, _code(solids), [span[:2] for span in fixed])
    return sorted(fixed, key=_outer_first)


_SOFT = (*STYLES, api.MessageEntityBlockquote)
_RANK = {cls: rank for rank, cls in enumerate((api.MessageEntityBlockquote, *VERBATIM))}


def _code(solids: Iterable[Span]) -> list[Interval]:
    return [span[:2] for span in solids if isinstance(span.entity, VERBATIM)]


def _outer_first(span: Span) -> tuple[int, int, int]:
    return span.start, -span.end, _RANK.get(type(span.entity), len(_RANK))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Those that begin behind the end of the one before."""
    kept: list[Span] = []
    for span in sorted(spans, key=_outer_first):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _styles(given: Sequence[Span], code: list[Interval], fixed: list[Interval]) -> list[Span]:
    """The styles outside of code, cut where they cross what is fixed or a style before them."""
    done: list[Span] = []
    for style in STYLES:
        marked = [(s.start, s.end) for s in given if type(s.entity) is style]
        if not marked:
            continue
        pieces = [
            piece for whole in _without(_union(marked), code) for piece in _cut(whole, fixed)
        ]
        done += [Span(start, end, style(offset=0, length=0)) for start, end in pieces]
        fixed = fixed + pieces
    return done


def _union(intervals: list[Interval]) -> list[Interval]:
    """Intervals that overlap or touch, made one; in order."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _without(intervals: list[Interval], holes: list[Interval]) -> list[Interval]:
    """What is left of the intervals outside of the holes (in order, apart)."""
    left = []
    for start, end in intervals:
        at = start
        for hole_start, hole_end in holes:
            if hole_end <= at or hole_start >= end:
                continue
            if hole_start > at:
                left.append((at, hole_start))
            at = hole_end
        if at < end:
            left.append((at, end))
    return left


def _cut(whole: Interval, fixed: list[Interval]) -> list[Interval]:
    """The interval in pieces, cut at every border of another that it crosses."""
    start, end = whole
    cuts = {
        border
        for other in fixed
        if _cross(whole, other)
        for border in other
        if start < border < end
    }
    return list(pairwise([start, *sorted(cuts), end]))


def _cross(one: Interval, other: Interval) -> bool:
    """Whether they overlap, and neither lies within the other."""
    (a, b), (c, d) = one, other
    return a < c < b < d or c < a < d < b
