"""What one address may cost: connections, handshakes in flight, failed handshakes.

Addresses are counted, not remembered: an entry goes when its counts are back at zero.
"""

import ipaddress
from dataclasses import dataclass

from chappe.config import Limits

WINDOW_SECONDS = 60.0
ADDRESSES_MAX = 100_000


@dataclass(slots=True)
class Tally:
    """The counts of one address. `failures` belong to the minute that began at `since`."""

    connections: int = 0
    handshakes: int = 0
    failures: int = 0
    since: float = 0.0


class Addresses:
    """The tallies of all addresses that are connected or failed lately."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tallies: dict[str, Tally] = {}
        self._room = ADDRESSES_MAX

    def arrive(self, address: str, now: float) -> bool:
        """Count a new connection; False when it is one too many (it is counted all the same)."""
        if len(self._tallies) > self._room:
            self._sweep(now)
            self._room = max(ADDRESSES_MAX, 2 * len(self._tallies))
        tally = self._of(address)
        tally.connections += 1
        return tally.connections <= self._limits.connections_per_address_max

    def leave(self, address: str, now: float) -> None:
        """A connection ended."""
        tally = self._of(address)
        tally.connections -= 1
        if not tally.connections and not self._recent(tally, now):
            del self._tallies[_household(address)]

    def may_shake_hands(self, address: str, now: float) -> bool:
        """Whether another step of a handshake is welcome: not after too many wrong ones."""
        tally = self._of(address)
        if not self._recent(tally, now):
            return True
        return tally.failures < self._limits.handshake_failures_per_minute_max

    def begin_handshake(self, address: str) -> bool:
        """Count a handshake in flight; False, and not counted, when there are too many."""
        tally = self._of(address)
        if tally.handshakes >= self._limits.handshakes_per_address_max:
            return False
        tally.handshakes += 1
        return True

    def end_handshake(self, address: str) -> None:
        """A handshake in flight is over, one way or the other."""
        self._of(address).handshakes -= 1

    def failed(self, address: str, now: float) -> None:
        """A handshake step was wrong."""
        tally = self._of(address)
        if not self._recent(tally, now):
            tally.failures, tally.since = 0, now
        tally.failures += 1

    def _of(self, address: str) -> Tally:
        household = _household(address)
        tally = self._tallies.get(household)
        if tally is None:
            tally = self._tallies[household] = Tally()
        return tally

    @staticmethod
    def _recent(tally: Tally, now: float) -> bool:
        return tally.failures > 0 and now < tally.since + WINDOW_SECONDS

    def _sweep(self, now: float) -> None:
        for household, tally in list(self._tallies.items()):
            if not tally.connections and not self._recent(tally, now):
                del self._tallies[household]


def _household(address: str) -> str:
    """What is counted as one: an IPv4 address, or the /64 of an IPv6 one, which one host has whole."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return parsed.packed[:8].hex()
