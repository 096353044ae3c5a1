"""Waiting for something that another call brings about, maybe on another node: the answer of a bot, a job's end.

A bell says only "look again": what has come stands in rows. Whoever waits begins to listen before it looks
at them for the first time, so that nothing comes between; and has no transaction open meanwhile. A verb
rings with `Journal.ring`, which is heard on all nodes once its rows are on the disk.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chappe.clock import Clock


@dataclass(eq=False, slots=True)
class Bell:
    """What somebody listens for. `rung`: since it was last waited for. `late`: the time was over; the timer says
    so, which may ring a moment before the clock."""

    rung: bool = False
    late: bool = False
    waiter: "asyncio.Future[None] | None" = None

    def be_late(self) -> None:
        """The time is over."""
        self.late = True
        self.ring()

    def ring(self) -> None:
        """Wake whoever waits, or let whoever is going to wait look first."""
        self.rung = True
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)


@dataclass(slots=True)
class Bells:
    """Those of a node. `waiting`: calls that do nothing but listen at the moment."""

    clock: Clock
    waiting: int = 0
    _named: dict[str, set[Bell]] = field(default_factory=dict)
    _stopped: bool = False

    @contextmanager
    def listening(self, name: str) -> Iterator[Bell]:
        """Listen for a name."""
        bell = Bell()
        self._named.setdefault(name, set()).add(bell)
        try:
            yield bell
        finally:
            listeners = self._named[name]
            listeners.discard(bell)
            if not listeners:
                del self._named[name]

    async def wait(self, bell: Bell, until: float) -> bool:
        """Wait until it is rung; False when the time (Unix seconds) has come before."""
        if not bell.rung and not self._stopped and self.clock.now() < until:
            bell.waiter = asyncio.get_running_loop().create_future()
            timer = self.clock.call_later(until - self.clock.now(), bell.be_late)
            self.waiting += 1
            try:
                await bell.waiter
            finally:
                self.waiting -= 1
                timer.cancel()
                bell.waiter = None
        bell.rung = False
        return not bell.late and self.clock.now() < until and not self._stopped

    def ring(self, names: Iterable[str]) -> None:
        """Let those look who listen for these names."""
        for name in names:
            for bell in self._named.get(name, ()):
                bell.ring()

    def ring_all(self) -> None:
        """Let everybody look: words may have been lost."""
        self.ring(list(self._named))

    def stop(self) -> None:
        """Let nobody wait any more: the house is closed."""
        self._stopped = True
        self.ring_all()
