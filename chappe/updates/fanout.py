"""Pushing: what happened goes to every session of those who are there, in order, each in its own layer.

For every account with a session on this node the fan-out knows how far in its box (`n`) it has pushed.
Facts that follow without a gap are pushed as they come; after a gap the log is read. A word from another
node says only how far a box has come, so its facts are always read. One who is away costs nothing.

A session that begins to listen must neither miss a fact nor wait for one: where its box is, is read
before its first call is answered (`placed`), so that the call's answer tells of everything before that
place, and the pushes of everything behind it.

Where pushing fails, or so much has happened that asking is cheaper, the sessions are told to ask
(`updatesTooLong`). Everything is rendered once for an account and written once for a layer. The session
that asked for something hears of it in its answer, not here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from chappe.clock import Clock
from chappe.db.database import Database
from chappe.ids import AuthKeyId, BoxId, SessionId, UserId
from chappe.logs import log
from chappe.tl import api
from chappe.updates.accounts import Account, in_order, is_whole, written
from chappe.updates.crowd_pushes import GAP_MAX, CrowdPushes, Run, Sessions
from chappe.updates.crowds import GUEST_SECONDS, Crowd, Crowds, channels_of
from chappe.updates.difference import read_between, read_places
from chappe.updates.encode import Listener, in_layers
from chappe.updates.log import Logged, SessionRef, Told
from chappe.updates.render import SHORTENERS
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    import asyncio


class Fanout(Sessions):
    """The pushing half of a node. `run`: runs a coroutine, by hand as far as it does not wait."""

    def __init__(self, database: Database, clock: Clock, secret: bytes, run: Run) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret
        self._run = run
        self._accounts: dict[UserId, Account] = {}
        self._strangers: dict[AuthKeyId, dict[SessionRef, Listener]] = {}
        self._users: dict[SessionId, UserId] = {}
        self._crowds = Crowds()
        self._channels = CrowdPushes(self, database, clock, secret, run)
        self._stopped = False

    def stop(self) -> None:
        """Push no more."""
        self._stopped = True
        self._channels.stop()

    @property
    def idle(self) -> bool:
        """Whether all that is known of has been pushed (for tests)."""
        accounts = any(account.busy for account in self._accounts.values())
        return not accounts and not self._crowds.busy

    @override
    def account(self, user_id: UserId) -> Account | None:
        """One that has sessions on this node."""
        return self._accounts.get(user_id)

    @override
    def users_of(self, sessions: Iterable[SessionId]) -> set[UserId]:
        """Whose sessions these are, as far as they are on this node."""
        return {self._users[each] for each in sessions if each in self._users}

    def online(self, user_id: UserId) -> bool:
        """Whether an account has a session on this node."""
        return user_id in self._accounts

    # -- who listens --------------------------------------------------------------------

    def listen(self, user_id: UserId, listener: Listener) -> None:
        """From now on this session is told what happens to this account."""
        account = self._accounts.get(user_id)
        if account is None:
            account = self._accounts[user_id] = Account(user_id)
        account.listeners[listener.ref] = listener
        self._users[listener.ref.session_id] = user_id
        if account.place is None:
            self._wake(account)

    def placed(self, user_id: UserId) -> "asyncio.Future[None] | None":
        """What the first calls of a session have to wait for; None: nothing."""
        account = self._accounts.get(user_id)
        if account is None or account.place is not None:
            return None
        return account.wait()

    def leave(self, user_id: UserId, ref: SessionRef) -> None:
        """This session listens no more."""
        account = self._accounts.get(user_id)
        if account is None:
            return
        account.listeners.pop(ref, None)
        self._users.pop(ref.session_id, None)
        if not account.listeners:
            del self._accounts[user_id]
            self._crowds.leave(user_id)
            account.release()

    def listen_stranger(self, key_id: AuthKeyId, listener: Listener) -> None:
        """This session is told what is told to its permanent key (a login token was accepted)."""
        self._strangers.setdefault(key_id, {})[listener.ref] = listener

    def leave_stranger(self, key_id: AuthKeyId, ref: SessionRef) -> None:
        """This session waits for nothing any more."""
        waiting = self._strangers.get(key_id, {})
        waiting.pop(ref, None)
        if not waiting:
            self._strangers.pop(key_id, None)

    # -- what happened ------------------------------------------------------------------

    def heard(self, entries: Iterable[Logged]) -> None:
        """Facts that this node has committed."""
        touched: dict[UserId, Account] = {}
        crowds: dict[BoxId, Crowd] = {}
        for entry in entries:
            crowd = self._crowds.hear(entry.box, entry.n)
            if crowd is not None:
                crowd.waiting.append(entry)
                crowd.reach = max(crowd.reach, entry.n)
                crowds[entry.box] = crowd
            account = self._accounts.get(UserId(entry.box))
            if account is not None:
                account.waiting.append(entry)
                account.reach = max(account.reach, entry.n)
                touched[account.user_id] = account
        for account in touched.values():
            if not self._push_at_once(account):
                self._wake(account)
        for crowd in crowds.values():
            self._channels.wake(crowd)

    def _push_at_once(self, account: Account) -> bool:
        """Push what needs no rows without beginning any work: nearly all messages between two people."""
        place, waiting = account.place, account.waiting
        if account.busy or self._stopped or place is None or not account.listeners:
            return False
        if not is_whole(waiting, place, account.reach):
            return False
        viewer = Viewer(account.user_id, self._secret, self._clock.now())
        try:
            done = self._push_short(account, viewer, waiting)
        except Exception:
            log.exception(
                "pushing at once failed"
            )  # the work begins, and says what is to be said
            return False
        if done:
            account.place, account.waiting = account.reach, []
        return done

    def grown(self, boxes: Iterable[tuple[BoxId, int]]) -> None:
        """Boxes that have come so far, as somebody else says."""
        for box, n in boxes:
            account = self._accounts.get(UserId(box))
            if account is not None and n > account.reach:
                account.reach = n
                self._wake(account)
            crowd = self._crowds.hear(box, n)
            if crowd is not None and n > crowd.reach:
                crowd.reach = n
                self._channels.wake(crowd)

    @override
    def tell(self, told: Told) -> None:
        """Push an update of the moment; what cannot be pushed is logged, and gone with the moment."""
        listeners = [
            listener
            for user_id in self._audience(told)
            if (account := self._accounts.get(user_id)) is not None
            for ref, listener in account.listeners.items()
            if ref != told.origin
        ]
        if told.key_id is not None:
            listeners += self._strangers.get(told.key_id, {}).values()
        if listeners:
            update: Any = told.update
            if not isinstance(update, api.Updates):
                update = api.UpdateShort(update=update, date=int(self._clock.now()))
            try:
                pushes, _ = in_layers(listeners, update)
                for listener, body in pushes:
                    listener.push(body)
            except Exception:
                log.exception("telling failed")

    def _audience(self, told: Told) -> Iterable[UserId]:
        """The users for whom an update of the moment is."""
        if told.crowd is None:
            return told.users
        return self._crowds.following(told.crowd) - {told.but}

    def visit(self, user_id: UserId, box: BoxId, place: int) -> None:
        """Tell an account for a while what happens in a channel, from a place in its box on."""
        if user_id in self._accounts:
            until = self._clock.now() + GUEST_SECONDS
            crowd = self._crowds.visit(user_id, box, place, until)
            if crowd is not None:
                self._channels.wake(crowd)

    @override
    def dismiss(self, crowd: Crowd, uninvited: Collection[UserId]) -> None:
        """Guests of a channel go whose time is over, or who may not look any more."""
        self._crowds.dismiss(crowd, self._clock.now(), uninvited)

    async def look(self) -> None:
        """Ask the log how far the boxes of those who are here have come: words may have been lost."""
        self._crowds.dismiss_all(self._clock.now())
        for account in list(self._accounts.values()):
            if account.place is None:
                self._wake(account)
        boxes = [BoxId(user_id) for user_id in self._accounts] + self._crowds.boxes
        if boxes:
            async with self._database.transaction(write=False) as tx:
                places = await read_places(tx, boxes)
            self.grown(places.items())

    # -- the work -----------------------------------------------------------------------

    def _wake(self, account: Account) -> None:
        if not account.busy and not self._stopped:
            account.busy = True
            self._run(self._work(account))

    async def _work(self, account: Account) -> None:
        """Push until nothing is left; the account's own order is kept because only one works on it."""
        try:
            while account.due:
                try:
                    if account.place is None:
                        await self._find_place(account)
                    else:
                        await self._push_next(account, account.place)
                except Exception:
                    log.exception("pushing failed")
                    known, account.place, account.lost = account.place, None, True
                    account.waiting.clear()
                    if known is None:  # no log in reach: the next sweep tries again
                        return
        finally:
            account.busy = False
            account.release()

    async def _find_place(self, account: Account) -> None:
        """Where the box is: what came before is the client's to ask for."""
        with self._crowds.placing():
            async with self._database.transaction(write=False) as tx:
                channels = await channels_of(tx, account.user_id)
                places = await read_places(tx, [BoxId(account.user_id), *channels])
            place = places.pop(BoxId(account.user_id), 0)
            account.waiting = [each for each in account.waiting if each.n > place]
            account.place = place
            account.reach = max(account.reach, place)
            self._gather(account, places, {})
        account.release()
        if account.lost:
            self._send_away(account)

    def _send_away(self, account: Account) -> None:
        """Tell the sessions of an account to ask for what they have missed."""
        pushes, _ = in_layers(list(account.listeners.values()), api.UpdatesTooLong())
        account.push(pushes)
        account.lost = False

    async def _push_next(self, account: Account, place: int) -> None:
        reach = account.reach
        entries, account.waiting = in_order(account.waiting, place), []
        if reach - place > GAP_MAX:
            self._send_away(account)
            account.place = reach
            return
        whole = is_whole(entries, place, reach)
        viewer = Viewer(account.user_id, self._secret, self._clock.now())
        if not (whole and self._push_short(account, viewer, entries)):
            await self._push_read(account, viewer, None if whole else place, reach, entries)
        account.place = reach

    async def _move(self, account: Account, since: Mapping[BoxId, int]) -> None:
        """Learn in which channels an account is by now; it is told what happened in the new ones."""
        with self._crowds.placing():
            async with self._database.transaction(write=False) as tx:
                places = await read_places(tx, await channels_of(tx, account.user_id))
            self._gather(account, places, since)

    def _gather(
        self, account: Account, places: Mapping[BoxId, int], since: Mapping[BoxId, int]
    ) -> None:
        """An account is in these channels and no others."""
        if account.listeners:
            for crowd in self._crowds.place(account.user_id, places, since):
                self._channels.wake(crowd)

    async def _push_read(
        self,
        account: Account,
        viewer: Viewer,
        after: int | None,
        reach: int,
        entries: list[Logged],
    ) -> None:
        """Render and push; `after`: the place behind which the log has to be read first."""
        async with self._database.transaction(write=False) as tx:
            if after is not None:
                known = {each.n: each for each in entries}
                read = await read_between(tx, BoxId(account.user_id), after, reach)
                entries = [known.get(each.n, each) for each in read]
            pushes = await written(tx, viewer, account, entries)
        account.push(pushes)
        moves: list[Any] = [each.fact for each in entries if each.fact.MOVES]
        if moves:
            await self._move(account, {move.box: move.since for move in moves})

    def _push_short(self, account: Account, viewer: Viewer, entries: Sequence[Logged]) -> bool:
        """Push one fact alone in its short form, if it has one, or nothing, if nobody is here but those who
        have asked for it; no rows are read."""
        if account.has_asked_for(entries):
            return True
        if len(entries) != 1 or type(entries[0].fact) not in SHORTENERS:
            return False
        entry = entries[0]
        listeners = [
            listener
            for listener in account.listeners.values()
            if listener.ref.session_id != entry.origin
        ]
        short = SHORTENERS[type(entry.fact)](viewer, entry)
        if short is None:
            return False
        pushes, whole = in_layers(listeners, short)
        if not whole:
            return False
        account.push(pushes)
        return True
