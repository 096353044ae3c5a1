"""What all connections of a node share: keys, sessions, handshakes, the running calls."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chappe.clock import Clock
from chappe.config import Settings
from chappe.db.database import Database
from chappe.gateway.calls import Calls
from chappe.gateway.keyring import Keyring
from chappe.gateway.limits import Addresses
from chappe.ids import DcId
from chappe.mtproto.handshake import Handshakes
from chappe.mtproto.session import Session
from chappe.mtproto.sessions import Sessions
from chappe.rpc.call import World
from chappe.rpc.dispatch import Dispatcher

if TYPE_CHECKING:
    from chappe.gateway.http_guard import HttpGuard

SWEEP_SECONDS = 60.0


class Hub:
    """The heart of a node. `handshakes`: by data center; the key None serves whichever is meant.

    `http_waiting`: connections, by transport, whose first HTTP request has not come.
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
        *,
        by_hand: bool,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.keyring = keyring
        self.handshakes = handshakes
        self.by_hand = by_hand
        self.sessions = Sessions()
        self.http_waiting: dict[object, HttpGuard] = {}
        self.addresses = Addresses(settings.limits)
        self.dispatcher = Dispatcher(world, database)
        self.calls = Calls(self.dispatcher, clock, _flush, by_hand=by_hand)
        self._stopped = False
        self._sweep_later()

    def stop(self) -> None:
        """Sweep no more."""
        self._stopped = True

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
