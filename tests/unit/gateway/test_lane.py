"""The order of a session's calls."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from chappe.gateway.lane import Lane


class Calls:
    """Calls of a lane that end when the test says so."""

    def __init__(self) -> None:
        self.lane = Lane()
        self.begun: list[int] = []
        self.running: dict[int, Callable[[], None]] = {}

    def submit(self, number: int, *, writes: bool) -> None:
        def start(ended: Callable[[], None]) -> None:
            self.begun.append(number)
            self.running[number] = ended

        self.lane.submit(start, writes=writes)

    def end(self, number: int) -> None:
        self.running.pop(number)()


def test_readers_run_side_by_side() -> None:
    calls = Calls()
    for number in range(3):
        calls.submit(number, writes=False)
    assert calls.begun == [0, 1, 2]
    assert not calls.lane.idle


def test_a_writer_waits_for_all_before_it_and_all_after_it_wait() -> None:
    calls = Calls()
    calls.submit(0, writes=False)
    calls.submit(1, writes=True)
    calls.submit(2, writes=False)
    calls.submit(3, writes=False)
    assert calls.begun == [0]
    calls.end(0)
    assert calls.begun == [0, 1]
    calls.end(1)
    assert calls.begun == [0, 1, 2, 3]
    calls.end(3)
    calls.end(2)
    assert calls.lane.idle


def test_a_call_that_ends_while_it_is_begun_lets_the_next_go() -> None:
    lane, done = Lane(), []
    for number in range(2000):

        def start(ended: Callable[[], None], number: int = number) -> None:
            done.append(number)
            ended()

        lane.submit(start, writes=True)
    assert done == list(range(2000))
    assert lane.idle


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=40))
def test_calls_begin_in_order_and_a_writer_runs_alone(plan: list[tuple[bool, int]]) -> None:
    calls, writers = Calls(), set()
    for number, (writes, ends) in enumerate(plan):
        if writes:
            writers.add(number)
        calls.submit(number, writes=writes)
        running = set(calls.running)
        assert len(running) == 1 or not running & writers
        if running and ends < 5:
            calls.end(sorted(running)[ends % len(running)])
    while calls.running:
        calls.end(next(iter(calls.running)))
    assert calls.begun == list(range(len(plan)))
    assert calls.lane.idle
