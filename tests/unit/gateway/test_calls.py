"""Carrying out calls: order, early acknowledgements, answers that wait for the disk."""

import asyncio
from collections.abc import Callable

import pytest

from chappe.clock import ManualClock
from chappe.gateway.calls import AFTER_SECONDS, SLOW_SECONDS, Calls
from chappe.ids import AuthKeyId, DcId, SessionId
from chappe.mtproto.events import Call, Unreadable
from chappe.mtproto.history import Status
from chappe.mtproto.keys import KeyState
from chappe.mtproto.session import Session
from chappe.rpc.caller import Caller
from chappe.rpc.dispatch import Answer
from chappe.rpc.errors import RpcError
from chappe.rpc.wrap import Wrapped
from chappe.tl import mtproto

CALLER = Caller(AuthKeyId(1), DcId(2), perm_key_id=AuthKeyId(1))
OK = b"\x01\x02\x03\x04"


class Disk:
    """A commit that is durable when the test says so."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[Exception | None], None]] = []

    def when_done(self, action: Callable[[Exception | None], None]) -> None:
        self._waiting.append(action)

    def settle(self, error: Exception | None = None) -> None:
        for action in self._waiting:
            action(error)


class Deaf:
    """Nobody listens to updates here."""

    def wait(self, *_: object) -> None:
        pass

    def follow(self, session: Session, caller: object) -> None:
        pass

    def placed(self, session: Session) -> None:
        pass

    def leave(self, session: Session) -> None:
        pass


class Fake:
    """A dispatcher whose calls end when the test says so.

    A body is `b"r1"`: reader one, `b"w2"`: writer two, `b"bad"`: not to be read; `>5` behind it: after
    the call with the msg_id 5.
    """

    def __init__(self, *, waits: bool) -> None:
        self.waits = waits
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Future[Answer]] = {}
        self.disks: dict[str, Disk] = {}

    def peel(self, body: bytes) -> Wrapped | RpcError:
        if body == b"bad":
            return RpcError(400, "INPUT_FETCH_ERROR")
        name, _, after = body.decode().partition(">")
        return Wrapped(
            request=name, after=tuple(int(each) for each in after.split(",") if each)
        )

    def writes(self, wrapped: Wrapped) -> bool:
        return wrapped.request.startswith("w")

    def is_aside(self, wrapped: Wrapped) -> bool:
        return wrapped.request.startswith("aside")

    async def run(self, caller: Caller, wrapped: Wrapped, *_where: object) -> Answer:
        name = wrapped.request
        self.begun.append(name)
        if self.waits:
            self.ends[name] = asyncio.get_running_loop().create_future()
            return await self.ends[name]
        return Answer(OK, durable=self.disks.get(name))


class Bench:
    """The thing under test between a fake dispatcher and a session."""

    def __init__(self, *, waits: bool, by_hand: bool = False) -> None:
        self.fake = Fake(waits=waits)
        self.clock = ManualClock()
        self.flushed = 0
        self.calls = Calls(self.fake, self.clock, self._flush, Deaf(), by_hand=by_hand)
        key = KeyState(AuthKeyId(1), bytes(256), DcId(2), 0, self.clock.now())
        self.session = Session(key, SessionId(1), 1)

    def _flush(self, _session: Session) -> None:
        self.flushed += 1

    async def begin(self, msg_id: int, body: bytes) -> None:
        self.session.history.note(msg_id, Status.RUNNING)
        self.calls.begin(Call(self.session, msg_id, body), CALLER)
        await turn()

    async def end(self, name: str, **answer: object) -> None:
        self.fake.ends.pop(name).set_result(Answer(OK, **answer))
        await turn()

    def answers(self) -> dict[int, bytes]:
        sent = [kept.body for kept in self.session.outbox.sent.values()]
        return {int.from_bytes(body[4:12], "little"): body[12:] for body in sent}

    def error(self, msg_id: int) -> str:
        answer = mtproto.read(self.answers()[msg_id])[0]
        return f"{answer.error_code} {answer.error_message.decode()}"


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_call_that_does_not_wait_is_answered_before_begin_returns() -> None:
    bench = Bench(waits=False, by_hand=True)
    bench.calls.begin(Call(bench.session, 4, b"r1"), CALLER)
    assert bench.answers() == {4: OK}
    assert not bench.calls._desks


async def test_a_call_that_waits_after_all_keeps_the_order_of_those_behind_it() -> None:
    bench = Bench(waits=True, by_hand=True)
    await bench.begin(4, b"w1")
    await bench.begin(8, b"r2")
    assert bench.fake.begun == ["w1"]
    await bench.end("w1")
    assert bench.fake.begun == ["w1", "r2"]
    await bench.end("r2")
    assert bench.answers() == {4: OK, 8: OK}
    assert not bench.calls._desks
    assert bench.calls.running == 0


async def test_readers_run_together_and_writers_alone() -> None:
    bench = Bench(waits=True)
    for msg_id, body in ((4, b"r1"), (8, b"r2"), (12, b"w3"), (16, b"r4")):
        await bench.begin(msg_id, body)
    assert bench.fake.begun == ["r1", "r2"]
    await bench.end("r2")
    assert bench.fake.begun == ["r1", "r2"]
    await bench.end("r1")
    assert bench.fake.begun == ["r1", "r2", "w3"]
    await bench.end("w3")
    await bench.end("r4")
    assert bench.fake.begun == ["r1", "r2", "w3", "r4"]
    assert bench.flushed >= 4


async def test_two_sessions_do_not_wait_for_each_other() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"w1")
    other = Session(bench.session.key, SessionId(2), 1)
    bench.calls.begin(Call(other, 4, b"w2"), CALLER)
    await turn()
    assert bench.fake.begun == ["w1", "w2"]
    await bench.end("w1")
    await bench.end("w2")


async def test_a_slow_call_is_acknowledged_after_a_second_and_answered_later() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"w1")
    await bench.begin(8, b"w2")
    bench.clock.advance(SLOW_SECONDS * 0.9)
    assert bench.session.acks == []
    bench.clock.advance(SLOW_SECONDS * 0.2)
    assert bench.session.acks == [4, 8], "the one that waits for its turn as well"
    assert bench.flushed
    await bench.end("w1")
    await bench.end("w2")
    assert bench.answers() == {4: OK, 8: OK}


async def test_a_quick_call_is_never_acknowledged_apart() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"w1")
    await bench.end("w1")
    bench.clock.advance(10)
    assert bench.session.acks == []


async def test_an_answer_leaves_only_when_its_commit_is_on_the_disk() -> None:
    bench = Bench(waits=False, by_hand=True)
    disk = bench.fake.disks["w1"] = Disk()
    await bench.begin(4, b"w1")
    await bench.begin(8, b"r2>4")
    assert bench.answers() == {}
    disk.settle()
    await turn()
    assert bench.answers() == {4: OK, 8: OK}


async def test_a_commit_that_fails_is_a_500_and_a_failure_to_those_behind() -> None:
    bench = Bench(waits=False, by_hand=True)
    disk = bench.fake.disks["w1"] = Disk()
    await bench.begin(4, b"w1")
    await bench.begin(8, b"r2>4")
    disk.settle(OSError("no space left"))
    assert bench.error(4) == "500 RPC_CALL_FAIL"
    assert bench.error(8) == "400 MSG_WAIT_FAILED"
    assert not bench.calls._desks


async def test_what_cannot_be_read_is_answered_with_the_reason() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"bad")
    bench.session.history.note(8, Status.RUNNING)
    bench.calls.refuse(Unreadable(bench.session, 8, too_long=True))
    assert bench.error(4) == "400 INPUT_FETCH_ERROR"
    assert bench.error(8) == "400 INPUT_REQUEST_TOO_LONG"


async def test_a_call_waits_for_a_running_one_as_long_as_it_takes_and_is_acknowledged() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"w1")
    await bench.begin(8, b"w2>4")
    bench.clock.advance(AFTER_SECONDS * 1.1)
    assert bench.session.acks == [8]
    bench.clock.advance(60)
    assert 8 not in bench.answers()
    await bench.end("w1")
    assert bench.fake.begun == ["w1", "w2"]
    await bench.end("w2")
    assert bench.answers() == {4: OK, 8: OK}
    assert not bench.calls._desks


async def test_a_call_that_waits_for_several_goes_with_the_last_of_them() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"r1")
    await bench.begin(8, b"r2")
    await bench.begin(12, b"r3>4,8")
    await bench.end("r1")
    assert "r3" not in bench.fake.begun
    await bench.end("r2")
    assert "r3" in bench.fake.begun
    await bench.end("r3")


@pytest.mark.parametrize("length", [3, 3000])
async def test_a_failure_runs_down_a_chain_of_any_length(length: int) -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"w1")
    for number in range(length):
        call = Call(bench.session, 8 + 4 * number, f"w{number}>{4 + 4 * number}".encode())
        bench.session.history.note(call.msg_id, Status.RUNNING)
        bench.calls.begin(call, CALLER)
    await bench.end("w1", failed=True)
    assert bench.session.history.status(4 + 4 * length) is Status.FAILED
    assert not bench.calls._desks


async def test_draining_waits_for_the_running_calls_and_no_longer_than_allowed() -> None:
    bench = Bench(waits=True)
    await bench.begin(4, b"w1")
    await bench.calls.drain(0.01)
    assert bench.calls.running == 1
    waiting = asyncio.ensure_future(bench.calls.drain(5))
    await bench.end("w1")
    await asyncio.wait_for(waiting, 1)
