"""Pushing: what happened goes to every session of those who are there, in order, each in its own layer.

For every account with a session on this node the fan-out knows how far in its box (`n`) it has pushed.
Facts that follow without a gap are pushed as they come; after a gap the log is read. A word from another
node says only how far a box has come, so its facts are always read. One who is away costs nothing.

Everything is rendered once for an account and written once for a layer. The session that asked for
something hears of it in its answer, not here.
"""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from chappe.clock import Clock
from chappe.db.database import Database, Tx
from chappe.ids import AuthKeyId, BoxId, UserId
from chappe.logs import log
from chappe.tl import api, layers
from chappe.tl.build import TLObject
from chappe.tl.wire import NotWritable
from chappe.updates.difference import read_between, read_places
from chappe.updates.log import Logged, SessionRef, Told
from chappe.updates.render import SHORTENERS, Updates, render, render_container
from chappe.updates.viewer import Viewer

SWEEP_SECONDS = 30.0
"""How long a lost word of another node can keep a push waiting."""
Run = Callable[[Coroutine[Any, Any, None]], None]


class Listener(Protocol):
    """A session that takes updates. `ref`: its name among all. `layer`: what it reads."""

    @property
    def ref(self) -> SessionRef:
        """The session's name."""

    @property
    def layer(self) -> int:
        """The layer that the session's client speaks by now."""

    def push(self, body: bytes) -> None:
        """Send an update, written in the layer of the listener."""


@dataclass(eq=False, slots=True)
class Account:
    """One that has sessions here. `place`: facts of its box that were pushed or need not be; None until
    it is known. `waiting`: facts not shown yet. `reach`: how far the box is known to have come."""

    user_id: UserId
    listeners: dict[SessionRef, Listener] = field(default_factory=dict)
    place: int | None = None
    reach: int = 0
    waiting: list[Logged] = field(default_factory=list)
    busy: bool = False


