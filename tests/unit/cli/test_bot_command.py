"""`chappe bot …`, over the rows that a server would read."""

from pathlib import Path

from typer.testing import CliRunner

from chappe.cli import app
from chappe.features.bots.model import read_token


def run(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--data", str(data)])
    return done.exit_code, done.output if done.exit_code else done.stdout


def test_a_bot_is_made_and_its_token_stands_alone(tmp_path: Path) -> None:
    status, text = run(tmp_path, "bot", "create", "Weather", "--username", "weather_bot")
    assert status == 0
    token = text.removesuffix("\n")
    said = read_token(token)
    assert said is not None
    assert run(tmp_path, "bot", "token", "@Weather_bot") == (0, f"{token}\n")
    assert run(tmp_path, "bot", "list") == (0, f"{said[0]}  @weather_bot  (nobody)\n")


def test_it_is_said_when_a_database_is_made_for_it(tmp_path: Path) -> None:
    asked = ["bot", "create", "Weather", "--data", str(tmp_path)]
    first, second = CliRunner().invoke(app, asked), CliRunner().invoke(app, asked)
    assert first.stderr.startswith(f"a new database: {tmp_path / 'chappe.db'}; ")
    assert second.stderr == ""


def test_a_bot_without_a_public_name_gets_one(tmp_path: Path) -> None:
    assert run(tmp_path, "bot", "create", "Ünter 1")[0] == 0
    assert run(tmp_path, "bot", "create", "Ünter 1")[0] == 0
    names = run(tmp_path, "bot", "list")[1].splitlines()
    assert len(names) == 2
    assert all(line.split()[1].endswith("_bot") for line in names)


def test_what_cannot_be_is_refused_in_a_line(tmp_path: Path) -> None:
    run(tmp_path, "bot", "create", "Weather", "--username", "weather_bot")
    again = run(tmp_path, "bot", "create", "Weather", "--username", "Weather_Bot")
    assert again == (1, "USERNAME_OCCUPIED\n")
    bad = run(tmp_path, "bot", "create", "Weather", "--username", "weather")
    assert bad == (1, "USERNAME_INVALID\n")
    nobody = run(tmp_path, "bot", "create", "Weather", "--owner", "@nobody")
    assert nobody == (1, "there is no such account\n")
    assert run(tmp_path, "bot", "token", "nobody_bot")[0] == 1
