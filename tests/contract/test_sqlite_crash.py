import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chappe.db.database import DatabaseBusy
from chappe.db.sqlite import SqliteDatabase

ANSWERS = 300
WRITER = """
import asyncio, sys
from chappe.db.sqlite import SqliteDatabase

async def main(path):
    database = SqliteDatabase(path)
    await database.open()
    async with database.transaction(write=True) as tx:
        await tx.run("CREATE TABLE answered (id INTEGER PRIMARY KEY) STRICT")

    async def write(first):
        for number in range(first, 10**9, 10):
            async with database.transaction(write=True) as tx:
                await tx.run("INSERT INTO answered (id) VALUES (:id)", id=number)
            sys.stdout.write(f"{number}\\n")
            sys.stdout.flush()

    await asyncio.gather(*(write(first) for first in range(10)))

asyncio.run(main(sys.argv[1]))
"""


async def test_a_killed_process_loses_nothing_that_it_had_answered(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(  # noqa: ASYNC220 - the loop has nothing else to do
        command, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        answered = [int(child.stdout.readline()) for _ in range(ANSWERS)]
        with pytest.raises(DatabaseBusy, match="another process"):
            await SqliteDatabase(path).open()
        child.send_signal(signal.SIGKILL)
        answered += [int(line) for line in child.stdout if line.endswith("\n")]
    database = SqliteDatabase(path)
    await database.open()
    async with database.transaction(write=False) as tx:
        kept = {number for (number,) in await tx.rows("SELECT id FROM answered")}
        assert await tx.row("PRAGMA integrity_check") == ("ok",)
    await database.close()
    assert len(answered) >= ANSWERS
    assert set(answered) <= kept


async def test_a_second_server_on_the_same_file_is_refused(tmp_path: Path) -> None:
    first, second = (SqliteDatabase(tmp_path / "one.db") for _ in range(2))
    await first.open()
    with pytest.raises(DatabaseBusy):
        await second.open()
    await first.close()
    await second.open()
    await second.close()


async def test_the_file_can_be_read_by_others_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "one.db"
    database = SqliteDatabase(path)
    await database.open()
    async with database.transaction(write=True) as tx:
        await tx.run("CREATE TABLE t (id INTEGER)")
        await tx.run("INSERT INTO t VALUES (5)")
    reader = (
        "import sys, apsw; print(apsw.Connection(sys.argv[1]).execute('SELECT id FROM t').get)"
    )
    shown = subprocess.run(  # noqa: ASYNC221 - the loop has nothing else to do
        [sys.executable, "-c", reader, str(path)], capture_output=True, text=True, check=True
    )
    await database.close()
    assert shown.stdout.strip() == "5"
    assert path.stat().st_mode & 0o077 == 0
