from pathlib import Path

import pytest

from chappe.db.migrate import Migration, migrate
from chappe.db.open import open_database
from chappe.db.survey import Survey, Unreachable, survey

ONE = Migration("room/0001_one", "CREATE TABLE one (id INTEGER PRIMARY KEY) {strict}")
TWO = Migration("room/0002_two", "CREATE TABLE two (id INTEGER PRIMARY KEY) {strict}")


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "chappe.db"
    found = await survey(f"sqlite:///{path}")
    assert (found.exists, found.applied, found.served) == (False, {}, False)
    assert not path.parent.exists()


async def test_a_database_is_seen_while_it_is_served_from_and_afterwards(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'chappe.db'}"
    database = open_database(url)
    await database.open()
    await migrate(database, [ONE])
    during = await survey(url)
    await database.close()
    after = await survey(url)
    assert (during.served, after.served) == (True, False)
    assert during.applied == after.applied == {ONE.name: ONE.sha256}
    assert (after.missing([ONE, TWO]), after.strange([ONE, TWO])) == ([TWO.name], [])


async def test_looking_does_not_keep_a_server_from_starting(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'chappe.db'}"
    for _ in range(2):
        database = open_database(url)
        await database.open()
        await migrate(database, [ONE])
        await database.close()
        await survey(url)


def test_a_changed_script_is_strange() -> None:
    found = Survey("SQLite 3", True, {ONE.name: b"other", "other/0001": b""}, False, {})
    assert found.strange([ONE]) == [ONE.name, "other/0001"]


async def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    path = tmp_path / "chappe.db"
    path.write_text("not a database, but long enough to look at" * 30)
    with pytest.raises(Unreachable, match="not a database"):
        await survey(f"sqlite:///{path}")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:hush@host/db",
        "sqlite://",
        "postgresql://me:hush@127.0.0.1:1/db",
        "postgres://[::hush",
    ],
)
async def test_why_there_is_no_looking_is_told_without_the_password(url: str) -> None:
    with pytest.raises(Unreachable) as told:
        await survey(url)
    assert str(told.value)
    assert "hush" not in str(told.value)
