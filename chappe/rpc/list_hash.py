"""The hash of a list, by which a client says what it has: both sides compute it.

https://core.telegram.org/api/offsets#hash-generation
"""

from collections.abc import Iterable

MASK = (1 << 64) - 1


def list_hash(numbers: Iterable[int]) -> int:
    """The hash of some numbers in their order; signed 64 bits, 0 for none."""
    state = 0
    for number in numbers:
        state ^= state >> 21
        state ^= (state << 35) & MASK
        state ^= state >> 4
        state = (state + number) & MASK
    return state - (1 << 64) if state >> 63 else state
