import asyncio
from collections.abc import AsyncIterator

import pytest

from chappe.db.database import Database, ReadOnly, TxFailed, TxOver
from chappe.db.open import open_database
from chappe.db.sql import spell_words

TABLES = (
    "CREATE TABLE item (id {int64} NOT NULL PRIMARY KEY, name TEXT, body {bytes}) {strict}",
    "CREATE TABLE part (id {identity}, item {int64} NOT NULL REFERENCES item (id) ON DELETE CASCADE) {strict}",
)
ADD = "INSERT INTO item (id, name) VALUES (:id, :name)"
NAMES = "SELECT name FROM item ORDER BY id"


@pytest.fixture
async def items(database: Database) -> AsyncIterator[Database]:
    """A database with two tables, empty."""
    async with database.transaction(write=True) as tx:
        for table in TABLES:
            await tx.run(spell_words(table, database.dialect))
    return database


async def add(database: Database, number: int, name: str = "x") -> None:
    async with database.transaction(write=True) as tx:
        await tx.run(ADD, id=number, name=name)


async def names(database: Database) -> list[str]:
    async with database.transaction(write=False) as tx:
        return [name for (name,) in await tx.rows(NAMES)]


async def test_rows_come_back_as_tuples_with_their_types(items: Database) -> None:
    wide = [(-(2**63), "ä", b"\x00\xff"), (2**63 - 1, None, None)]
    async with items.transaction(write=True) as tx:
        for number, name, body in wide:
            await tx.run(
                "INSERT INTO item (id, name, body) VALUES (:id, :name, :body)",
                id=number,
                name=name,
                body=body,
            )
    async with items.transaction(write=False) as tx:
        rows = await tx.rows("SELECT id, name, body FROM item ORDER BY id")
    assert rows == wide
    assert all(type(row) is tuple for row in rows)


async def test_a_single_row_is_a_tuple_or_none(items: Database) -> None:
    await add(items, 7, "seven")
    async with items.transaction(write=False) as tx:
        assert await tx.row("SELECT name FROM item WHERE id = :id", id=7) == ("seven",)
        assert await tx.row("SELECT name FROM item WHERE id = :id", id=8) is None


async def test_a_list_has_none_or_one_or_many(items: Database) -> None:
    for number in (1, 2, 3):
        await add(items, number, f"n{number}")
    among = "SELECT id FROM item WHERE id IN :ids[] AND name NOT IN :names[text] ORDER BY id"
    cases: list[tuple[list[int], list[str], list[int]]] = [
        ([], [], []),
        ([2], [], [2]),
        ([2], ["n2"], []),
        ([1, 2, 3], ["n2"], [1, 3]),
        ([1, 2, 3], ["n2", "n3"], [1]),
    ]
    async with items.transaction(write=False) as tx:
        for ids, left_out, expected in cases:
            rows = await tx.rows(among, ids=ids, names=left_out)
            assert [row[0] for row in rows] == expected


async def test_a_parameter_may_stand_twice_and_in_strings_it_is_no_parameter(
    items: Database,
) -> None:
    async with items.transaction(write=False) as tx:
        sql = "SELECT CAST(:a AS INTEGER) + CAST(:a AS INTEGER), ':a' -- :b"
        assert await tx.row(sql, a=21) == (42, ":a")


async def test_a_missing_parameter_is_an_error(items: Database) -> None:
    tx = await items.begin(write=False)
    with pytest.raises(KeyError):
        await tx.row("SELECT name FROM item WHERE id = :id")
    await tx.rollback()


async def test_run_counts_the_rows_that_it_changed_itself(items: Database) -> None:
    async with items.transaction(write=True) as tx:
        for number in range(3):
            assert await tx.run(ADD, id=number, name="x") == 1
            await tx.run("INSERT INTO part (item) VALUES (:item)", item=number)
        assert await tx.run(f"{ADD} ON CONFLICT (id) DO NOTHING", id=0, name="y") == 0
        assert await tx.run("UPDATE item SET name = :name WHERE id > 0", name="z") == 2
        assert await tx.run("CREATE TABLE other (id INTEGER)") == 0
        assert await tx.run("UPDATE item SET name = :name WHERE id > 9", name="z") == 0
        assert await tx.run("DELETE FROM item WHERE id < 2") == 2
        assert await tx.rows("SELECT item FROM part") == [(2,)]


async def test_returning_gives_rows_and_changes_them(items: Database) -> None:
    await add(items, 1, "a")
    async with items.transaction(write=True) as tx:
        sql = "UPDATE item SET name = :name WHERE id = 1 RETURNING id, name"
        assert await tx.row(sql, name="b") == (1, "b")
    assert await names(items) == ["b"]


async def test_an_identity_is_never_used_twice(items: Database) -> None:
    await add(items, 1)
    async with items.transaction(write=True) as tx:
        sql = "INSERT INTO part (item) VALUES (1) RETURNING id"
        first = await tx.row(sql)
        await tx.run("DELETE FROM part")
        second = await tx.row(sql)
    assert first is not None
    assert second is not None
    assert second > first


