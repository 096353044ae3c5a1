"""`chappe app …`, before the first start and beside a running server."""

import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from chappe.cli import app
from chappe.db.open import open_database
from chappe.db.sqlite import SqliteDatabase


def run(data: Path, *arguments: str, command: str = "app") -> tuple[int, str]:
    done = CliRunner().invoke(app, [command, *arguments, "--data", str(data)])
    return done.exit_code, done.output if done.exit_code else done.stdout


def api_id_in(text: str) -> str:
    return text.split()[1]


def test_an_application_is_registered_listed_changed_and_revoked(tmp_path: Path) -> None:
    status, made = run(tmp_path, "create", "My client", "--short-name", "myclient")
    assert status == 0
    api_id = api_id_in(made)
    status, turned = run(tmp_path, "rotate", api_id)
    assert status == 0
    assert api_id_in(turned) == api_id
    assert turned != made
    assert run(tmp_path, "list") == (0, f"{api_id:>10}  in use   myclient  My client\n")
    assert run(tmp_path, "revoke", api_id) == (0, "")
    assert "revoked" in run(tmp_path, "list")[1]
    assert run(tmp_path, "revoke", api_id)[0] == 1


def test_a_client_with_an_id_of_its_own_is_let_in(tmp_path: Path) -> None:
    pair = ("--api-id", "2040", "--api-hash", "0123456789abcdef" * 2)
    assert run(tmp_path, "create", "Desktop", *pair)[0] == 0
    status, text = run(tmp_path, "create", "Desktop again", *pair)
    assert (status, text) == (1, "that api_id is registered already\n")
    assert run(tmp_path, "create", "Half", "--api-id", "5")[0] == 2


def test_numbers_are_banned_and_let_in_again(tmp_path: Path) -> None:
    number = "+1 202 555 0111"
    assert run(tmp_path, "ban", number, command="phone") == (0, "")
    assert run(tmp_path, "ban", number, command="phone")[0] == 1
    assert run(tmp_path, "list", command="phone") == (0, "+12025550111\n")
    assert run(tmp_path, "unban", number, command="phone") == (0, "")
    assert run(tmp_path, "unban", number, command="phone")[0] == 1
    assert run(tmp_path, "ban", "nobody", command="phone")[0] == 2


def test_without_a_database_there_is_no_list(tmp_path: Path) -> None:
    status, text = run(tmp_path, "list")
    assert (status, "chappe serve" in text) == (1, True)
    assert not list(tmp_path.iterdir())


async def test_it_works_beside_a_process_that_serves_from_the_file(tmp_path: Path) -> None:
    assert run_process(tmp_path, "create", "Before")[0] == 0
    serving = open_database(f"sqlite:///{tmp_path}/chappe.db")
    assert isinstance(serving, SqliteDatabase)
    await serving.open()
    try:
        status, made = run_process(tmp_path, "create", "Meanwhile")
        assert status == 0
        async with serving.transaction(write=True) as tx:
            rows = await tx.rows("SELECT title FROM app ORDER BY title")
            await tx.run("UPDATE app SET title = :title", title="Both")
        assert rows == [("Before",), ("Meanwhile",)]
        assert api_id_in(made) in run_process(tmp_path, "list")[1]
    finally:
        await serving.close()


async def test_beside_a_server_of_another_version_nothing_is_changed(tmp_path: Path) -> None:
    serving = open_database(f"sqlite:///{tmp_path}/chappe.db")
    await serving.open()
    async with serving.transaction(write=True) as tx:
        await tx.run("CREATE TABLE migration (name TEXT PRIMARY KEY, sha256 BLOB) STRICT")
    try:
        for command in (("create", "Client"), ("list",)):
            status, text = run_process(tmp_path, *command)
            assert (status, "older version" in text) == (1, True)
    finally:
        await serving.close()


def run_process(data: Path, *arguments: str) -> tuple[int, str]:
    """In a process of its own: SQLite's locks are between processes, and a loop runs here."""
    command = [sys.executable, "-m", "chappe", "app", *arguments, "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
