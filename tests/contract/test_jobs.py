"""Jobs on both engines: each is done once, whoever looks, and none is lost when somebody falls over."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable

import pytest

from chappe.clock import ManualClock
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.jobs import kinds, runner, store
from chappe.jobs.kinds import Job, Work, job, runs
from chappe.jobs.runner import Runner
from chappe.jobs.schedule import cancel, schedule
from chappe.updates.log import Journal

NOTE = "INSERT INTO noted (number, again) VALUES (:number, 0)"


@job("test.note")
class Note(Job, frozen=True):
    number: int
    fails: int = 0
    again_at: int | None = None


@job("test.round")
class Round(Job, frozen=True):
    pass


class House:
    """Several nodes over one database, without doors. `began`: by number, how often a job was begun."""

    current: "House"

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = ManualClock(1000.0)
        self.began: Counter[int] = Counter()
        self.during: Callable[[], object] | None = None
        self.runners: list[Runner] = []
        self.published: list[Journal] = []
        self.tasks: set[asyncio.Task] = set()
        self.witness = None

    def publish(self, journal: Journal) -> None:
        self.published.append(journal)

    def _run(self, work) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def start(self, nodes: int = 1, *, alone: bool = False) -> None:
        for _ in range(nodes):
            started = Runner(self, self.database, self.clock, self._run, alone=alone)
            self.runners.append(started)
            await started.start()

    async def ask(self, *notes: Note, at: int, key: str | None = None) -> None:
        async with self.database.transaction(write=True) as tx:
            journal = Journal(tx, self.clock.now())
            for note in notes:
                await schedule(journal, note, at, key=key)
        if self.runners:
            self.runners[0].wake(at)

    async def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await self.settle()

    async def settle(self) -> None:
        while self.tasks:
            await asyncio.wait(self.tasks)

    async def noted(self) -> list[int]:
        async with self.database.transaction(write=False) as tx:
            return [n for (n,) in await tx.rows("SELECT number FROM noted ORDER BY number")]

    async def left(self) -> int:
        async with self.database.transaction(write=False) as tx:
            return (await tx.row("SELECT COUNT(*) FROM job WHERE kind = 'test.note'"))[0]


@pytest.fixture(autouse=True)
def _test_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "PERIODS", {})
    monkeypatch.setattr(runner, "PERIODS", kinds.PERIODS)


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    await migrate(database, read_migrations(("chappe.updates", "chappe.jobs")))
    async with database.transaction(write=True) as tx:
        await tx.run("CREATE TABLE noted (number INTEGER NOT NULL, again INTEGER NOT NULL)")
    House.current = house = House(database)
    yield house
    for each in house.runners:
        await each.stop()


@runs(Note)
async def note(work: Work, what: Note) -> int | None:
    house = House.current
    house.began[what.number] += 1
    if house.during is not None:
        await house.during()
    await work.tx.run(NOTE, number=what.number)
    if house.began[what.number] <= what.fails:
        raise ValueError("not yet")
    return what.again_at if house.began[what.number] == 1 else None


@runs(Round)
async def go_round(work: Work, what: Round) -> None:
    await work.tx.run(NOTE, number=int(work.now))


async def test_a_job_is_done_at_its_time_and_not_before(house: House) -> None:
    await house.start()
    await house.ask(Note(1), at=1010)
    await house.advance(9)
    assert await house.noted() == []
    await house.advance(1)
    assert await house.noted() == [1]
    assert await house.left() == 0


async def test_what_is_due_at_once_is_done_at_once(house: House) -> None:
    await house.start()
    await house.ask(Note(1), at=1000)
    await house.settle()
    assert await house.noted() == [1]


async def test_nodes_that_look_at_the_same_time_do_each_job_once(house: House) -> None:
    await house.start(nodes=5)
    await house.ask(*map(Note, range(60)), at=1010)
    for each in house.runners:
        each.wake(1010)
    await house.advance(10)
    assert await house.noted() == list(range(60))
    assert set(house.began.values()) == {1}
    assert await house.left() == 0


async def test_a_node_finds_what_another_was_asked_for_in_its_sweep(house: House) -> None:
    await house.ask(Note(1), at=1001)
    await house.start()
    await house.settle()
    await house.ask(Note(2), at=1002)
    await house.advance(runner.SWEEP_SECONDS)
    assert await house.noted() == [1, 2]


async def test_a_job_that_fails_leaves_nothing_and_is_tried_again_later_and_later(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.start()
    await house.ask(Note(1, fails=2), at=1000)
    await house.settle()
    assert (await house.noted(), house.began[1]) == ([], 1)
    await house.advance(2)
    assert (await house.noted(), house.began[1]) == ([], 2)
    await house.advance(3)
    assert house.began[1] == 2
    await house.advance(1)
    assert (await house.noted(), house.began[1]) == ([1], 3)
    assert await house.left() == 0


async def test_what_a_dead_node_has_begun_is_done_when_its_lease_has_run_out(
    house: House,
) -> None:
    await house.ask(Note(1), at=1000)
    async with house.database.transaction(write=True) as tx:
        assert await store.claim(tx, 99, 1000, 1000 + runner.LEASE_SECONDS) is not None
        assert await store.claim(tx, 98, 1000, 1000 + runner.LEASE_SECONDS) is None
    await house.start()
    await house.advance(runner.LEASE_SECONDS - 1)
    assert await house.noted() == []
    await house.advance(1)
    assert await house.noted() == [1]


async def test_a_node_that_is_alone_does_not_wait_for_the_lease_of_its_former_self(
    house: House,
) -> None:
    await house.ask(Note(1), at=1000)
    async with house.database.transaction(write=True) as tx:
        await store.claim(tx, 99, 1000, 1000 + runner.LEASE_SECONDS)
    await house.start(alone=True)
    await house.settle()
    assert await house.noted() == [1]


async def test_a_job_of_the_same_key_replaces_the_other_and_can_be_cancelled(
    house: House,
) -> None:
    await house.start()
    await house.ask(Note(1), at=1010, key="k")
    await house.ask(Note(2), at=1020, key="k")
    await house.ask(Note(3), at=1020, key="l")
    async with house.database.transaction(write=True) as tx:
        assert await cancel(tx, Note, "l")
        assert not await cancel(tx, Note, "l")
        await schedule(Journal(tx, 1000.0), Note(4), 1005, key="k", keep=True)
    await house.advance(30)
    assert await house.noted() == [2]


async def test_a_job_that_is_cancelled_while_it_runs_leaves_nothing(
    house: House,
) -> None:
    async def change_mind() -> None:
        async with house.database.transaction(write=True) as tx:
            assert await cancel(tx, Note, "k")

    house.during = change_mind
    await house.start()
    await house.ask(Note(1), at=1000, key="k")
    await house.settle()
    assert house.began[1] == 1
    assert await house.noted() == []
    assert await house.left() == 0


async def test_a_job_that_asks_for_another_time_comes_again(house: House) -> None:
    await house.start()
    await house.ask(Note(1, again_at=1007), at=1000, key="k")
    await house.advance(6)
    assert await house.noted() == [1]
    await house.advance(1)
    assert await house.noted() == [1, 1]
    assert await house.left() == 0


async def test_periodic_work_is_done_by_one_node_each_time(house: House) -> None:
    kinds.PERIODS[Round] = 100
    await house.start(nodes=3)
    for _ in range(25):
        await house.advance(10)
    assert await house.noted() == [1100, 1200]


async def test_a_job_of_an_unknown_kind_stays_for_those_who_know_it(house: House) -> None:
    async with house.database.transaction(write=True) as tx:
        await store.put(tx, "test.of_tomorrow", None, 1000, b"\x90", keep=False)
    await house.start()
    await house.ask(Note(1), at=1000)
    await house.settle()
    assert await house.noted() == [1]
    async with house.database.transaction(write=False) as tx:
        assert await store.next_due(tx) is not None


async def test_jobs_outlive_the_process(engine: str, url: str, house: House) -> None:
    await house.ask(Note(1), at=1010)
    if engine != "sqlite-memory":  # whose rows end with the connection
        await house.database.close()
        house.database = open_database(url)
        await house.database.open()
    await house.start()
    await house.advance(10)
    assert await house.noted() == [1]
    await house.runners.pop().stop()
    await house.database.close()