async def test_a_rolled_back_transaction_is_silent(items: Database) -> None:
    tx = await items.begin(write=True)
    await tx.run(ADD, id=1, name="a")
    assert await tx.rows(NAMES) == [("a",)]
    await tx.rollback()
    assert await names(items) == []


async def test_a_block_that_raises_is_rolled_back(items: Database) -> None:
    async def stumble() -> None:
        async with items.transaction(write=True) as tx:
            await tx.run(ADD, id=1, name="a")
            raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert await names(items) == []


async def test_one_rolls_back_between_two_that_stay(items: Database) -> None:
    durables = []
    for number in range(3):
        tx = await items.begin(write=True)
        await tx.run(ADD, id=number, name=str(number))
        if number == 1:
            await tx.rollback()
        else:
            durables.append(await tx.commit())
    for durable in durables:
        if durable is not None:
            await durable.wait()
    assert await names(items) == ["0", "2"]


async def test_after_a_failed_statement_only_rollback_is_left(items: Database) -> None:
    await add(items, 1)
    tx = await items.begin(write=True)
    await tx.run(ADD, id=2, name="b")
    with pytest.raises(Exception, match=r"(?i)unique"):
        await tx.run(ADD, id=1, name="again")
    with pytest.raises(TxFailed):
        await tx.rows(NAMES)
    with pytest.raises(TxFailed):
        await tx.commit()
    assert await names(items) == ["x"]


async def test_a_broken_reference_fails_at_its_statement(items: Database) -> None:
    tx = await items.begin(write=True)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await tx.run("INSERT INTO part (item) VALUES (99)")
    await tx.rollback()


async def test_a_value_of_the_wrong_type_is_refused(items: Database) -> None:
    tx = await items.begin(write=True)
    with pytest.raises(Exception, match=r"(?i)text|str"):
        await tx.run(ADD, id=1, name=b"bytes are not text")
    await tx.rollback()


async def test_a_reader_may_not_write_in_any_way(items: Database) -> None:
    for verb in ("run", "rows", "row"):
        tx = await items.begin(write=False)
        with pytest.raises(ReadOnly):
            await getattr(tx, verb)(f"{ADD} RETURNING id", id=1, name="a")
        await tx.rollback()
    assert await names(items) == []


async def test_a_transaction_that_is_over_stays_over(items: Database) -> None:
    for used in (True, False):
        tx = await items.begin(write=True)
        if used:
            await tx.rows(NAMES)
        await tx.commit()
        with pytest.raises(TxOver):
            await tx.rows(NAMES)
        with pytest.raises(TxOver):
            await tx.run("DELETE FROM item")
        with pytest.raises(TxOver):
            await tx.commit()
        await tx.rollback()


async def test_a_reader_sees_one_moment(items: Database) -> None:
    await add(items, 1, "old")
    tx = await items.begin(write=False)
    assert await tx.rows(NAMES) == [("old",)]
    writer = asyncio.create_task(add(items, 2, "new"))
    await asyncio.sleep(0.02)
    assert await tx.rows(NAMES) == [("old",)]
    await tx.commit()
    await writer
    assert await names(items) == ["old", "new"]


async def test_many_writers_lose_no_update(items: Database) -> None:
    await add(items, 1, "0")
    sql = """UPDATE item SET name = CAST(CAST(name AS INTEGER) + 1 AS TEXT) WHERE id = 1
             RETURNING CAST(name AS INTEGER)"""

    async def take() -> int:
        async with items.transaction(write=True) as tx:
            row = await tx.row(sql)
        assert row is not None
        return row[0]

    taken = await asyncio.gather(*(take() for _ in range(50)))
    assert sorted(taken) == list(range(1, 51))


async def test_a_cancelled_writer_leaves_nothing_and_blocks_nobody(items: Database) -> None:
    async def write_and_hang() -> None:
        async with items.transaction(write=True) as tx:
            await tx.run(ADD, id=1, name="a")
            await asyncio.sleep(60)

    writer = asyncio.create_task(write_and_hang())
    await asyncio.sleep(0.02)
    writer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writer
    async with asyncio.timeout(5):
        assert await names(items) == []


@pytest.mark.parametrize("engine", ["sqlite-file", "postgresql"], indirect=True)
async def test_what_was_committed_is_there_after_a_restart(items: Database, url: str) -> None:
    tx = await items.begin(write=True)
    await tx.run(ADD, id=1, name="kept")
    await tx.commit()  # closing waits for the disk, even if nobody else does
    open_still = await items.begin(write=True)
    await open_still.run(ADD, id=2, name="lost")
    await items.close()
    again = open_database(url)
    await again.open()
    assert await names(again) == ["kept"]
    await again.close()
