"""Carrying out method calls: in which order they start, what they wait for, when the answer leaves."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast
from weakref import finalize

from chappe.clock import Clock, Timer
from chappe.gateway import eager
from chappe.gateway.lane import Lane
from chappe.gateway.listening import Listening
from chappe.ids import MsgId
from chappe.logs import log
from chappe.mtproto.events import Call, Unreadable
from chappe.mtproto.history import Status
from chappe.mtproto.session import Session
from chappe.rpc.caller import Caller
from chappe.rpc.dispatch import Answer, Dispatcher
from chappe.rpc.errors import RpcError
from chappe.rpc.wrap import Wrapped

AFTER_SECONDS = 0.5
"""How long invokeAfterMsg waits for a message that has not come. https://core.telegram.org/api/invoking"""
AFTER_IDS_MAX = 64
"""Messages that one call may wait for; each is looked at whenever one of them is answered."""
UNPACKED_BYTES_MAX = 64 << 20
"""Of all calls together that came packed within their wrappers and are not answered."""
SLOW_SECONDS = 1.0
"""A call that runs longer is acknowledged before it is answered, so that it is not sent again."""


DONE = {Status.ANSWERED, Status.NEEDS_NO_ACK}
"""What a message has to be before one that was sent after it begins."""


@dataclass(eq=False, slots=True)
class Parked:
    """A call that waits for others to succeed. `awaits`: the msg_id of the one that is next."""

    call: Call
    caller: Caller
    wrapped: Wrapped
    deadline: float
    awaits: int = 0
    timer: Timer | None = None


