"""Characters and UTF-16 units: the same numbers, until a character beyond U+FFFF takes two."""

from bisect import bisect_left
from itertools import accumulate
from typing import Protocol


class Ruler(Protocol):
    """Measures one text."""

    def index(self, unit: int) -> int | None:
        """The character that begins at a UTF-16 unit; None outside of the text or within one."""

    def unit(self, index: int) -> int:
        """The UTF-16 unit at which a character begins."""


class _Same:
    """The ruler of a text without characters beyond U+FFFF."""

    __slots__ = ("_length",)

    def __init__(self, length: int) -> None:
        self._length = length

    def index(self, unit: int) -> int | None:
        return unit if 0 <= unit <= self._length else None

    def unit(self, index: int) -> int:
        return index


class _Counted:
    """The ruler of a text in which some characters take two units."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = list(accumulate((1 + (c > "\uffff") for c in text), initial=0))

    def index(self, unit: int) -> int | None:
        at = bisect_left(self._starts, unit)
        return at if at < len(self._starts) and self._starts[at] == unit else None

    def unit(self, index: int) -> int:
        return self._starts[index]


def ruler_of(text: str) -> Ruler:
    """The ruler for a text; whether it needs counting is found out at the speed of memory."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return _Same(len(text))
    return _Counted(text)
