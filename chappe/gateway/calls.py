"""Carrying out method calls: in which order they start, what they wait for, when the answer leaves."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

import structlog

from chappe.clock import Clock, Timer
from chappe.gateway import eager
from chappe.gateway.lane import Lane
from chappe.ids import MsgId
from chappe.mtproto.events import Call, Unreadable
from chappe.mtproto.history import Status
from chappe.mtproto.session import Session
from chappe.rpc.caller import Caller
from chappe.rpc.dispatch import Answer, Dispatcher
from chappe.rpc.errors import RpcError
from chappe.rpc.wrap import Wrapped

log = structlog.get_logger()

AFTER_SECONDS = 0.5
"""How long invokeAfterMsg waits for a message that has not come. https://core.telegram.org/api/invoking"""
SLOW_SECONDS = 1.0
"""A call that runs longer is acknowledged before it is answered, so that it is not sent again."""


@dataclass(eq=False, slots=True)
class Parked:
    """A call that waits for others to succeed."""

    call: Call
    caller: Caller
    wrapped: Wrapped
    deadline: float
    timer: Timer | None = None


@dataclass(eq=False, slots=True)
class Desk:
    """The unfinished business of one session; only while there is any."""

    lane: Lane = field(default_factory=Lane)
    parked: list[Parked] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether it can be put away."""
        return self.lane.idle and not self.parked


class Calls:
    """Runs the calls of all sessions of a node.

    `flush`: called when a session has something to say outside of a packet's own turn. `by_hand`:
    whether calls may begin without a task (see `eager`).
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        clock: Clock,
        flush: Callable[[Session], None],
        *,
        by_hand: bool,
    ) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._flush = flush
        self._by_hand = by_hand
        self._desks: dict[Session, Desk] = {}
        self.running = 0
        self._drained = asyncio.Event()

    def begin(self, call: Call, caller: Caller) -> None:
        """Take a call in; it is answered in its turn."""
        wrapped = self._dispatcher.peel(call.body)
        if isinstance(wrapped, RpcError):
            self._fail(call, wrapped)
            return
        if wrapped.without_updates:
            call.session.wants_updates = False
        if wrapped.after:
            self._begin_after(call, caller, wrapped)
        else:
            self._enter_lane(call, caller, wrapped)

    async def drain(self, seconds: float) -> None:
        """Wait until no call runs any more, `seconds` at the longest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.running:
                    self._drained.clear()
                    await self._drained.wait()

    def refuse(self, event: Unreadable) -> None:
        """Answer a call that could not be unpacked."""
        name = "INPUT_REQUEST_TOO_LONG" if event.too_long else "INPUT_FETCH_ERROR"
        self._fail(Call(event.session, event.msg_id, b""), RpcError(400, name))

    # -- the order ----------------------------------------------------------------------

    def _enter_lane(self, call: Call, caller: Caller, wrapped: Wrapped) -> None:
        desk = self._desks.get(call.session)
        work = self._dispatcher.run(
            caller, wrapped, MsgId(call.msg_id), call.session.session_id, self._clock.now()
        )
        if desk is None:
            if self._by_hand:
                answer, rest = eager.first_step(work)
                if rest is None:
                    self._deliver(call, cast("Answer", answer))
                    return
                work = rest
            desk = self._desks[call.session] = Desk()

        def start(ended: Callable[[], None]) -> None:
            self._in_task(call, work, ended)

        desk.lane.submit(start, writes=self._dispatcher.writes(wrapped))

    def _in_task(
        self, call: Call, work: Coroutine[Any, Any, Answer], ended: Callable[[], None]
    ) -> None:
        self.running += 1
        slow = self._clock.call_later(SLOW_SECONDS, lambda: self._say_wait(call))

        def done(answer: Answer) -> None:
            self.running -= 1
            if not self.running:
                self._drained.set()
            slow.cancel()
            self._deliver(call, answer)
            ended()
            self._tidy(call.session)
            self._flush(call.session)

        eager.in_task(work, done)

    def _say_wait(self, call: Call) -> None:
        call.session.acks.append(call.msg_id)
        self._flush(call.session)

    # -- invokeAfterMsg -----------------------------------------------------------------

    def _begin_after(self, call: Call, caller: Caller, wrapped: Wrapped) -> None:
        parked = Parked(call, caller, wrapped, self._clock.now() + AFTER_SECONDS)
        if self._verdict(parked) is None:
            desk = self._desks.setdefault(call.session, Desk())
            desk.parked.append(parked)
            parked.timer = self._clock.call_later(
                AFTER_SECONDS, lambda: self._look_at_parked(call.session)
            )
        else:
            self._release(parked)

    def _verdict(self, parked: Parked) -> str | None:
        """`go`, `failed`, `timeout`, or None: wait on. A call that runs may take its time."""
        history = parked.call.session.history
        states = {history.status(msg_id) for msg_id in parked.wrapped.after}
        if Status.FAILED in states:
            return "failed"
        if states <= {Status.ANSWERED, Status.NEEDS_NO_ACK}:
            return "go"
        if states & {Status.UNKNOWN, Status.TOO_OLD} and self._clock.now() >= parked.deadline:
            return "timeout"
        return None

    def _release(self, parked: Parked) -> None:
        if parked.timer is not None:
            parked.timer.cancel()
        match self._verdict(parked):
            case "go":
                self._enter_lane(parked.call, parked.caller, parked.wrapped)
            case "failed":
                self._fail(parked.call, RpcError(400, "MSG_WAIT_FAILED"))
            case _:
                self._fail(parked.call, RpcError(400, "MSG_WAIT_TIMEOUT"))

    def _look_at_parked(self, session: Session) -> None:
        desk = self._desks.get(session)
        if desk is None:
            return
        ready = [parked for parked in desk.parked if self._verdict(parked) is not None]
        desk.parked = [parked for parked in desk.parked if parked not in ready]
        for parked in ready:
            self._release(parked)
        self._flush(session)
        if desk.empty:
            self._desks.pop(session, None)

    # -- the answer ---------------------------------------------------------------------

    def _deliver(self, call: Call, answer: Answer) -> None:
        """Hand the answer to the session, once what it tells of is on the disk."""
        if answer.durable is None:
            call.session.answer(
                call.msg_id, answer.body, self._clock.now(), failed=answer.failed
            )
            return

        def on_disk(error: Exception | None) -> None:
            if error is None:
                body, failed = answer.body, answer.failed
            else:
                log.error("commit failed", msg_id=call.msg_id, error=repr(error))
                body, failed = RpcError(500, "RPC_CALL_FAIL").body(), True
            call.session.answer(call.msg_id, body, self._clock.now(), failed=failed)
            self._flush(call.session)
            self._tidy(call.session)

        answer.durable.when_done(on_disk)

    def _fail(self, call: Call, error: RpcError) -> None:
        call.session.answer(call.msg_id, error.body(), self._clock.now(), failed=True)
        self._tidy(call.session)

    def _tidy(self, session: Session) -> None:
        """After a call: let those go on that waited for it, and put an empty desk away."""
        desk = self._desks.get(session)
        if desk is None:
            return
        if desk.parked:
            self._look_at_parked(session)
        elif desk.empty:
            del self._desks[session]
