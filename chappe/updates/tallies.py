"""What is counted in memory and written a little later, much of it at once: for numbers of which nobody may wait for
the disk (who has seen a post). A node that dies loses what it has counted in the last seconds.

A tally is a class; each node has one of each, made when it is first asked for. It is written in transactions of
its own, once and again until nothing is left; what fails is tried again with the next.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from chappe.clock import Clock, Timer
from chappe.db.database import Database
from chappe.logs import log
from chappe.updates.log import Journal

WRITE_SECONDS = 3.0
"""How old a count gets before it is written; so much is lost when a node dies."""
PARTS_MAX = 1000
"""So many transactions at once, then others have their turn."""
Run = Callable[[Coroutine[Any, Any, None]], None]


class Tally(ABC):
    """Something that is counted in memory."""

    @property
    @abstractmethod
    def due(self) -> bool:
        """Whether there is something to write."""

    @abstractmethod
    async def write(self, journal: Journal) -> None:
        """Write a part of it; it is to stay in memory until `written`."""

    @abstractmethod
    def written(self) -> None:
        """That part is on the disk."""


TallyT = TypeVar("TallyT", bound=Tally)


class Tallies:
    """The tallies of a node. `run`: runs a coroutine; `publish`: tells what a transaction has to tell."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        run: Run,
        publish: Callable[[Journal], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._run = run
        self._publish = publish
        self._tallies: dict[type[Tally], Tally] = {}
        self._timer: Timer | None = None
        self._busy = False
        self._stopped = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being written (for tests)."""
        return not self._busy

    def of(self, kind: type[TallyT]) -> TallyT:
        """This node's tally of a kind."""
        found = self._tallies.setdefault(kind, kind())
        assert isinstance(found, kind)
        return found

    def take(self, journal: Journal) -> None:
        """Count what a transaction has to count."""
        for kind, how in journal.counted:
            how(self.of(kind))
        if journal.counted:
            self.wake()

    def wake(self) -> None:
        """Something was counted: it is written soon."""
        if self._timer is None and not self._busy and not self._stopped:
            self._timer = self._clock.call_later(WRITE_SECONDS, self._begin)

    async def close(self) -> None:
        """Write what is left, and count no more."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()
        await self._work()

    def _begin(self) -> None:
        self._timer, self._busy = None, True
        self._run(self._work())

    async def _work(self) -> None:
        try:
            for tally in list(self._tallies.values()):
                for _ in range(PARTS_MAX):
                    if not tally.due:
                        break
                    await self._write(tally)
        except Exception:
            log.exception("writing what was counted failed")
        finally:
            self._busy = False
        if any(tally.due for tally in self._tallies.values()):
            self.wake()

    async def _write(self, tally: Tally) -> None:
        tx = await self._database.begin(write=True)
        journal = Journal(tx, self._clock.now())
        try:
            await tally.write(journal)
            await journal.flush()
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if durable is not None:
            await durable.wait()
        tally.written()
        self._publish(journal)
