"""The commands as a whole: what they say of themselves, and how fast they are there."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from chappe import __version__
from chappe.cli import app
from chappe.cli.options import DEFAULT_HTTP, DEFAULT_MTPROTO, endpoint
from chappe.config import Profile, Settings
from chappe.crypto.rsa import RsaKey
from chappe.keys_on_disk import private_path, public_path

HEAVY = {
    "rich",
    "asyncio",
    "aiohttp",
    "structlog",
    "cryptography",
    "gmpy2",
    "apsw",
    "chappe.tl",
}
# The contract with scripts outside: these names stay.
SERVE_OPTIONS = {
    "--data",
    "--mtproto",
    "--http",
    "--profile",
    "--dcs",
    "--database",
    "--bus",
    "--blobs",
}


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})
    return done.exit_code, done.output


def test_help_fits_80_columns_and_says_whose_it_is_not() -> None:
    status, text = run("--help")
    assert status == 0
    assert "not made, endorsed or supported by its owners" in " ".join(text.split())
    for command in ("serve", "keys", "code", "doctor", "where", "schema", "app", "phone"):
        _, more = run(command, "--help")
        assert max(map(len, more.splitlines())) <= 80
        assert f"  {command} " in text


def test_serve_keeps_the_options_of_the_contract() -> None:
    command = typer.main.get_command(app).commands["serve"]
    known = {name for param in command.params for name in param.opts}
    assert known >= SERVE_OPTIONS
    assert endpoint(DEFAULT_MTPROTO) == Settings().mtproto
    assert endpoint(DEFAULT_HTTP) == Settings().http
    assert {each.value for each in Profile} == {"dev", "production"}


def test_a_bus_of_an_unknown_kind_is_refused() -> None:
    status, text = run("serve", "--bus", "pigeon://127.0.0.1")
    assert status == 2
    assert "a bus URL is nats://HOST:PORT" in text


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("127.0.0.1:4430", ("127.0.0.1", 4430)),
        ("[::1]:443", ("::1", 443)),
        ("localhost:0", ("localhost", 0)),
    ],
)
def test_an_endpoint_is_host_and_port(text: str, pair: tuple[str, int]) -> None:
    assert endpoint(text) == pair


@pytest.mark.parametrize("text", ["4430", "host:", "host:x", "host:65536", "host:²"])
def test_anything_else_is_no_endpoint(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        endpoint(text)


def test_the_command_line_loads_nothing_heavy_before_it_knows_the_command() -> None:
    code = "import sys, chappe.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert HEAVY & set(done.stdout.split()) == set()


def test_keys_are_made_only_when_asked_for(tmp_path: Path) -> None:
    status, text = run("keys", "--data", str(tmp_path))
    assert (status, private_path(tmp_path).exists()) == (1, False)
    assert "--make" in text


def test_keys_prints_the_public_half_in_every_form(tmp_path: Path) -> None:
    status, text = run("keys", "--make", "--data", str(tmp_path))
    assert status == 0
    key = RsaKey.from_pem(private_path(tmp_path).read_bytes())
    assert public_path(tmp_path).read_text().strip() in text
    assert "PRIVATE" not in text
    forms = {line.split()[-1] for line in text.splitlines() if line}
    unsigned = key.fingerprint & (1 << 64) - 1
    assert {f"{unsigned:016x}", str(unsigned), str(key.fingerprint), str(key.n)} <= forms


def test_version_is_the_packages() -> None:
    assert run("version") == (0, f"{__version__}\n")


def test_a_server_for_people_does_not_visit_itself() -> None:
    status, text = run("serve", "--profile", "production", "--fetch", "loopback")
    assert status == 2
    assert "--fetch loopback is for profile dev" in text


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "profile production wants --courier"),
        (("--courier", "log"), "no codes to the log"),
        (("--courier", "smtp://h?from=a@b"), "no --courier carries codes to phone numbers"),
    ],
)
def test_production_does_not_start_without_somebody_to_deliver_codes(
    tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    # In a process of its own: a start sets things for the process that it is.
    command = [sys.executable, "-m", "chappe", "serve", "--profile", "production"]
    done = subprocess.run(
        [*command, "--data", str(tmp_path), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert why in done.stderr


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--tls-key", "key.pem"), "--tls-key wants --tls-certificate"),
        (("--mtproto", "127.0.0.1:65535", "--dcs", "2"), "--dcs 2 takes 2 ports"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    status, text = run("serve", "--data", str(tmp_path), *options)
    assert status == 2
    assert why in text


def test_a_broken_key_is_named_and_not_quoted(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in ("rsa.pem", "rsa.pub.pem"):
        (folder / name).write_text("hush")
    for more in ((), ("--make",)):
        status, text = run("keys", "--data", str(tmp_path), *more)
        assert status == 1
        assert str(folder) in text
        assert "hush" not in text


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "chappe.db").write_text("something else, long enough to be looked at" * 100)
    status, text = run("code", "+12025550142", "--data", str(tmp_path))
    assert status == 1
    assert "chappe.db is no SQLite database" in text


def test_a_server_that_is_told_to_go_says_that_it_has_gone(tmp_path: Path) -> None:
    doors = ["--mtproto", "127.0.0.1:0", "--http", "127.0.0.1:0"]
    command = [sys.executable, "-m", "chappe", "serve", "--data", str(tmp_path), *doors]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        while not (line := server.stdout.readline()).startswith("ready "):
            assert line, "it did not become ready"
        server.terminate()
        _, told = server.communicate(timeout=20)
    assert server.returncode == 0
    assert told.splitlines()[-1] == "Chappe has stopped; whatever it answered is kept."
