"""The promise of a bus: what one node says, the others hear, unless it is lost.

A lost word does no harm: words about the log carry places in it, so that a gap is seen and read, and a
sweep finds what nothing followed.
"""

from collections.abc import Callable
from typing import Protocol

Heard = Callable[[bytes], None]
Missed = Callable[[], None]


class BusUnreachable(OSError):
    """Nobody answers where the bus should be."""


class Bus(Protocol):
    """Between the nodes of one installation."""

    async def open(self, secret: bytes, heard: Heard, missed: Missed) -> None:
        """Connect. `secret`: of the installation; who has another hears nothing of us.

        `heard` is called from the event loop with what other nodes say, in each one's order; `missed`
        when words may have been lost, ours or theirs.
        Raises: BusUnreachable.
        """

    def say(self, word: bytes) -> None:
        """Tell all other nodes; returns at once, and is never heard by the speaker itself."""

    async def settle(self) -> None:
        """Return when what this node has said is on its way to all others, and what was on its way to
        this node before has been heard (for tests)."""

    async def close(self) -> None:
        """Disconnect."""
