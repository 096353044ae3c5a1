"""`chappe user …` and `chappe reports`, over the rows that a server has left."""

import asyncio
from pathlib import Path

from typer.testing import CliRunner

from chappe import features
from chappe.cli import app
from chappe.config import DEFAULT_STARS
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.features.payments import ledger
from chappe.features.reports import store as reports
from chappe.features.reports.model import Kind, Report
from chappe.features.users.actions import make_user
from chappe.features.users.standing import GRANTED
from chappe.ids import DcId, PeerId
from chappe.updates.log import Journal

NOW = 1_800_000_000.0


def run(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--data", str(data)])
    return done.exit_code, done.output


async def fill(data: Path) -> int:
    """An account, and something that it has reported."""
    database = open_database(f"sqlite:///{data / 'chappe.db'}")
    await database.open()
    await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
    async with database.transaction(write=True) as tx:
        user = await make_user(Journal(tx, NOW), "12025550111", "Ada", "L", DcId(2), "en")
        report = Report(user.id, PeerId(9), Kind.MESSAGE, 5, "other", "words", int(NOW))
        await reports.insert(tx, [report])
    await database.close()
    return user.id


def test_an_account_is_looked_at_and_marked(tmp_path: Path) -> None:
    user_id = asyncio.run(fill(tmp_path))
    for who in ("+1 202 555-0111", str(user_id)):
        status, text = run(tmp_path, "user", "show", who)
        assert status == 0
        assert f"number   {user_id}\nphone    +12025550111\nname     Ada L\n" in text
    assert run(tmp_path, "user", "grant", str(user_id), "Premium") == (0, "")
    assert run(tmp_path, "user", "grant", str(user_id), "premium")[0] == 1
    assert "marks    premium" in run(tmp_path, "user", "show", str(user_id))[1]
    assert run(tmp_path, "user", "withdraw", str(user_id), "premium") == (0, "")
    assert "famous" not in GRANTED
    assert run(tmp_path, "user", "grant", str(user_id), "famous")[0] == 2


def test_an_account_gets_one_more_public_name(tmp_path: Path) -> None:
    user_id = str(asyncio.run(fill(tmp_path)))
    assert run(tmp_path, "user", "name", user_id, "@ada_two") == (0, "")
    assert "public   @ada_two (off)" in run(tmp_path, "user", "show", user_id)[1]
    assert run(tmp_path, "user", "name", user_id, "ada_two") == (1, "USERNAME_OCCUPIED\n")
    assert run(tmp_path, "user", "show", "@ada_two")[0] == 1, "it leads nowhere yet"


def test_nobody_is_nobody(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path))
    for who in ("+99999", "@nobody", "somebody", "9" * 20):
        assert run(tmp_path, "user", "show", who) == (1, "there is no such account\n")
    assert run(tmp_path, "user", "grant", "5", "premium") == (1, "there is no such account\n")


def test_reports_are_listed(tmp_path: Path) -> None:
    user_id = asyncio.run(fill(tmp_path))
    assert run(tmp_path, "reports") == (
        0,
        f"2027-01-15 08:00  {user_id} about 9  message 5  other: words\n",
    )


def test_an_account_gets_play_money_besides_what_everybody_begins_with(tmp_path: Path) -> None:
    user_id = asyncio.run(fill(tmp_path))
    told = (0, f"{DEFAULT_STARS + 250} Stars\n")
    assert run(tmp_path, "user", "stars", str(user_id), "250") == told
    assert run(tmp_path, "user", "stars", str(user_id), "0")[0] == 2
    assert run(tmp_path, "user", "stars", "nobody", "5")[0] == 1
    assert asyncio.run(stars_of(tmp_path, PeerId(user_id))) == DEFAULT_STARS + 250


def test_what_everybody_begins_with_is_as_the_server_was_told(tmp_path: Path) -> None:
    user_id = str(asyncio.run(fill(tmp_path)))
    assert run(tmp_path, "user", "stars", user_id, "5", "--stars", "0") == (0, "5 Stars\n")
    assert run(tmp_path, "user", "stars", user_id, "5") == (0, "10 Stars\n"), "only once"


async def stars_of(data: Path, owner: PeerId) -> int:
    database = open_database(f"sqlite:///{data / 'chappe.db'}")
    await database.open()
    async with database.transaction(write=False) as tx:
        found = (await ledger.find_balances(tx, [owner]))[owner]
        assert await ledger.find_faults(tx) == []
    await database.close()
    return found
