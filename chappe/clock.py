"""Time as an argument: the real clock, and one whose hands a test moves.

Nothing else in the package may ask the operating system what time it is.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Protocol

from typing_extensions import override


class Timer(Protocol):
    """Something that was asked to happen later."""

    def cancel(self) -> None:
        """Make it not happen; harmless when it already has."""


class Clock(Protocol):
    """Where the program asks for the time (Unix seconds) and to be woken."""

    def now(self) -> float:
        """Unix time in seconds, with fractions."""

    def call_later(self, delay_seconds: float, action: Callable[[], None]) -> Timer:
        """Run `action` on the event loop once, `delay_seconds` from now."""


class SystemClock(Clock):
    """The machine's own clock and the running event loop's timers."""

    @override
    def now(self) -> float:
        return time.time()  # noqa: TID251 - this is the one place

    @override
    def call_later(self, delay_seconds: float, action: Callable[[], None]) -> Timer:
        return asyncio.get_running_loop().call_later(delay_seconds, action)


class ManualTimer(Timer):
    """A timer of a `ManualClock`."""

    __slots__ = ("_action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self._action: Callable[[], None] | None = action

    @override
    def cancel(self) -> None:
        self._action = None

    def fire(self) -> None:
        """Run the action, unless it was cancelled or ran before."""
        action, self._action = self._action, None
        if action is not None:
            action()


class ManualClock(Clock):
    """A clock that stands still until `advance` moves it; timers fire in order on the way."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self._now = now
        self._timers: list[tuple[float, int, ManualTimer]] = []
        self._order = itertools.count()

    @override
    def now(self) -> float:
        return self._now

    @override
    def call_later(self, delay_seconds: float, action: Callable[[], None]) -> Timer:
        timer = ManualTimer(action)
        heapq.heappush(self._timers, (self._now + delay_seconds, next(self._order), timer))
        return timer

    def leap(self, seconds: float) -> None:
        """Move the hands forward at once, as for a machine that slept: timers that fell due meanwhile fire
        once, now."""
        self._now += seconds
        self.advance(0)

    def advance(self, seconds: float) -> None:
        """Move the hands forward, firing every timer that falls due, each at its own moment."""
        end = self._now + seconds
        while self._timers and self._timers[0][0] <= end:
            due, _, timer = heapq.heappop(self._timers)
            self._now = max(self._now, due)
            timer.fire()
        self._now = end
