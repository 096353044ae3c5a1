"""The promise of a bus: what one node says, the others hear, unless it is lost.

A lost word does no harm: words about the log carry places in it, so that a gap is seen and read, and a
slow sweep finds what nothing followed.
"""

from collections.abc import Callable
from typing import Protocol

Heard = Callable[[bytes], None]


class Bus(Protocol):
    """Between the nodes of one installation."""

    async def open(self, heard: Heard) -> None:
        """Connect; `heard` is called from the event loop with what other nodes say, in each one's order."""

    def say(self, word: bytes) -> None:
        """Tell all other nodes; returns at once, and is never heard by the speaker itself."""

    async def settle(self) -> None:
        """Return when what this node has said has been handed to those who listen (for tests)."""

    async def close(self) -> None:
        """Disconnect."""
