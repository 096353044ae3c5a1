"""Finding the entities that nobody has to send."""

import re
from itertools import islice

from chappe.features.text.digits import numbers
from chappe.features.text.links import Link, links
from chappe.features.text.marks import marks
from chappe.features.text.model import Span
from chappe.tl import api

FOUND_MAX = 100
# Most texts hold nothing to be found, and are known by these: the sign of a mark; a dot or a colon
# within a word; digits enough for a telephone number.
_MARKED = re.compile(r"[@#$/]")
_LINKED = re.compile(r"[.:][^\s.:!?,;)]")
_NUMBERED = re.compile(r"\d(?:[ ().-]{0,2}\d){6}")


def detect(text: str, *, commands: bool = True) -> list[Span]:
    """Links, addresses, marks and numbers, apart and in order; of two that overlap the first."""
    spans: list[Span] = []
    if _LINKED.search(text):
        spans += map(_link_span, islice(links(text), FOUND_MAX))
    if _MARKED.search(text):
        spans += marks(text, commands=commands)
    if _NUMBERED.search(text):
        spans += numbers(text)
    return _apart(spans) if spans else spans


def _link_span(link: Link) -> Span:
    kind = api.MessageEntityEmail if link.is_email else api.MessageEntityUrl
    return Span(link.start, link.end, kind(offset=0, length=0))


def _apart(spans: list[Span]) -> list[Span]:
    """The first of those that overlap; no more than a message may have."""
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    end = 0
    for span in spans:
        if span.start >= end:
            kept.append(span)
            end = span.end
    return kept[:FOUND_MAX]