@dataclass(eq=False, slots=True)
class Desk:
    """The unfinished business of one session; only while there is any.

    `parked`: by the msg_id that they await. `settled`: calls that were answered and whose followers
    have to be looked at, one after the other: a chain of thousands must not become a deep recursion.
    """

    lane: Lane = field(default_factory=Lane)
    parked: dict[int, list[Parked]] = field(default_factory=dict)
    settled: deque[int] = field(default_factory=deque)
    settling: bool = False

    @property
    def empty(self) -> bool:
        """Whether it can be put away."""
        return self.lane.idle and not self.parked and not self.settling


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
        listening: Listening,
        *,
        by_hand: bool,
    ) -> None:
        self._listening = listening
        self._dispatcher = dispatcher
        self._clock = clock
        self._flush = flush
        self._by_hand = by_hand
        self._desks: dict[Session, Desk] = {}
        self.running = 0
        self._unpacked = 0
        self._drained = asyncio.Event()

    def begin(self, call: Call, caller: Caller) -> None:
        """Take a call in; it is answered in its turn."""
        wrapped = self._dispatcher.peel(call.body)
        if isinstance(wrapped, RpcError):
            self._fail(call, wrapped)
            return
        if wrapped.unpacked and not self._has_room(wrapped):
            self._fail(call, RpcError(420, "FLOOD_WAIT_1"))
            return
        if wrapped.without_updates:
            call.session.wants_updates = False
            self._listening.leave(call.session)
        elif (
            call.session.wants_updates
            and caller.user_id != call.session.listens_as
            and not _only_files(wrapped)
        ):
            self._listening.follow(call.session, caller)
        elif caller.user_id is None and call.session.wants_updates:
            self._listening.wait(call.session, caller)
        if len(wrapped.after) > AFTER_IDS_MAX:
            self._fail(call, RpcError(400, "INPUT_REQUEST_TOO_LONG"))
        elif wrapped.after:
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

    def _has_room(self, wrapped: Wrapped) -> bool:
        """Whether one more call that came packed may be held; its room is free again when it is forgotten.

        A packet of a million bytes can hold a thousand of them, and each unpack to as much.
        """
        if self._unpacked + wrapped.unpacked > UNPACKED_BYTES_MAX:
            return False
        self._unpacked += wrapped.unpacked
        finalize(wrapped, self._give_back, wrapped.unpacked)
        return True

    def _give_back(self, size: int) -> None:
        self._unpacked -= size

    # -- the order ----------------------------------------------------------------------

    def _enter_lane(self, call: Call, caller: Caller, wrapped: Wrapped) -> None:
        desk = self._desks.get(call.session)
        work = self._dispatcher.run(
            caller, wrapped, MsgId(call.msg_id), call.session.session_id, self._clock.now()
        )
        placed = self._listening.placed(call.session)
        if placed is not None:
            work = _behind(placed, work)
        if self._dispatcher.is_aside(wrapped):
            self._in_task(call, work, self._slow(call), _nothing)
            return
        if desk is None:
            if self._by_hand:
                answer, rest = eager.first_step(work)
                if rest is None:
                    self._deliver(call, cast("Answer", answer))
                    return
                work = rest
            desk = self._desks[call.session] = Desk()

        slow = self._slow(call)

        def start(ended: Callable[[], None]) -> None:
            self._in_task(call, work, slow, ended)

        desk.lane.submit(start, writes=self._dispatcher.writes(wrapped))

    def _in_task(
        self,
        call: Call,
        work: Coroutine[Any, Any, Answer],
        slow: Timer,
        ended: Callable[[], None],
    ) -> None:
        self.running += 1

        def done(answer: Answer) -> None:
            self.running -= 1
            if not self.running:
                self._drained.set()
            slow.cancel()
            self._deliver(call, answer)
            ended()
            self._put_away(call.session)
            self._flush(call.session)

        eager.in_task(work, done)

    def _slow(self, call: Call) -> Timer:
        return self._clock.call_later(SLOW_SECONDS, lambda: self._say_wait(call))

    def _say_wait(self, call: Call) -> None:
        call.session.acks.append(call.msg_id)
        self._flush(call.session)

    # -- invokeAfterMsg -----------------------------------------------------------------

    def _begin_after(self, call: Call, caller: Caller, wrapped: Wrapped) -> None:
        parked = Parked(call, caller, wrapped, self._clock.now() + AFTER_SECONDS)
        if self._verdict(parked) is not None:
            self._release(parked)
            return
        self._park(parked)
        parked.timer = self._clock.call_later(AFTER_SECONDS, lambda: self._time_is_up(parked))

    def _park(self, parked: Parked) -> None:
        history = parked.call.session.history
        parked.awaits = next(m for m in parked.wrapped.after if history.status(m) not in DONE)
        desk = self._desks.setdefault(parked.call.session, Desk())
        desk.parked.setdefault(parked.awaits, []).append(parked)

    def _time_is_up(self, parked: Parked) -> None:
        """It will not be waited for what has not come; what runs may take its time."""
        parked.timer = None
        if self._verdict(parked) is None:
            self._say_wait(parked.call)
            return
        session = parked.call.session
        followers = self._desks[session].parked[parked.awaits]
        followers.remove(parked)
        if not followers:
            del self._desks[session].parked[parked.awaits]
        self._release(parked)
        self._put_away(session)
        self._flush(session)

    def _verdict(self, parked: Parked) -> str | None:
        """`go`, `failed`, `timeout`, or None: wait on. A call that runs may take its time.

        What has a higher msg_id was not sent before: calls that wait for themselves, or for each other
        in a ring, would wait for ever.
        """
        if max(parked.wrapped.after) >= parked.call.msg_id:
            return "timeout"
        history = parked.call.session.history
        states = {history.status(msg_id) for msg_id in parked.wrapped.after}
        if Status.FAILED in states:
            return "failed"
        if states <= DONE:
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

    def _settle(self, call: Call) -> None:
        """A call was answered: let those go on that waited for it."""
        desk = self._desks.get(call.session)
        if desk is None:
            return
        desk.settled.append(call.msg_id)
        if desk.settling:
            return
        desk.settling = True
        while desk.settled:
            for parked in desk.parked.pop(desk.settled.popleft(), ()):
                if self._verdict(parked) is None:
                    self._park(parked)
                else:
                    self._release(parked)
        desk.settling = False
        self._put_away(call.session)
        self._flush(call.session)

    def _put_away(self, session: Session) -> None:
        """Clear an empty desk."""
        desk = self._desks.get(session)
        if desk is not None and desk.empty:
            del self._desks[session]

    # -- the answer ---------------------------------------------------------------------

    def _deliver(self, call: Call, answer: Answer) -> None:
        """Hand the answer to the session, once what it tells of is on the disk."""
        if answer.durable is None:
            self._say(call, answer)
            self._settle(call)
            return

        def on_disk(error: Exception | None) -> None:
            if error is None:
                self._say(call, answer)
            else:
                log.error("commit failed", msg_id=call.msg_id, error=repr(error))
                body = RpcError(500, "RPC_CALL_FAIL").body()
                call.session.answer(call.msg_id, body, self._clock.now(), failed=True)
            self._flush(call.session)
            self._settle(call)

        answer.durable.when_done(on_disk)

    def _say(self, call: Call, answer: Answer) -> None:
        """Answer, then tell the others: the one who asked is never told of it before."""
        journal = answer.journal
        if journal is not None:
            for action in journal.actions:
                action()
        call.session.answer(call.msg_id, answer.body, self._clock.now(), failed=answer.failed)
        if journal is not None:
            self._dispatcher.publish(journal)

    def _fail(self, call: Call, error: RpcError) -> None:
        call.session.answer(call.msg_id, error.body(), self._clock.now(), failed=True)
        self._settle(call)


async def _behind(placed: "asyncio.Future[None]", work: Coroutine[Any, Any, Answer]) -> Answer:
    await placed
    return await work


def _nothing() -> None:
    """What there is to do at the end of a call that nobody waits for."""


def _only_files(wrapped: Wrapped) -> bool:
    """Sessions for files take no updates. https://core.telegram.org/api/updates"""
    return wrapped.request is not None and wrapped.request.NAME.startswith("upload.")
