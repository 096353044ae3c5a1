"""Sessions as the fan-out knows them: who of those who are connected is told what happens."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from typing_extensions import override

from chappe.clock import Clock
from chappe.mtproto.session import Session
from chappe.rpc.caller import Caller
from chappe.tl import layers
from chappe.updates.encode import Listener
from chappe.updates.fanout import Fanout
from chappe.updates.log import SessionRef

if TYPE_CHECKING:
    import asyncio


class SessionListener(Listener):
    """One session, in the layer that its client has named last."""

    __slots__ = ("_caller", "_clock", "_flush", "_session")

    def __init__(
        self, session: Session, caller: Caller, clock: Clock, flush: Callable[[Session], None]
    ) -> None:
        self._session = session
        self._caller = caller
        self._clock = clock
        self._flush = flush

    @property
    @override
    def ref(self) -> SessionRef:
        return SessionRef(self._session.key.key_id, self._session.session_id)

    @property
    @override
    def layer(self) -> int:
        return min(self._caller.layer or layers.LATEST, layers.LATEST)

    @override
    def push(self, body: bytes) -> None:
        self._session.push(body, self._clock.now())
        self._flush(self._session)


class Listening:
    """Which sessions listen, and as whom; `Session.listens_as` remembers it for each."""

    def __init__(self, fanout: Fanout, clock: Clock, flush: Callable[[Session], None]) -> None:
        self._fanout = fanout
        self._clock = clock
        self._flush = flush

    def follow(self, session: Session, caller: Caller) -> None:
        """Let the session hear what its key's account is told; nothing, when nobody is signed in."""
        user_id = None if caller.is_abroad else caller.user_id
        if session.listens_as == user_id:
            return
        self.leave(session)
        if user_id is not None:
            session.listens_as = user_id
            listener = SessionListener(session, caller, self._clock, self._flush)
            self._fanout.listen(user_id, listener)

    def placed(self, session: Session) -> "asyncio.Future[None] | None":
        """What a call of this session has to wait for, so that nothing falls between its answer and the
        first push; None: nothing."""
        if session.listens_as is None:
            return None
        return self._fanout.placed(session.listens_as)

    def leave(self, session: Session) -> None:
        """The session hears no more."""
        user_id, session.listens_as = session.listens_as, None
        ref = SessionRef(session.key.key_id, session.session_id)
        if user_id is not None:
            self._fanout.leave(user_id, ref)
        elif session.waits_for is not None:
            self._fanout.leave_stranger(session.waits_for, ref)
            session.waits_for = None

    def wait(self, session: Session, caller: Caller) -> None:
        """Let a session that nobody has signed in with hear what its permanent key is told."""
        if caller.perm_key_id is None or session.waits_for is not None:
            return
        if session.listens_as is None:
            session.waits_for = caller.perm_key_id
            listener = SessionListener(session, caller, self._clock, self._flush)
            self._fanout.listen_stranger(caller.perm_key_id, listener)
