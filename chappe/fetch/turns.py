"""Taking turns at the door: jobs that go out must not hold up the jobs that do not.

A node has a few workers for all its jobs, and a site that does not answer holds one for many seconds. So
only some of them may be out at once; who comes when they are is told when to come again, each a little later
than the one before, so that a crowd does not come back all at once.
"""

from dataclasses import dataclass

OUT_MAX = 2
WAIT_SECONDS = 2.0
APART_SECONDS = 0.5


@dataclass(slots=True)
class Turns:
    """`out`: how many are out; `next_at`: when (Unix seconds) the last one that was sent away comes again."""

    out: int = 0
    next_at: float = 0.0

    def take(self, now: float) -> float | None:
        """None: go, and `give` the turn back; else when to come again."""
        if self.out < OUT_MAX:
            self.out += 1
            return None
        self.next_at = max(now + WAIT_SECONDS, self.next_at + APART_SECONDS)
        return self.next_at

    def give(self) -> None:
        """Somebody is back."""
        self.out -= 1
