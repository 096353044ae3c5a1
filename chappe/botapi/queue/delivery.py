"""Webhooks: updates are posted to the bot's own server, each chat in its order, the chats side by side.

A node that delivers for a bot holds a lease on it, so that no other does the same. An update is deleted when the
server has taken it; a node that dies in between leaves it, and it comes again: at least once before that, never
after.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from chappe.botapi.queue import store
from chappe.botapi.queue.model import Queue, Waiting
from chappe.botapi.queue.posting import Posted, Poster
from chappe.clock import Clock, Timer
from chappe.db.database import Database
from chappe.ids import UserId
from chappe.logs import log

LEASE_SECONDS = 60
RENEWED_SECONDS = 20
READ_AHEAD = 1000
"""Updates that are in memory at the same time."""
GONE = 410
GONE_SECONDS = 23 * 3600
"""A server that has said "gone" for so long has no webhook any more."""
RETRY_SECONDS_FIRST, RETRY_SECONDS_MAX = 1.0, 60.0
RETRY_AFTER_SECONDS_MAX = 3600.0
Execute = Callable[[UserId, bytes], Awaitable[None]]
Taken = Callable[[UserId], None]
"""Does what a bot's server has answered: one method."""


@dataclass(eq=False, slots=True)
class Lane:
    """The updates of one chat. `retries`: how often the first of them was not taken; `at`: not before then."""

    waiting: deque[Waiting] = field(default_factory=deque)
    busy: bool = False
    retries: int = 0
    at: float = 0.0


class Delivery:
    """One bot's. `node`: who we are among the nodes; `execute`: does what the server answers; `taken`: hears of
    every update that the server has taken."""

    def __init__(
        self,
        queue: Queue,
        database: Database,
        clock: Clock,
        poster: Poster,
        node: int,
        execute: Execute,
        taken: Taken,
    ) -> None:
        self._queue = queue
        self._bot = queue.bot_id
        self._database = database
        self._clock = clock
        self._poster = poster
        self._node = node
        self._execute = execute
        self._told = taken
        self._lanes: dict[int, Lane] = {}
        self._read_up_to = 0
        self._in_memory = 0
        self._posting = 0
        self._looking = True
        self._leased_until = 0.0
        self._may_be_gone = True
        """Whether it may stand in the queue that the server is gone."""
        self._news = asyncio.Event()
        self._stopped = False
        self._timer: Timer | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._task = asyncio.get_running_loop().create_task(self._work())

    @property
    def idle(self) -> bool:
        """Whether nothing is being posted, and nothing to be looked for (for tests)."""
        return not self._posting and not self._looking

    def serves(self, queue: Queue) -> bool:
        """Whether this is the webhook that the bot wants."""
        return (self._queue.url, self._queue.hook) == (queue.url, queue.hook)

    def wake(self) -> None:
        """There is something new."""
        self._looking = True
        self._news.set()

    async def stop(self) -> None:
        """Post nothing more; what is on its way may come again."""
        self._stopped = True
        self._news.set()
        for task in [*self._tasks, self._task]:
            task.cancel()
        await asyncio.gather(*self._tasks, self._task, return_exceptions=True)
        if self._timer is not None:
            self._timer.cancel()
        with suppress(Exception):
            async with self._database.transaction(write=True) as tx:
                await store.release(tx, self._bot, self._node)

    async def _work(self) -> None:
        while not self._stopped:
            self._news.clear()
            try:
                if await self._hold():
                    await self._read()
                    self._begin()
                self._looking = False
                self._sleep()
                await self._news.wait()
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("delivering to a webhook failed", bot=self._bot)
                self._wake_at(self._clock.now() + RETRY_SECONDS_MAX)
                await self._news.wait()

    async def _hold(self) -> bool:
        """Whether the delivery is ours."""
        now = self._clock.now()
        if self._leased_until - now > LEASE_SECONDS - RENEWED_SECONDS:
            return True
        until = math.ceil(now) + LEASE_SECONDS
        async with self._database.transaction(write=True) as tx:
            ours = await store.lease(tx, self._bot, self._node, int(now), until)
        self._may_be_gone |= not self._leased_until
        self._leased_until = float(until) if ours else 0.0
        if not ours:
            self._lanes.clear()
            self._in_memory = self._read_up_to = 0
        return ours

    async def _read(self) -> None:
        """Read what is new."""
        left = READ_AHEAD - self._in_memory
        if left <= 0:
            return
        async with self._database.transaction(write=False) as tx:
            found = await store.find_waiting(
                tx, self._bot, left, self._clock.now(), self._read_up_to
            )
        for each in found:
            self._lanes.setdefault(each.lane, Lane()).waiting.append(each)
            self._read_up_to = each.update_id
        self._in_memory += len(found)

    def _begin(self) -> None:
        """Post the first update of every lane that may be posted."""
        now = self._clock.now()
        for lane in self._lanes.values():
            if self._posting >= self._queue.hook.connections:
                return
            if lane.waiting and not lane.busy and lane.at <= now:
                lane.busy = True
                self._posting += 1
                task = asyncio.get_running_loop().create_task(self._post(lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _sleep(self) -> None:
        """Be woken for the next attempt, and to keep the lease."""
        times = [lane.at for lane in self._lanes.values() if lane.waiting and not lane.busy]
        renew = self._clock.now() + RENEWED_SECONDS
        self._wake_at(min([renew, *(at for at in times if at > self._clock.now())]))

    def _wake_at(self, at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._clock.call_later(max(at - self._clock.now(), 0.0), self._news.set)

    async def _post(self, lane: Lane) -> None:
        update = lane.waiting[0]
        try:
            posted = await self._poster.post(self._queue, update.json)
            if posted.taken:
                await self._taken(lane, update, posted)
            else:
                await self._not_taken(lane, posted)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("an update was not delivered", bot=self._bot)
            lane.at = self._clock.now() + RETRY_SECONDS_MAX
        finally:
            lane.busy = False
            self._posting -= 1
            if not lane.waiting:
                self._lanes.pop(update.lane, None)
            self.wake()

    async def _taken(self, lane: Lane, update: Waiting, posted: Posted) -> None:
        """The server has it: it is gone before anything else happens."""
        async with self._database.transaction(write=True) as tx:
            await store.done(tx, self._bot, update.update_id)
            if self._may_be_gone:
                await store.set_there(tx, self._bot)
        self._may_be_gone = False
        lane.waiting.popleft()
        lane.retries, lane.at = 0, 0.0
        self._in_memory -= 1
        self._told(self._bot)
        if posted.body:
            await self._execute(self._bot, posted.body)

    async def _not_taken(self, lane: Lane, posted: Posted) -> None:
        now = self._clock.now()
        wait = min(RETRY_SECONDS_FIRST * 2**lane.retries, RETRY_SECONDS_MAX)
        if posted.retry_after is not None:
            wait = min(posted.retry_after, RETRY_AFTER_SECONDS_MAX)
        lane.retries, lane.at = min(lane.retries + 1, 16), now + wait
        gone = posted.status == GONE
        self._may_be_gone |= gone
        async with self._database.transaction(write=True) as tx:
            since = await store.set_failed(tx, self._bot, int(now), posted.why, gone=gone)
            if since and now - since >= GONE_SECONDS:
                await store.set_hook(tx, self._bot, "", self._queue.hook)
