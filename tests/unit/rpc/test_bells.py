"""Waiting for what another call brings about, and the transactions of a call that waits."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from chappe.clock import ManualClock
from chappe.db.migrate import migrate, read_migrations
from chappe.db.sqlite import SqliteDatabase
from chappe.rpc.apart import look_apart, write_apart
from chappe.rpc.bells import Bells
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

NOW = 1_800_000_000.0


def bells() -> Bells:
    return Bells(ManualClock(NOW))


async def turn() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_whoever_listens_is_woken() -> None:
    house = bells()
    with house.listening("tea") as bell:
        waiting = asyncio.ensure_future(house.wait(bell, NOW + 10))
        await turn()
        assert (waiting.done(), house.waiting) == (False, 1)
        house.ring(["coffee"])
        await turn()
        assert not waiting.done()
        house.ring(["tea"])
        assert await waiting is True
    assert house.waiting == 0


async def test_what_rang_before_is_not_waited_for() -> None:
    house = bells()
    with house.listening("tea") as bell:
        house.ring(["tea"])
        assert await house.wait(bell, NOW + 10) is True


async def test_nobody_waits_longer_than_he_wants() -> None:
    house = bells()
    assert isinstance(house.clock, ManualClock)
    with house.listening("tea") as bell:
        waiting = asyncio.ensure_future(house.wait(bell, NOW + 10))
        await turn()
        house.clock.advance(11)
        assert await waiting is False


class Hasty(ManualClock):
    """A clock whose timers ring a moment before their time, as those of an event loop may."""

    def call_later(self, delay_seconds: float, action: Any) -> Any:
        return super().call_later(delay_seconds - 0.001, action)


async def test_a_timer_that_rings_early_rings_for_good() -> None:
    house = Bells(Hasty(NOW))
    with house.listening("tea") as bell:
        waiting = asyncio.ensure_future(house.wait(bell, NOW + 10))
        await turn()
        house.clock.advance(9.9995)  # type: ignore[attr-defined]  # it is a clock by hand
        assert await waiting is False


async def test_nobody_waits_in_a_house_that_is_closed() -> None:
    house = bells()
    with house.listening("tea") as bell:
        waiting = asyncio.ensure_future(house.wait(bell, NOW + 10))
        await turn()
        house.stop()
        assert await waiting is False
        assert await house.wait(bell, NOW + 10) is False


async def call_of(database: SqliteDatabase, published: list[Journal]) -> Any:
    world = SimpleNamespace(database=database, publish=published.append, witness=None)
    return SimpleNamespace(world=world, now=NOW)


@pytest.fixture
async def database() -> Any:
    database = SqliteDatabase(None)
    await database.open()
    await migrate(database, read_migrations(("chappe.updates",)))
    yield database
    await database.close()


async def test_a_refusal_leaves_nothing_unless_it_says_so(database: SqliteDatabase) -> None:
    published: list[Journal] = []
    call = await call_of(database, published)

    async def write(journal: Journal, *, keep: bool) -> None:
        await journal.open_box(1)  # type: ignore[arg-type]  # a number will do
        raise RpcError(400, "DATA_INVALID", keep=keep)

    async def count(tx: Any) -> int:
        return int((await tx.row("SELECT COUNT(*) FROM box"))[0])

    with pytest.raises(RpcError):
        await write_apart(call, lambda journal: write(journal, keep=False))
    assert await look_apart(call, count) == 0
    with pytest.raises(RpcError):
        await write_apart(call, lambda journal: write(journal, keep=True))
    assert await look_apart(call, count) == 1
    assert len(published) == 1  # what is kept is told


async def test_what_is_written_apart_is_told(database: SqliteDatabase) -> None:
    published: list[Journal] = []
    call = await call_of(database, published)

    async def write(journal: Journal) -> str:
        await journal.open_box(1)  # type: ignore[arg-type]  # a number will do
        journal.ring("tea")
        return "done"

    assert await write_apart(call, write) == "done"
    assert [each.rung for each in published] == [["tea"]]
