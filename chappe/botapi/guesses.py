"""Who guesses tokens: an address that was wrong too often has to wait until the minute is over.

A token cannot be guessed in the life of this world; whoever tries shall cost little all the same.
"""

import ipaddress

from chappe.clock import Clock

WINDOW_SECONDS = 60.0
WRONG_MAX = 60
ADDRESSES_MAX = 100_000


class Guesses:
    """Wrong tokens of this minute, by address."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends_at = 0.0
        self._wrong: dict[str, int] = {}

    def wait_seconds(self, address: str) -> int:
        """How long an address has to wait; 0: it may ask."""
        if self._wrong.get(_house(address), 0) < WRONG_MAX:
            return 0
        return max(int(self._ends_at - self._clock.now()) + 1, 0)

    def wrong(self, address: str) -> None:
        """A token was none."""
        now = self._clock.now()
        if now >= self._ends_at or len(self._wrong) > ADDRESSES_MAX:
            self._wrong.clear()
            self._ends_at = now + WINDOW_SECONDS
        house = _house(address)
        self._wrong[house] = self._wrong.get(house, 0) + 1


def _house(address: str) -> str:
    """What is counted as one: of IPv6 the /64, which one host has whole."""
    if ":" not in address:
        return address
    try:
        return ipaddress.IPv6Address(address.partition("%")[0]).packed[:8].hex()
    except ValueError:
        return address
