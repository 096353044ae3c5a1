"""One connection, seen from the protocol: packets in, events out; which sessions speak through it."""

import itertools
from typing import TYPE_CHECKING

from chappe.ids import SessionId
from chappe.mtproto import service as _service  # noqa: F401 - fills the table of laws
from chappe.mtproto.container import Message
from chappe.mtproto.envelope import Plain, unseal, unseal_v1
from chappe.mtproto.errors import UNKNOWN_KEY, RemoteError
from chappe.mtproto.events import Event
from chappe.mtproto.keys import KeyState
from chappe.mtproto.session import Session
from chappe.mtproto.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Callable

RESEND_ON_HTTP_SECONDS = 10
_roads = itertools.count(1)


class Link:
    """The protocol state of one connection.

    `version`: 2 or 1, found out with the first encrypted packet and kept. `road`: a number that no
    other connection has. `close_at`: Unix time at which the driver has to close it, or None. `is_poll`:
    it is one HTTP request; `poll`: max_delay, wait_after, max_wait of its http_wait in seconds, or None.
    `token`: of the packet taken last, for a quick ack; 0 when it was refused. `sessions_here`: those
    that last spoke through it. `on_news`: the driver's, to be called when one of them has something to
    say outside of a packet's turn; None once the connection is gone.
    """

    __slots__ = (
        "_aside",
        "_before",
        "allow_v1",
        "close_at",
        "is_poll",
        "on_news",
        "poll",
        "road",
        "sessions",
        "sessions_here",
        "token",
        "version",
    )

    def __init__(self, sessions: Sessions, *, allow_v1: bool, is_poll: bool = False) -> None:
        self.sessions = sessions
        self.allow_v1 = allow_v1
        self.is_poll = is_poll
        self.poll: tuple[float, float, float] | None = None
        self.version = 0
        self.token = 0
        self.road = next(_roads)
        self.close_at: float | None = None
        self.on_news: Callable[[], None] | None = None
        self.sessions_here: tuple[Session, ...] = ()
        self._aside: tuple[bytes, ...] = ()  # sealed, of sessions that are not here
        self._before: Link | None = None  # the long poll that the session came from

    def receive(self, key: KeyState, packet: bytes, now: float) -> list[Event]:
        """Take one encrypted packet under `key`; RemoteError when it is none."""
        if key.dead(now):
            raise RemoteError("the temporary key has expired", UNKNOWN_KEY)
        plain = self._unseal(key, packet)
        session = self.sessions.of(key, SessionId(plain.session_id))
        self.token = 0
        fault = session.fault(plain, now)
        if fault:
            self._refuse(session, plain, fault, now)
            return []
        if session.link is not self:
            if session.link is not None and plain.msg_id in session.history:
                return self._take_again(session.link, session, plain, now)
            self._adopt(session, now)
        self.token = plain.quick_ack
        return session.receive(plain, now)

    def _refuse(self, session: Session, plain: Plain, fault: int, now: float) -> None:
        """Say why, here. The session stays where it is: an old packet played again must not move it."""
        message = Message(plain.msg_id, plain.seq_no, plain.body)
        if session.link is self:
            session.complain(message, fault, now)
            return
        if session.link is None and session.idle_since is None:
            session.idle_since = now
        self._aside += (session.complain_aside(message, fault, self.version, now),)

    @staticmethod
    def _take_again(home: "Link", session: Session, plain: Plain, now: float) -> list[Event]:
        """A message that was taken came again, from elsewhere: what it missed is said at home."""
        events = session.receive(plain, now)
        if home.on_news is not None:
            home.on_news()
        return events

    def _unseal(self, key: KeyState, packet: bytes) -> Plain:
        if self.version == 2 or not self.allow_v1:
            self.version = 2
            return unseal(key, packet)
        if self.version == 1:
            return unseal_v1(key, packet)
        try:
            plain = unseal(key, packet)
        except RemoteError:
            plain = unseal_v1(key, packet)
            self.version = 1
        else:
            self.version = 2
        return plain

    def _adopt(self, session: Session, now: float) -> None:
        """From now on the session speaks here; what it said elsewhere and nobody acknowledged, again."""
        if session.link is not None:
            session.link.release(session)
            self._before = session.link if self.is_poll and session.link.is_poll else None
        self._come_home(session)
        patience = RESEND_ON_HTTP_SECONDS if self.is_poll else 0
        session.outbox.again_all(self.road, now - patience)

    def _come_home(self, session: Session) -> None:
        session.link = self
        session.idle_since = None
        self.sessions_here += (session,)

    def release(self, session: Session) -> None:
        """The session speaks elsewhere now."""
        self.sessions_here = tuple(s for s in self.sessions_here if s is not session)

    def closed(self, now: float) -> None:
        """The connection is gone; its sessions wait for another, or go back to a long poll."""
        self.on_news = None
        before = self._before
        while before is not None and before.on_news is None:
            before = before._before
        self._before = before
        for session in self.sessions_here:
            if before is not None:
                before._come_home(session)
            elif session.link is self:
                session.link = None
                session.idle_since = now
        self.sessions_here = ()
        if before is not None and before.on_news is not None:
            before.on_news()

    def wake_at(self) -> float | None:
        """When `wake` wants to be called, Unix seconds, or None."""
        soonest = None
        for session in self.sessions_here:
            at = session.wake_at()
            if at is not None and (soonest is None or at < soonest):
                soonest = at
        return soonest

    def wake(self, now: float) -> list[Event]:
        """Act on what sessions held back long enough."""
        return [event for session in self.sessions_here for event in session.wake(now)]

    def flush(self, now: float) -> list[bytes]:
        """Sealed packets with all that the sessions here have to say."""
        if self._aside:
            aside, self._aside = self._aside, ()
            return [*aside, *self.flush(now)]
        if len(self.sessions_here) == 1:
            return self.sessions_here[0].flush(now)
        return [packet for session in self.sessions_here for packet in session.flush(now)]