class Fanout:
    """The pushing half of a node. `run`: runs a coroutine, by hand as far as it does not wait."""

    def __init__(self, database: Database, clock: Clock, secret: bytes, run: Run) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret
        self._run = run
        self._accounts: dict[UserId, Account] = {}
        self._strangers: dict[AuthKeyId, dict[SessionRef, Listener]] = {}
        self._stopped = False
        self._sweep_later()

    def stop(self) -> None:
        """Push no more."""
        self._stopped = True

    @property
    def idle(self) -> bool:
        """Whether all that is known of has been pushed (for tests)."""
        return not any(account.busy for account in self._accounts.values())

    def online(self, user_id: UserId) -> bool:
        """Whether an account has a session on this node."""
        return user_id in self._accounts

    # -- who listens --------------------------------------------------------------------

    def listen(self, user_id: UserId, listener: Listener) -> None:
        """From now on this session is told what happens to this account."""
        account = self._accounts.get(user_id)
        if account is None:
            account = self._accounts[user_id] = Account(user_id)
            self._wake(account)
        account.listeners[listener.ref] = listener

    def leave(self, user_id: UserId, ref: SessionRef) -> None:
        """This session listens no more."""
        account = self._accounts.get(user_id)
        if account is None:
            return
        account.listeners.pop(ref, None)
        if not account.listeners:
            del self._accounts[user_id]

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
        for entry in entries:
            account = self._accounts.get(UserId(entry.box))
            if account is not None:
                account.waiting.append(entry)
                account.reach = max(account.reach, entry.n)
                touched[account.user_id] = account
        for account in touched.values():
            self._wake(account)

    def grown(self, boxes: Iterable[tuple[BoxId, int]]) -> None:
        """Boxes that have come so far, as somebody else says."""
        for box, n in boxes:
            account = self._accounts.get(UserId(box))
            if account is not None and n > account.reach:
                account.reach = n
                self._wake(account)

    def tell(self, told: Told) -> None:
        """Push an update of the moment."""
        at = int(self._clock.now())
        for user_id in told.users:
            account = self._accounts.get(user_id)
            if account is not None:
                self._run(self._tell_account(account, told, at))
        if told.key_id is not None:
            listeners = self._strangers.get(told.key_id, {}).values()
            short = api.UpdateShort(update=told.update, date=at)  # type: ignore[arg-type]  # an Update
            _push(list(listeners), short)

    async def _tell_account(self, account: Account, told: Told, at: int) -> None:
        listeners = [
            each for ref, each in list(account.listeners.items()) if ref != told.origin
        ]
        if listeners:
            update: Any = told.update
            _push(listeners, api.UpdateShort(update=update, date=at))

    # -- the work -----------------------------------------------------------------------

    def _wake(self, account: Account) -> None:
        if not account.busy and not self._stopped:
            account.busy = True
            self._run(self._work(account))

    async def _work(self, account: Account) -> None:
        """Push until nothing is left; the account's own order is kept because only one works on it."""
        try:
            while (account.place is None or account.reach > account.place) and (
                account.listeners or account.place is None
            ):
                if account.place is None:
                    await self._find_place(account)
                else:
                    await self._push_next(account, account.place)
        except Exception:
            # The clients find what was not pushed in the log; what comes next is pushed again.
            log.exception("pushing failed")
            account.waiting.clear()
            account.place = max(account.place or 0, account.reach)
        finally:
            account.busy = False

    async def _find_place(self, account: Account) -> None:
        """Where the box is at the moment: what came before is the client's to ask for."""
        async with self._database.transaction(write=False) as tx:
            places = await read_places(tx, [BoxId(account.user_id)])
        place = places.get(BoxId(account.user_id), 0)
        # What was heard meanwhile may be in there already; it is pushed rather than lost.
        first = min((each.n for each in account.waiting), default=place + 1)
        account.place = min(place, first - 1)
        account.reach = max(account.reach, place)

    async def _push_next(self, account: Account, place: int) -> None:
        entries, account.waiting = account.waiting, []
        entries.sort(key=lambda each: each.n)
        entries = [each for each in entries if each.n > place]
        whole = [each.n for each in entries] == list(range(place + 1, account.reach + 1))
        viewer = Viewer(account.user_id, self._secret, self._clock.now())
        if whole and await self._push_short(account, viewer, entries):
            account.place = entries[-1].n
            return
        tx = await self._database.begin(write=False)
        try:
            if not whole:
                known = {each.n: each for each in entries}
                read = await read_between(tx, BoxId(account.user_id), place, account.reach)
                entries = [known.get(each.n, each) for each in read]
            pushes = await _written(tx, viewer, account, entries)
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if durable is not None:  # it may tell of rows that are not on the disk yet
            await durable.wait()
        for listener, body in pushes:
            listener.push(body)
        account.place = entries[-1].n if entries else account.reach

    async def _push_short(
        self, account: Account, viewer: Viewer, entries: Sequence[Logged]
    ) -> bool:
        """Push one fact alone in its short form, if it has one; no rows are read."""
        if len(entries) != 1 or type(entries[0].fact) not in SHORTENERS:
            return False
        entry = entries[0]
        listeners = [
            each for ref, each in list(account.listeners.items()) if ref != entry.origin
        ]
        if listeners:
            short = SHORTENERS[type(entry.fact)](viewer, entry)
            if short is None:
                return False
            _push(listeners, short)
        return True

    # -- lost words ---------------------------------------------------------------------

    def _sweep_later(self) -> None:
        self._clock.call_later(SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        if not self._stopped:
            self._sweep_later()
            self._run(self.look())

    async def look(self) -> None:
        """Ask the log how far the boxes of those who are here have come."""
        boxes = [BoxId(user_id) for user_id in self._accounts]
        if boxes:
            async with self._database.transaction(write=False) as tx:
                places = await read_places(tx, boxes)
            self.grown(places.items())


async def _written(
    tx: Tx, viewer: Viewer, account: Account, entries: Sequence[Logged]
) -> list[tuple[Listener, bytes]]:
    """What each session is to be sent: rendered once, written once for a layer."""
    everyone = list(account.listeners.values())
    shown = await render(tx, viewer, entries)
    origins = {each.origin for each in entries}
    asking = [each for each in everyone if each.ref in origins]
    others = [each for each in everyone if each.ref not in origins]
    groups: list[tuple[list[Listener], Updates]] = []
    if others:
        groups.append((others, [update for updates in shown for update in updates]))
    for listener in asking:
        foreign = [
            update
            for entry, updates in zip(entries, shown, strict=True)
            if entry.origin != listener.ref
            for update in updates
        ]
        groups.append(([listener], foreign))
    at = entries[-1].at if entries else 0
    pushes: list[tuple[Listener, bytes]] = []
    for listeners, updates in groups:
        if updates:
            container = await render_container(tx, viewer, updates, at)
            pushes += _in_layers(listeners, container)
    return pushes


def _push(listeners: Sequence[Listener], container: "api.TypeUpdates") -> None:
    for listener, body in _in_layers(listeners, container):
        listener.push(body)


def _in_layers(
    listeners: Sequence[Listener], container: "api.TypeUpdates"
) -> list[tuple[Listener, bytes]]:
    written: dict[int, bytes | None] = {}
    for listener in listeners:
        if listener.layer not in written:
            written[listener.layer] = _write(container, listener.layer)
    bodies = [(listener, written[listener.layer]) for listener in listeners]
    return [(listener, body) for listener, body in bodies if body is not None]


def _write(container: "api.TypeUpdates", layer: int) -> bytes | None:
    """The container in a layer; updates for which that layer has no words are left out."""
    try:
        return layers.write(container, layer)
    except NotWritable:
        pass
    if not isinstance(container, api.Updates):
        return None
    said = [each for each in container.updates if writable(each, layer)]
    if not said:
        return None
    try:
        return layers.write(
            api.Updates(
                updates=said,
                users=container.users,
                chats=container.chats,
                date=container.date,
                seq=container.seq,
            ),
            layer,
        )
    except NotWritable:
        log.warning("an update could not be written", layer=layer)
        return None


def writable(update: TLObject, layer: int) -> bool:
    """Whether a client of this layer can be told of it."""
    if layer >= layers.LATEST:
        return True
    try:
        layers.write(update, layer)
    except NotWritable:
        return False
    return True
