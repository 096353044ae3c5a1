"""What is counted in memory is written a little later, and stays when writing fails."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from typing_extensions import override

from chappe.clock import ManualClock
from chappe.db.sqlite import SqliteDatabase
from chappe.updates.log import Journal
from chappe.updates.tallies import WRITE_SECONDS, Tallies, Tally


class Knocks(Tally):
    """Counts, three at a time."""

    def __init__(self) -> None:
        self.waiting = 0
        self.kept = 0
        self.fails = False

    @property
    @override
    def due(self) -> bool:
        return self.waiting > 0

    @override
    async def write(self, journal: Journal) -> None:
        await journal.tx.row("SELECT 1")
        if self.fails:
            raise ValueError("no room")

    @override
    def written(self) -> None:
        part = min(3, self.waiting)
        self.kept, self.waiting = self.kept + part, self.waiting - part


class House:
    """A node with tallies and nothing else."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.clock = ManualClock(1000.0)
        self.published = 0
        self.tasks: list[asyncio.Task[None]] = []
        self.tallies = Tallies(database, self.clock, self.run, self.publish)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.ensure_future(work))

    def publish(self, journal: Journal) -> None:
        self.published += 1

    async def wait(self) -> None:
        self.clock.advance(WRITE_SECONDS)
        await asyncio.gather(*self.tasks)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    database = SqliteDatabase(None)
    await database.open()
    yield House(database)
    await database.close()


async def test_what_was_counted_is_written_after_a_while_in_parts(house: House) -> None:
    knocks = house.tallies.of(Knocks)
    assert house.tallies.of(Knocks) is knocks
    knocks.waiting = 7
    house.tallies.wake()
    house.tallies.wake()
    assert knocks.kept == 0
    await house.wait()
    assert (knocks.kept, knocks.waiting, house.published) == (7, 0, 3)
    assert len(house.tasks) == 1


async def test_what_could_not_be_written_is_tried_again(house: House) -> None:
    knocks = house.tallies.of(Knocks)
    knocks.waiting, knocks.fails = 2, True
    house.tallies.wake()
    await house.wait()
    assert (knocks.kept, knocks.waiting, house.published) == (0, 2, 0)
    knocks.fails = False
    await house.wait()
    assert (knocks.kept, house.published) == (2, 1)


async def test_what_is_left_is_written_at_the_end(house: House) -> None:
    knocks = house.tallies.of(Knocks)
    knocks.waiting = 1
    house.tallies.wake()
    await house.tallies.close()
    assert knocks.kept == 1
    assert house.tallies.idle
