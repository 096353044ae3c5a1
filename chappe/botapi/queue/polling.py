"""getUpdates: a bot asks, and waits for what comes.

Whoever waits is woken by what is written here, or by the word of another node; nobody looks again and again. A
word that is lost is made up for by the sweep (`wake_all`).
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from secrets import randbelow

from chappe.botapi.errors import BotError
from chappe.botapi.queue import store
from chappe.botapi.queue.model import Queue, Waiting
from chappe.clock import Clock
from chappe.config import BotPace
from chappe.db.database import Database, Tx
from chappe.ids import UserId

LIMIT_MAX = 100
SECONDS_MAX = 50
BODY_BYTES_MAX = 16 << 20
"""Of one answer: more comes with the next one."""
FIRST_ID_MAX = 1 << 29
ASKED_MAX = 100_000
"""Bots of which is kept for what they asked last."""
TWICE = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
BY_HOOK = "terminated by setWebhook request"
HOOKED = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
    " first"
)


@dataclass(eq=False, slots=True)
class Poller:
    """One who asks. `over`: why it is sent away. `late`: it has waited as long as it wished."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    over: str | None = None
    late: bool = False

    def be_late(self) -> None:
        """The time is over. The timer says so, not the clock: a timer may ring a moment early, and rings once."""
        self.late = True
        self.news.set()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `allowed`: None: as before."""

    offset: int = 0
    limit: int = LIMIT_MAX
    seconds: float = 0
    allowed: Collection[str] | None = None


class Polling:
    """All who ask at this node. `say`: tells the other nodes that a bot asks here. `pace`: how often one may ask
    for the same; None: as often as it likes."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        say: Callable[[UserId], None],
        pace: BotPace | None = None,
    ) -> None:
        self._pace = pace
        self._asked: dict[UserId, tuple[int, float]] = {}
        self._database = database
        self._clock = clock
        self._say = say
        self._pollers: dict[UserId, Poller] = {}
        self._stopped = False

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._pollers)

    def wake(self, bots: Iterable[UserId]) -> None:
        """Bots have something new."""
        for bot in bots:
            poller = self._pollers.get(bot)
            if poller is not None:
                poller.news.set()

    def wake_all(self) -> None:
        """A word may have been lost: everybody looks."""
        self.wake(list(self._pollers))

    def end(self, bot: UserId, why: str) -> None:
        """Send away whoever asks for a bot's updates here."""
        poller = self._pollers.pop(bot, None)
        if poller is not None:
            poller.over = why
            poller.news.set()

    def end_all(self) -> None:
        """The house is closed: whoever waits gets what there is, which is nothing."""
        self._stopped = True
        for poller in self._pollers.values():
            poller.over = ""
            poller.news.set()

    async def poll(self, bot: UserId, wish: Wish) -> list[Waiting]:
        """What a bot has not confirmed, the oldest first; when there is nothing, what comes meanwhile.

        Raises: BotError (409).
        """
        wish = self._slowed(bot, wish)
        self.end(bot, TWICE)
        self._say(bot)
        poller = self._pollers[bot] = Poller()
        seconds = min(max(wish.seconds, 0), SECONDS_MAX)
        timer = self._clock.call_later(seconds, poller.be_late)
        try:
            while True:
                poller.news.clear()
                if poller.over is not None or self._stopped:
                    return _sent_away(poller)
                found = await self._read(bot, wish)
                if found or poller.late or not seconds:
                    return found
                wish = Wish(limit=wish.limit)
                with suppress(TimeoutError):
                    await poller.news.wait()
        finally:
            timer.cancel()
            if self._pollers.get(bot) is poller:
                del self._pollers[bot]

    def _slowed(self, bot: UserId, wish: Wish) -> Wish:
        """What is given to one who asks for the same as just before: it is in a loop, as a rule."""
        if self._pace is None:
            return wish
        now = self._clock.now()
        if len(self._asked) > ASKED_MAX:
            self._asked.clear()
        offset, at = self._asked.get(bot, (wish.offset, 0.0))
        self._asked[bot] = (wish.offset, now)
        if offset != wish.offset:
            return wish
        if now - at < self._pace.same_offset_seconds:
            wish = replace(wish, seconds=max(wish.seconds, self._pace.same_offset_seconds))
        if now - at < self._pace.one_update_seconds:
            wish = replace(wish, limit=1)
        return wish

    async def _read(self, bot: UserId, wish: Wish) -> list[Waiting]:
        limit, now = min(max(wish.limit, 1), LIMIT_MAX), self._clock.now()
        async with self._database.transaction(write=False) as tx:
            queue = (await store.find(tx, [bot])).get(bot)
            if queue is not None and queue.url:
                raise BotError(409, HOOKED)
            found = await store.find_waiting(tx, bot, limit, now)
        if not _changes(queue, wish, found):
            return _bounded(found)
        async with self._database.transaction(write=True) as tx:
            await _apply(tx, bot, wish)
            found = await store.find_waiting(tx, bot, limit, now)
        return _bounded(found)


def _sent_away(poller: Poller) -> list[Waiting]:
    """Nothing, as the house is closed; or the reason why another is asked instead.

    Raises: BotError (409).
    """
    if poller.over:
        raise BotError(409, poller.over)
    return []


def _changes(queue: Queue | None, wish: Wish, found: list[Waiting]) -> bool:
    """Whether rows have to be written for what is asked."""
    if wish.allowed is not None:
        before = frozenset[str]() if queue is None or queue.allowed is None else queue.allowed
        if frozenset(wish.allowed) != before:
            return True
    return wish.offset < 0 or any(each.update_id < wish.offset for each in found)


async def _apply(tx: Tx, bot: UserId, wish: Wish) -> None:
    """Confirm what the offset says, and note which kinds are wanted from now on."""
    if wish.allowed is not None:
        await store.open_queue(tx, bot, randbelow(FIRST_ID_MAX))
        await store.set_allowed(tx, bot, wish.allowed)
    if wish.offset > 0:
        await store.confirm(tx, bot, wish.offset)
    elif wish.offset < 0:
        first = await store.nth_last(tx, bot, -wish.offset)
        if first is not None:
            await store.confirm(tx, bot, first)


def _bounded(found: list[Waiting]) -> list[Waiting]:
    """As many as fit into an answer."""
    size, kept = 0, list[Waiting]()
    for each in found:
        size += len(each.body)
        if kept and size > BODY_BYTES_MAX:
            break
        kept.append(each)
    return kept
