"""What all connections of a node share: keys, sessions, handshakes, the running calls."""

from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from chappe.clock import Clock
from chappe.config import Settings
from chappe.db.database import Database
from chappe.gateway import eager
from chappe.gateway.calls import Calls
from chappe.gateway.keyring import Keyring
from chappe.gateway.limits import Addresses
from chappe.gateway.listening import Listening
from chappe.ids import AuthKeyId, DcId, UserId
from chappe.mtproto.handshake import Handshakes
from chappe.mtproto.session import Session
from chappe.mtproto.sessions import Sessions
from chappe.rpc.call import World
from chappe.rpc.dispatch import Dispatcher
from chappe.updates.fanout import Fanout

if TYPE_CHECKING:
    from chappe.gateway.http_guard import HttpGuard

SWEEP_SECONDS = 60.0
T = TypeVar("T")


class Hub:
    """The heart of a node. `handshakes`: by data center; the key None serves whichever is meant.

    `working`: how much work of the house's own is under way. `http_waiting`: connections, by transport, whose first HTTP request has not come; `http_open`: all that speak HTTP.
    `by_hand`: the database answers without waiting, so calls need no task.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        keyring: Keyring,
        handshakes: Mapping[DcId | None, Handshakes],
        world: World,
        fanout: Fanout,
        *,
        by_hand: bool,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.world = world
        self.keyring = keyring
        keyring.on_signed_out = lambda key_id: world.sign(key_id, None)
        self.handshakes = handshakes
        self.by_hand = by_hand
        self.sessions = Sessions()
        self.http_waiting: dict[object, HttpGuard] = {}
        self.http_open: set[HttpGuard] = set()
        self.addresses = Addresses(settings.limits)
        self.dispatcher = Dispatcher(world, database)
        self.listening = Listening(fanout, clock, _flush)
        self.sessions.on_gone = self.listening.leave
        self.calls = Calls(self.dispatcher, clock, _flush, self.listening, by_hand=by_hand)
        self.working = 0
        self._stopped = False
        self._sweep_later()

    def stop(self) -> None:
        """Sweep no more."""
        self._stopped = True

    def sign(
        self, perm_key_id: AuthKeyId, user_id: UserId | None, home_dc: DcId | None
    ) -> None:
        """Another has signed in on a key, or nobody any more: its sessions listen accordingly."""
        self._follow(self.keyring.sign(perm_key_id, user_id, home_dc))

    async def reload(self, perm_key_ids: Collection[AuthKeyId]) -> None:
        """Another node may have changed who has signed in on some keys."""
        self._follow(await self.keyring.reload(perm_key_ids))

    async def look(self) -> None:
        """Ask the store who has signed in on the keys in use: words may have been lost."""
        await self.reload(self.keyring.permanent())

    def _follow(self, key_ids: list[AuthKeyId]) -> None:
        for key_id in key_ids:
            entry = self.keyring.get(key_id)
            if entry is None:
                self.sessions.forget_key(key_id)
            else:
                for session in self.sessions.of_key(key_id):
                    if session.wants_updates:
                        self.listening.follow(session, entry.caller)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work of the house's own, by hand as far as it does not wait."""
        self.start(work, _nothing_more, _nothing)

    def start(
        self,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None],
        failed: Callable[[], None],
    ) -> None:
        """Run work, and hand its result to `done`; see `eager.run`."""
        self.working += 1

        def has_done(result: T) -> None:
            self.working -= 1
            done(result)

        def has_failed() -> None:
            self.working -= 1
            failed()

        eager.run(work, has_done, has_failed, by_hand=self.by_hand)

    def _sweep_later(self) -> None:
        self.clock.call_later(SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        """Forget what nobody has used for long."""
        if self._stopped:
            return
        now = self.clock.now()
        self.sessions.sweep(now)
        self.keyring.sweep(now, self.sessions.of_key)
        self._sweep_later()


def _flush(session: Session) -> None:
    """Send what a session has to say, if it has a connection."""
    link = session.link
    if link is not None and link.on_news is not None:
        link.on_news()


def _nothing_more(_result: None) -> None:
    pass


def _nothing() -> None:
    pass
