"""Doing what is due: every node looks, one of them does it.

A node takes a job for a while (a lease, in a transaction of its own), does it, and ends it in the very
transaction in which its rows are written: if the lease has run out meanwhile and another node has done
the same, one of the two transactions finds the job gone and is undone. A node that dies leaves a lease
that runs out.

Nothing polls: a timer stands at the next due time that this node knows of. What another node has been
asked for meanwhile that node does itself; a slow sweep finds what a dead one has left.
"""

import asyncio
import math
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from chappe.clock import Clock, Timer
from chappe.db.database import Database
from chappe.jobs import store
from chappe.jobs.kinds import HANDLERS, KINDS, PERIODS, Work, read_args, write_args
from chappe.jobs.store import Claimed
from chappe.logs import log
from chappe.rpc.call import World
from chappe.updates.log import Journal

SWEEP_SECONDS = 30
"""How long what a dead node has left may wait after its lease, and what another one has been asked for."""
LEASE_SECONDS = 60
"""How long a job may take before another node begins it as well."""
WORKERS_MAX = 4
"""Jobs at the same time on one node: a slow one must not hold up all others."""
BACK_OFF_SECONDS_MAX = 3600
DRAIN_SECONDS = 2.0
Run = Callable[[Coroutine[Any, Any, None]], None]


class Lost(Exception):
    """The job was replaced, cancelled, or done by another node; what was written is undone."""


class Runner:
    """The working half of a node. `run`: runs a coroutine, by hand as far as it does not wait.

    `alone`: no other node can have this database; what was begun before the start was not finished.
    """

    def __init__(
        self, world: World, database: Database, clock: Clock, run: Run, *, alone: bool
    ) -> None:
        self._world = world
        self._database = database
        self._clock = clock
        self._run = run
        self._alone = alone
        self._node = secrets.randbits(62) + 1
        self._workers = 0
        self._again = False
        self._all_idle = asyncio.Event()
        self._timer: Timer | None = None
        self._timer_at = math.inf
        self._started = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being done (for tests)."""
        return not self._workers

    async def start(self) -> None:
        """See that what is done again and again is asked for, and begin."""
        now = int(self._clock.now())
        async with self._database.transaction(write=True) as tx:
            if self._alone:
                await store.release_all(tx)
            for kind, seconds in PERIODS.items():
                await store.put(tx, kind.KIND, "", now + seconds, write_args(kind()), keep=True)
        self._started = True
        self._look()

    async def stop(self) -> None:
        """Begin nothing any more; return when what was begun is done, or has taken too long."""
        self._started = False
        self._disarm()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while self._workers:
                    self._all_idle.clear()
                    await self._all_idle.wait()

    def wake(self, due_at: float) -> None:
        """Something has been asked for that is due then."""
        if not self._started:
            return
        if due_at <= self._clock.now():
            self._look()
        elif due_at < self._timer_at:
            self._arm(due_at)

    # -- when ---------------------------------------------------------------------------

    def _arm(self, at: float) -> None:
        self._disarm()
        self._timer_at = at
        self._timer = self._clock.call_later(at - self._clock.now(), self._look)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timer_at = None, math.inf

    def _look(self) -> None:
        """See what is due; whoever works already looks again before it ends."""
        self._disarm()
        self._again = True
        self._hire()

    def _hire(self) -> None:
        if self._started and self._workers < WORKERS_MAX:
            self._workers += 1
            self._run(self._work())

    # -- what ---------------------------------------------------------------------------

    async def _work(self) -> None:
        """Do what is due, one after the other; whoever finds nothing sets the timer."""
        try:
            while self._started:
                self._again = False
                claimed = await self._claim()
                if claimed is not None:
                    self._hire()
                    await self._do(claimed)
                elif not await self._rest():
                    break
        except Exception:
            log.exception("looking for work failed")
            self.wake(self._clock.now() + SWEEP_SECONDS)
        finally:
            self._workers -= 1
            if not self._workers:
                self._all_idle.set()

    async def _claim(self) -> Claimed | None:
        now = self._clock.now()
        tx = await self._database.begin(write=True)
        try:
            until = math.ceil(now) + LEASE_SECONDS
            claimed = await store.claim(tx, self._node, int(now), until)
        except BaseException:
            await tx.rollback()
            raise
        await (
            tx.commit()
        )  # a lease that is lost in a power cut is no loss: nobody waits for the disk
        return claimed

    async def _rest(self) -> bool:
        """Set the timer; True when there is something to do at once."""
        async with self._database.transaction(write=False) as tx:
            due_at = await store.next_due(tx)
        now = self._clock.now()
        if self._again or (due_at is not None and due_at <= int(now)):
            return True
        self.wake(now + SWEEP_SECONDS if due_at is None else min(now + SWEEP_SECONDS, due_at))
        return False

    async def _do(self, claimed: Claimed) -> None:
        try:
            await self._attempt(claimed)
        except Lost:
            log.info("a job was not needed any more", kind=claimed.kind, job=claimed.id)
        except Exception:
            log.exception(
                "a job failed", kind=claimed.kind, job=claimed.id, attempts=claimed.attempts
            )
            await self._put_off(claimed)

    async def _attempt(self, claimed: Claimed) -> None:
        """Do a job and end it, both or neither."""
        kind = KINDS[claimed.kind]
        tx = await self._database.begin(write=True)
        journal = Journal(tx, self._clock.now(), witness=self._world.witness)
        try:
            work = Work(self._world, journal)
            again_at = await HANDLERS[kind](work, read_args(kind, claimed.args))
            if kind in PERIODS and again_at is None:
                again_at = int(work.now) + PERIODS[kind]
            if not await store.end(tx, claimed, again_at):
                raise Lost  # noqa: TRY301 - the way to the rollback
            await journal.flush()
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if durable is not None:
            await durable.wait()
        for action in journal.actions:
            action()
        self._world.publish(journal)

    async def _put_off(self, claimed: Claimed) -> None:
        seconds = min(2 ** min(claimed.attempts, 20), BACK_OFF_SECONDS_MAX)
        due_at = int(self._clock.now()) + seconds
        async with self._database.transaction(write=True) as tx:
            await store.put_off(tx, claimed, due_at)
