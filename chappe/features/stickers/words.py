"""Keywords of emoji: the words of their names in Unicode, which are English.

Python knows the names; which characters are emoji is told here, by the blocks in which they stand.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

LANGUAGE = "en"
VERSION = 1
"""One more when the words change."""
BLOCKS = (
    *((0x1F300, 0x1F321), (0x1F32D, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3)),
    *((0x1F3E0, 0x1F3F0), (0x1F3F8, 0x1F3FA), (0x1F400, 0x1F43E), (0x1F442, 0x1F4FC)),
    *((0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F595, 0x1F596)),
    *((0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6D7)),
    *((0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7EB), (0x1F90C, 0x1F93A)),
    *((0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FA74), (0x1FA78, 0x1FA7A)),
    *((0x1FA80, 0x1FA86), (0x1FA90, 0x1FAA8), (0x1FAB0, 0x1FAB6), (0x1FAC0, 0x1FAC2)),
    *((0x1FAD0, 0x1FAD6), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x25FD, 0x25FE)),
    *((0x2614, 0x2615), (0x2648, 0x2653), (0x26AA, 0x26AB), (0x26BD, 0x26BE)),
    *((0x26C4, 0x26C5), (0x26F2, 0x26F3), (0x270A, 0x270B), (0x2753, 0x2755)),
    *((0x2795, 0x2797), (0x2B1B, 0x2B1C)),
)
"""First and last of those that are pictures by themselves."""
SINGLES = "⏰⏳♿⚓⚡⛎⛔⛪⛵⛺⛽✅✨❌❎❗❤➰➿⭐⭕🃏🆎"
LEFT_OUT = {"with", "and", "of", "the", "sign", "symbol", "for", "in", "on", "a", "to"}


def _all() -> Iterator[str]:
    for first, last in BLOCKS:
        yield from map(chr, range(first, last + 1))
    yield from SINGLES


@cache
def keywords() -> dict[str, tuple[str, ...]]:
    """The emoji of each keyword: a name as a whole, and each word of it."""
    found: dict[str, list[str]] = {}
    for emoji in _all():
        name = unicodedata.name(emoji, "").lower().replace("-", " ")
        if not name or "modifier" in name:
            continue
        words = [each for each in name.split() if each not in LEFT_OUT and len(each) > 1]
        for word in dict.fromkeys([name, *words]):
            found.setdefault(word, []).append(emoji)
    return {word: tuple(each) for word, each in sorted(found.items())}
