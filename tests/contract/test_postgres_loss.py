import asyncio
from collections.abc import AsyncIterator

import pytest

from chappe.db import postgres
from chappe.db.database import CommitFailed, Database, Tx
from chappe.db.postgres import PostgresDatabase

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
CONNECTIONS_MAX = 2  # one to lose, one that cuts it off


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = PostgresDatabase(url, CONNECTIONS_MAX)
    await database.open()
    yield database
    await database.close()


async def cut_off(database: Database) -> Tx:
    """A transaction that has written, and whose connection the server has closed since."""
    tx = await database.begin(write=True)
    await tx.run("CREATE TABLE lost (id INTEGER)")
    row = await tx.row("SELECT pg_backend_pid()")
    assert row is not None
    async with database.transaction(write=True) as killer:
        gone = await killer.row("SELECT pg_terminate_backend(:pid, 5000)", pid=row[0])
    assert gone == (True,)
    return tx


async def works(database: Database) -> bool:
    async with database.transaction(write=True) as tx:
        return await tx.row("SELECT to_regclass('lost')") == (None,)


async def test_a_lost_connection_makes_commit_fail_and_nothing_else(database: Database) -> None:
    for _ in range(CONNECTIONS_MAX + 1):  # none of them may stay borrowed
        tx = await cut_off(database)
        with pytest.raises(CommitFailed):
            await tx.commit()
    assert await works(database)


async def test_a_commit_that_is_cancelled_gives_its_connection_back(database: Database) -> None:
    for _ in range(CONNECTIONS_MAX + 1):
        tx = await database.begin(write=True)
        await tx.run("CREATE TEMPORARY TABLE brief (id INTEGER) ON COMMIT DROP")
        commit = asyncio.create_task(tx.commit())
        await asyncio.sleep(0)
        commit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await commit
    async with asyncio.timeout(5):
        assert await works(database)


async def test_rollback_of_a_lost_connection_is_harmless(database: Database) -> None:
    for _ in range(CONNECTIONS_MAX + 1):
        tx = await cut_off(database)
        await tx.rollback()
    assert await works(database)


async def test_a_statement_on_a_lost_connection_fails_its_transaction_only(
    database: Database,
) -> None:
    tx = await cut_off(database)
    with pytest.raises(Exception, match=r"(?i)terminat|clos|released"):
        await tx.rows("SELECT 1")
    await tx.rollback()
    assert await works(database)


async def test_a_statement_that_is_not_answered_is_cut_off(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(postgres, "STATEMENT_SECONDS_MAX", 0.2)
    database = PostgresDatabase(url, CONNECTIONS_MAX)
    await database.open()
    for _ in range(CONNECTIONS_MAX + 1):
        tx = await database.begin(write=True)
        for _ in range(3):  # together they take longer; each is answered
            await tx.rows("SELECT pg_sleep(0.1)")
        async with asyncio.timeout(3):
            with pytest.raises(postgres.TROUBLES):
                await tx.rows("SELECT pg_sleep(10)")
        await tx.rollback()
    assert await works(database)
    await database.close()


async def test_more_transactions_than_connections_take_turns(database: Database) -> None:
    running = 0
    most = 0

    async def work() -> None:
        nonlocal running, most
        async with database.transaction(write=False) as tx:
            await tx.rows("SELECT 1")
            running += 1
            most = max(most, running)
            await tx.rows("SELECT pg_sleep(0.001)")
            running -= 1

    await asyncio.gather(*(work() for _ in range(20)))
    assert most == CONNECTIONS_MAX


async def test_who_no_longer_waits_for_a_connection_takes_none(database: Database) -> None:
    held = [await database.begin(write=False) for _ in range(CONNECTIONS_MAX)]
    for tx in held:
        await tx.rows("SELECT 1")
    waiting = asyncio.create_task((await database.begin(write=False)).rows("SELECT 1"))
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for tx in held:
        await tx.rollback()
    assert await works(database)


async def test_closing_does_not_wait_for_ever_for_what_is_open(url: str) -> None:
    database = PostgresDatabase(url, CONNECTIONS_MAX)
    await database.open()
    tx = await database.begin(write=True)
    await tx.run("CREATE TABLE lost (id INTEGER)")
    async with asyncio.timeout(3):
        await database.close()
    await tx.rollback()
