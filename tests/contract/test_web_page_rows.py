"""Pages and those who wait for them, on every engine."""

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features import ROOMS_WITH_TABLES
from chappe.features.webpages import store
from chappe.features.webpages.model import (
    EMPTY_SECONDS,
    PENDING_SECONDS,
    READY_SECONDS,
    Page,
    State,
)
from chappe.ids import BoxId
from chappe.tl import api

ADA, BOB = BoxId(10), BoxId(20)


@pytest.fixture
async def pages(database: Database) -> Database:
    await migrate(database, read_migrations(ROOMS_WITH_TABLES))
    return database


async def test_a_page_is_awaited_until_it_comes(pages: Database) -> None:
    async with pages.transaction(write=True) as tx:
        assert not await store.await_page(tx, 7, 0, [ADA])
        await store.ask(tx, 7, "http://a.org/", 100)
        assert await store.await_page(tx, 7, 50, [BOB, ADA])
        assert await store.await_page(tx, 7, 50, [ADA])
        assert not await store.await_page(tx, 7, 100, [BoxId(30)])
        assert await store.readers(tx, 7, 9) == [ADA, BOB]
        assert await store.come(tx, 7, State.READY, b"page", 120)
        assert not await store.come(tx, 7, State.EMPTY, None, 130)
        assert not await store.await_page(tx, 7, 50, [BoxId(30)])
        await store.told(tx, 7, [ADA])
        assert await store.readers(tx, 7, 9) == [BOB]
        assert await store.find(tx, 7) == Page(7, "http://a.org/", State.READY, 120, b"page")
        assert await store.find_many(tx, [8, 9]) == await store.find_many(tx, []) == {}


async def test_an_old_page_is_asked_for_again_by_one(pages: Database) -> None:
    async with pages.transaction(write=True) as tx:
        await store.ask(tx, 7, "http://a.org/", 100)
        assert not await store.renewed(tx, 7, b"new")
        await store.come(tx, 7, State.READY, b"page", 120)
        old = await store.find(tx, 7)
        assert old is not None
        assert await store.renew(tx, old, 500)
        assert not await store.renew(tx, old, 500)
        assert await store.renewed(tx, 7, b"new")
        assert await store.find(tx, 7) == Page(7, "http://a.org/", State.READY, 500, b"new")


async def test_waiting_is_counted_and_what_never_comes_is_forgotten(pages: Database) -> None:
    async with pages.transaction(write=True) as tx:
        for number in (1, 2, 3):
            await store.ask(tx, number, f"http://a.org/{number}", 100 * number)
            await store.await_page(tx, number, 0, [ADA])
        await store.await_page(tx, 3, 0, [BOB])
        assert await store.count_awaited(tx, [ADA]) == 3
        assert await store.count_awaited(tx, [ADA, BOB]) == 1
        assert await store.count_awaited(tx, [ADA, BOB, BoxId(30)]) == 0
        await store.come(tx, 1, State.READY, b"page", 110)
        await store.forget(tx, 250)
        assert set(await store.find_many(tx, [1, 2, 3])) == {1, 3}
        assert await store.count_awaited(tx, [ADA]) == 2


@pytest.mark.parametrize(
    ("state", "seconds"),
    [
        (State.PENDING, PENDING_SECONDS),
        (State.READY, READY_SECONDS),
        (State.EMPTY, EMPTY_SECONDS),
    ],
)
def test_each_state_has_its_time(state: State, seconds: int) -> None:
    page = Page(7, "http://a.org/", state, 1000, None)
    assert page.is_fresh(1000 + seconds - 1)
    assert not page.is_fresh(1000 + seconds)
    expected = api.WebPagePending if state is State.PENDING else api.WebPageEmpty
    assert isinstance(page.on_wire(), expected)
