"""All webhooks of a node: who delivers for which bot."""

import secrets
from collections.abc import Iterable

from chappe.botapi.queue import store
from chappe.botapi.queue.delivery import Delivery, Execute, Taken
from chappe.botapi.queue.posting import Poster
from chappe.clock import Clock
from chappe.config import Profile
from chappe.db.database import Database
from chappe.ids import UserId


class Webhooks:
    """The deliveries of this node. `alone`: no other node can have this database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        execute: Execute,
        taken: Taken,
        *,
        alone: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._execute = execute
        self._taken = taken
        self._alone = alone
        self._poster = Poster(profile)
        self._node = secrets.randbits(62) + 1
        self._deliveries: dict[UserId, Delivery] = {}

    @property
    def count(self) -> int:
        """Bots whose updates are posted."""
        return len(self._deliveries)

    @property
    def idle(self) -> bool:
        """Whether nothing is being delivered (for tests)."""
        return all(each.idle for each in self._deliveries.values())

    async def start(self) -> None:
        """Begin to deliver for every bot with a webhook."""
        if self._alone:
            async with self._database.transaction(write=True) as tx:
                await store.release_all(tx)
        await self.look()

    async def stop(self) -> None:
        """Deliver no more."""
        deliveries, self._deliveries = list(self._deliveries.values()), {}
        for each in deliveries:
            await each.stop()
        await self._poster.close()

    def wake(self, bots: Iterable[UserId]) -> None:
        """Bots have something new."""
        for bot in bots:
            delivery = self._deliveries.get(bot)
            if delivery is not None:
                delivery.wake()

    async def look(self) -> None:
        """See which bots have webhooks: words may have been lost."""
        async with self._database.transaction(write=False) as tx:
            hooked = {each.bot_id: each for each in await store.find_hooked(tx)}
        for bot in self._deliveries.keys() - hooked.keys():
            await self._end(bot)
        for bot, queue in hooked.items():
            kept = self._deliveries.get(bot)
            if kept is not None and kept.serves(queue):
                kept.wake()
                continue
            await self._end(bot)
            self._deliveries[bot] = Delivery(
                queue,
                self._database,
                self._clock,
                self._poster,
                self._node,
                self._execute,
                self._taken,
            )

    async def _end(self, bot: UserId) -> None:
        delivery = self._deliveries.pop(bot, None)
        if delivery is not None:
            await delivery.stop()
        await self._poster.forget(bot)
