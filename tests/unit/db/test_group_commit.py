import asyncio
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import apsw
import pytest

from chappe.db.database import CommitFailed, DatabaseUnreachable, Durable
from chappe.db.sqlite import BATCH_SIZE_MAX, SqliteDatabase

ADD = "INSERT INTO item (id) VALUES (:id)"
COUNT = "SELECT count(*) FROM item"


async def open_with_table(path: Path | None) -> SqliteDatabase:
    database = SqliteDatabase(path)
    await database.open()
    async with database.transaction(write=True) as tx:
        await tx.run("CREATE TABLE item (id INTEGER PRIMARY KEY) STRICT")
    return database


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    database = await open_with_table(tmp_path / "group.db")
    yield database
    await database.close()


@pytest.fixture
async def memory() -> AsyncIterator[SqliteDatabase]:
    database = await open_with_table(None)
    yield database
    await database.close()


@pytest.fixture
def commits(file: SqliteDatabase) -> list[int]:
    """Grows by one whenever SQLite itself has written a transaction to the disk."""
    seen: list[int] = []

    def note(_connection: apsw.Connection, _name: str, pages: int) -> int:
        seen.append(pages)
        return apsw.SQLITE_OK

    file._connection.set_wal_hook(note)
    return seen


async def add(database: SqliteDatabase, number: int) -> Durable | None:
    tx = await database.begin(write=True)
    await tx.run(ADD, id=number)
    return await tx.commit()


async def add_and_wait(database: SqliteDatabase, number: int) -> None:
    durable = await add(database, number)
    if durable is not None:
        await durable.wait()


async def count(database: SqliteDatabase) -> int:
    async with database.transaction(write=False) as tx:
        row = await tx.row(COUNT)
    assert row is not None
    return row[0]


Result = TypeVar("Result")


