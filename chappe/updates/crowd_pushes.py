"""The workers that push what happens in channels, one for each crowd, so that everybody is told in order.

What looks the same to nearly all is rendered once (`sharing`). Those who have asked for something hear of it
in their answers: an account with such a session gets everything rendered apart.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from typing import Any, Protocol

from chappe.clock import Clock
from chappe.db.database import Database, Tx
from chappe.ids import PeerId, SessionId, UserId, channel_of, is_bot
from chappe.logs import log
from chappe.tl import api
from chappe.updates.accounts import Account, in_order, is_whole, written
from chappe.updates.crowds import Crowd, admitted
from chappe.updates.difference import read_between
from chappe.updates.encode import Push
from chappe.updates.horizon import seeing_less
from chappe.updates.log import Logged, Told
from chappe.updates.sharing import seeing_apart, shared
from chappe.updates.viewer import Viewer

GAP_MAX = 1000
"""Facts behind which a session is told to ask: getDifference answers in slices, a push is one message."""
PUSHES_AT_ONCE = 256
"""Then the event loop has its turn: others do not wait for a whole crowd."""
Run = Callable[[Coroutine[Any, Any, None]], None]
Written = list[tuple[Account, list[Push]]]


class Sessions(Protocol):
    """Who is here; the fan-out."""

    def account(self, user_id: UserId) -> Account | None:
        """One that has sessions on this node."""

    def users_of(self, sessions: Iterable[SessionId]) -> set[UserId]:
        """Whose sessions these are, as far as they are on this node."""

    def tell(self, told: Told) -> None:
        """Push an update of the moment."""

    def dismiss(self, crowd: Crowd, uninvited: Collection[UserId]) -> None:
        """Guests of a channel go whose time is over, or who may not look any more."""


class CrowdPushes:
    """Pushes to the members of channels who are here."""

    def __init__(
        self, here: Sessions, database: Database, clock: Clock, secret: bytes, run: Run
    ) -> None:
        self._here = here
        self._database = database
        self._clock = clock
        self._secret = secret
        self._run = run
        self._stopped = False

    def stop(self) -> None:
        """Push no more."""
        self._stopped = True

    def wake(self, crowd: Crowd) -> None:
        """There may be something to push."""
        if crowd.due and not crowd.busy and not self._stopped:
            crowd.busy = True
            self._run(self._work(crowd))

    async def _work(self, crowd: Crowd) -> None:
        """Push what happened in a channel until nothing is left."""
        try:
            while crowd.due:
                try:
                    if crowd.newcomers:
                        await self._welcome(crowd)
                    else:
                        await self._push(crowd)
                except Exception:
                    log.exception("pushing to a channel failed")
                    crowd.waiting.clear()
                    crowd.members.update(crowd.newcomers)
                    crowd.newcomers.clear()
                    crowd.lost, crowd.place = True, crowd.reach
                    self._send_away(crowd)
        finally:
            crowd.busy = False

    def _send_away(self, crowd: Crowd) -> None:
        """Tell the members to ask for what they have missed."""
        channel_id = channel_of(PeerId(crowd.box))
        assert channel_id is not None
        update = api.UpdateChannelTooLong(channel_id=channel_id)
        crowd.lost = False
        self._here.tell(Told(update, users=tuple(crowd.members)))

    async def _welcome(self, crowd: Crowd) -> None:
        """Tell those who have joined what happened since, as far as the others have been told."""
        newcomers = dict(crowd.newcomers)
        first = min(newcomers.values())
        pushes: Written = []
        async with self._database.transaction(write=False) as tx:
            await self._see_guests_off(tx, crowd)
            newcomers = {each: newcomers[each] for each in newcomers.keys() & crowd.newcomers}
            entries = await read_between(tx, crowd.box, first, crowd.place)
            for user_id, since in newcomers.items():
                behind = [each for each in entries if each.n > since]
                pushes += await self._for_member(tx, user_id, behind)
        for account, bodies in pushes:
            account.push(bodies)
        for user_id in newcomers.keys() & crowd.newcomers.keys():
            del crowd.newcomers[user_id]
            crowd.members.add(user_id)

    async def _push(self, crowd: Crowd) -> None:
        place, reach = crowd.place, crowd.reach
        entries, crowd.waiting = in_order(crowd.waiting, place), []
        if reach - place > GAP_MAX:
            crowd.place = reach
            self._send_away(crowd)
            return
        async with self._database.transaction(write=False) as tx:
            if not is_whole(entries, place, reach):
                known = {each.n: each for each in entries}
                read = await read_between(tx, crowd.box, place, reach)
                entries = [known.get(each.n, each) for each in read]
            await self._see_guests_off(tx, crowd)
            pushes = await self._for_members(tx, crowd, entries)
        for pushed, (account, bodies) in enumerate(pushes, start=1):
            account.push(bodies)
            if pushed % PUSHES_AT_ONCE == 0:
                await asyncio.sleep(0)
        crowd.place = reach

    async def _see_guests_off(self, tx: Tx, crowd: Crowd) -> None:
        if crowd.guests:
            may_stay = await admitted(tx, crowd.box, crowd.guests.keys(), self._clock.now())
            self._here.dismiss(crowd, crowd.guests.keys() - may_stay)

    async def _for_members(self, tx: Tx, crowd: Crowd, entries: Sequence[Logged]) -> Written:
        asking = self._here.users_of({each.origin for each in entries if each.origin})
        bots = set(filter(is_bot, crowd.members))  # each hears something else
        apart = (await seeing_apart(tx, entries) | asking | bots) & crowd.members
        apart |= await seeing_less(tx, crowd.box, crowd.members, entries)
        pushes: Written = []
        for user_id in apart:
            pushes += await self._for_member(tx, user_id, entries)
        alike = [
            account
            for user_id in crowd.members - apart
            if (account := self._here.account(user_id)) is not None
        ]
        return pushes + await shared(tx, self._secret, self._clock.now(), alike, entries)

    async def _for_member(self, tx: Tx, user_id: UserId, entries: Sequence[Logged]) -> Written:
        account = self._here.account(user_id)
        if account is None or not entries or account.has_asked_for(entries):
            return []
        viewer = Viewer(user_id, self._secret, self._clock.now())
        return [(account, await written(tx, viewer, account, entries))]
