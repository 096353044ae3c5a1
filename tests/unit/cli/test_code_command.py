"""`chappe code`, beside a server that has just sent one."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chappe import features
from chappe.cli import app
from chappe.clock import SystemClock
from chappe.couriers.courier import Purpose
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.features.codes import store
from chappe.features.codes.model import Code
from chappe.ids import AuthKeyId

NOW = int(SystemClock().now())
CODE = Code(
    id="abc",
    purpose=Purpose.SIGN_IN,
    medium="phone",
    address="12025550111",
    key_id=AuthKeyId(5),
    user_id=None,
    code="01234",
    sends=1,
    sent_at=NOW,
    until=NOW + 86_400,  # collected long before it is run
)


def run_process(data: Path, to: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "chappe", "code", to, "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


async def test_it_prints_the_newest_code_alone_beside_a_process_that_serves(
    tmp_path: Path,
) -> None:
    serving = open_database(f"sqlite:///{tmp_path}/chappe.db")
    await serving.open()
    try:
        await migrate(serving, read_migrations(features.ROOMS_WITH_TABLES))
        async with serving.transaction(write=True) as tx:
            await store.put(tx, CODE)
            mail = replace(CODE, id="mail", address="ada@example.org", code="654321")
            await store.put(tx, mail)
        assert run_process(tmp_path, "+1 202 555-0111") == (0, "01234\n")
        assert run_process(tmp_path, "ada@example.org") == (0, "654321\n")
        assert run_process(tmp_path, "+14155552671") == (1, "")
    finally:
        await serving.close()


@pytest.mark.parametrize(("to", "status"), [("+12025550111", 1), ("not a number", 2)])
def test_without_a_database_or_a_number_it_says_so(
    tmp_path: Path, to: str, status: int
) -> None:
    done = CliRunner().invoke(app, ["code", to, "--data", str(tmp_path)])
    assert done.exit_code == status
    assert not list(tmp_path.iterdir())