def drive(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine that never waits, without a task."""
    with pytest.raises(StopIteration) as stopped:
        coroutine.send(None)
    return stopped.value.value


async def test_writers_of_one_turn_share_one_commit(
    file: SqliteDatabase, commits: list[int]
) -> None:
    await asyncio.gather(*(add_and_wait(file, number) for number in range(50)))
    assert len(commits) == 1
    assert await count(file) == 50


async def test_writers_of_two_turns_pay_for_two(
    file: SqliteDatabase, commits: list[int]
) -> None:
    await add_and_wait(file, 1)
    await add_and_wait(file, 2)
    assert len(commits) == 2


async def test_nothing_is_written_before_the_turn_ends(
    file: SqliteDatabase, commits: list[int]
) -> None:
    durable = await add(file, 1)
    assert commits == []
    assert durable is not None
    await durable.wait()
    assert len(commits) == 1


async def test_a_large_batch_does_not_wait_for_the_end_of_the_turn(
    file: SqliteDatabase, commits: list[int]
) -> None:
    promises = [await add(file, number) for number in range(BATCH_SIZE_MAX + 1)]
    assert len(commits) == 1
    assert promises[-2] is None
    assert promises[-1] is not None
    assert promises[0] is not None
    await promises[0].wait()
    await promises[-1].wait()
    assert len(commits) == 2


async def test_calls_without_changes_cost_no_commit(
    file: SqliteDatabase, commits: list[int]
) -> None:
    for write in (True, False):
        tx = await file.begin(write)
        assert await tx.commit() is None
        tx = await file.begin(write)
        await tx.row(COUNT)
        assert await tx.commit() is None
    rolled_back = await file.begin(write=True)
    await rolled_back.run(ADD, id=1)
    await rolled_back.rollback()
    await asyncio.sleep(0)
    assert commits == []
    assert not file._connection.in_transaction


async def test_a_reader_of_rows_not_yet_durable_waits_with_their_writer(
    file: SqliteDatabase,
) -> None:
    promise = await add(file, 1)
    tx = await file.begin(write=False)
    assert await tx.row(COUNT) == (1,)
    assert await tx.commit() is promise
    assert promise is not None
    await promise.wait()
    tx = await file.begin(write=False)
    assert await tx.row(COUNT) == (1,)
    assert await tx.commit() is None


async def test_a_failed_commit_is_told_to_all_and_leaves_nothing(file: SqliteDatabase) -> None:
    file._connection.set_commit_hook(lambda: True)
    promises = [await add(file, number) for number in range(3)]
    told: list[Exception | None] = []
    for promise in promises:
        assert promise is not None
        promise.when_done(told.append)
    waits = [promise.wait() for promise in promises if promise is not None]
    results = await asyncio.gather(*waits, return_exceptions=True)
    assert [type(result) for result in results] == [CommitFailed] * 3
    assert [type(error) for error in told] == [apsw.ConstraintError] * 3
    file._connection.set_commit_hook(None)
    assert await count(file) == 0
    await add_and_wait(file, 1)
    assert await count(file) == 1


async def test_a_commit_that_fails_and_stays_open_is_rolled_back(file: SqliteDatabase) -> None:
    """A deferred constraint, which the house forbids, is the one way to see it without a broken disk."""
    tx = await file.begin(write=True)
    await tx.run(
        "CREATE TABLE part (item INTEGER REFERENCES item DEFERRABLE INITIALLY DEFERRED)"
    )
    await tx.run("INSERT INTO part (item) VALUES (404)")
    promise = await tx.commit()
    assert promise is not None
    with pytest.raises(CommitFailed):
        await promise.wait()
    assert not file._connection.in_transaction
    await add_and_wait(file, 1)
    assert await count(file) == 1


async def test_when_sqlite_rolls_back_everything_all_are_told(file: SqliteDatabase) -> None:
    """INSERT OR ROLLBACK does to the batch what a full disk does."""
    promise = await add(file, 1)
    tx = await file.begin(write=True)
    with pytest.raises(apsw.ConstraintError):
        await tx.run("INSERT OR ROLLBACK INTO item (id) VALUES (1)")
    await tx.rollback()
    assert promise is not None
    with pytest.raises(CommitFailed):
        await promise.wait()
    await add_and_wait(file, 2)
    assert await count(file) == 1


async def test_an_open_transaction_is_never_committed_by_others(
    file: SqliteDatabase, commits: list[int]
) -> None:
    promise = await add(file, 1)
    slow = await file.begin(write=True)
    await slow.run(ADD, id=2)
    await asyncio.sleep(0.01)
    assert commits == []
    await slow.rollback()
    assert len(commits) == 1
    assert promise is not None
    await promise.wait()
    assert await count(file) == 1


async def test_transactions_take_turns_in_order_of_arrival(file: SqliteDatabase) -> None:
    order: list[int] = []

    async def enter(number: int) -> None:
        async with file.transaction(write=True) as tx:
            await tx.run(ADD, id=number)
            order.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*(enter(number) for number in range(8)))
    assert order == list(range(8))


async def test_someone_who_gives_up_waiting_for_the_turn_does_not_keep_it(
    file: SqliteDatabase,
) -> None:
    holder = await file.begin(write=True)
    await holder.run(ADD, id=1)
    waiting = asyncio.create_task(add_and_wait(file, 2))
    await asyncio.sleep(0)
    await holder.rollback()
    waiting.cancel()  # handed over in this very turn
    with pytest.raises(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(1):
        assert await count(file) == 0


async def test_a_handler_can_be_driven_without_a_task(file: SqliteDatabase) -> None:
    async def handler() -> Durable | None:
        tx = await file.begin(write=True)
        await tx.run(ADD, id=1)
        await tx.row(COUNT)
        return await tx.commit()

    promise = drive(handler())
    assert promise is not None
    safe = asyncio.Event()
    promise.when_done(lambda error: safe.set() if error is None else None)
    assert not safe.is_set()
    async with asyncio.timeout(1):
        await safe.wait()
    late: list[Exception | None] = []
    promise.when_done(late.append)
    await asyncio.sleep(0)
    assert late == [None]


async def test_in_memory_every_commit_is_final_at_once(memory: SqliteDatabase) -> None:
    assert drive(add(memory, 1)) is None
    assert not memory._connection.in_transaction
    assert await count(memory) == 1


async def test_closing_undoes_what_is_open_and_keeps_what_is_committed(tmp_path: Path) -> None:
    path = tmp_path / "closed.db"
    database = await open_with_table(path)
    await add(database, 1)
    tx = await database.begin(write=True)
    await tx.run(ADD, id=2)
    await database.close()
    await database.close()
    again = SqliteDatabase(path)
    await again.open()
    assert await count(again) == 1
    await again.close()


async def test_a_file_that_is_no_database_is_let_go_again(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("not a database, but long enough to be mistaken for one" * 50)
    for database in [SqliteDatabase(path), SqliteDatabase(path)]:
        with pytest.raises(DatabaseUnreachable):
            await database.open()


async def test_no_statement_is_compiled_anew_for_other_values(file: SqliteDatabase) -> None:
    """A partial index beside a parameter made SQLite do so: a join took four times as long."""
    connection = file.cursor.connection
    assert connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, -1) == 1
