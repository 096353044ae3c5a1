"""Taking out what no message may hold, and the space around it."""

import re
from bisect import bisect_left
from collections.abc import Callable

# Zero and control characters become spaces, so that nothing moves; tab and newline stay.
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")
# Carriage returns, line separators and switches of direction would spoil what stands around the
# message on someone's screen: they are taken out, and what stands behind them moves.
_DIRTY = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e]")
_REMOVED = re.compile("[\r\u2028-\u202e]")
# What shows nothing: a message of only these is empty, though not all of it is white space.
_INVISIBLE = re.compile(
    "[\\s\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u2800\u3164\ufeff\uffa0]*"
)

Move = Callable[[int], int]
"""Where an index has gone."""


def clean(text: str) -> tuple[str, Move | None]:
    """The text without what is not allowed; and where indices have gone, None: nowhere."""
    if _DIRTY.search(text) is None:
        return text, None
    removed = [found.start() for found in _REMOVED.finditer(text)]
    text = _REMOVED.sub("", text).translate(_CONTROLS)
    if not removed:
        return text, None
    return text, lambda index: index - bisect_left(removed, index)


def edges(text: str, verbatim_start: int | None) -> tuple[int, int]:
    """Where the text begins and ends without white space around it.

    What stands in front of it is kept from `verbatim_start` on: the indent of a block of code.
    """
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    if verbatim_start is not None:
        start = min(start, verbatim_start)
    return min(start, end), end


def shows_nothing(text: str) -> bool:
    """Whether there is nothing to see."""
    return _INVISIBLE.fullmatch(text) is not None
