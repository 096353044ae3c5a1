"""The examples, run as the README tells people to, each in the environment of its library."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ENVIRONMENTS, REQUIRED
from typer.testing import CliRunner

from chappe.cli import app
from chappe.clock import SystemClock
from chappe.crypto.rsa_public import RsaPublic
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.person import sign_in

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
README = EXAMPLES.parent / "README.md"
SECONDS = 60
FENCE = re.compile(r"^```(?:python|js)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAYS = "data center 2, messages up to 4096"
ECHOES = {
    **dict.fromkeys(["ptb", "aiogram", "telebot"], "py"),
    **dict.fromkeys(["grammy", "telegraf", "ntba"], "mjs"),
}
ECHO_SECONDS = 30


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def key_facts(data: Path) -> list[str]:
    """What `chappe keys` prints for libraries that want numbers: n, and the signed fingerprint."""
    text = run([sys.executable, "-m", "chappe", "keys", "--data", str(data)], EXAMPLES.parent)
    facts = dict(re.findall(r"^(n, decimal|fingerprint, signed) +(-?\d+)$", text, re.MULTILINE))
    return [facts["n, decimal"], facts["fingerprint, signed"]]


@pytest.mark.clients
@pytest.mark.parametrize("client", ["telethon", "kurigram", "pyrogram", "gramjs", "mtcute"])
def test_an_example_reads_the_config(
    server: Any, program_of: Any, tmp_path: Path, client: str
) -> None:
    program = program_of(client)
    given = [str(server.rsa_pem)]
    if client not in {"telethon", "mtcute"}:
        given = key_facts(server.data)
    suffix = "mjs" if client in {"gramjs", "mtcute"} else "py"
    script = tmp_path / f"{client}_config.{suffix}"
    script.write_text((EXAMPLES / script.name).read_text())
    if suffix == "mjs":
        node = EXAMPLES.parent / ".clients" / "node" / "node_modules"
        (tmp_path / "node_modules").symlink_to(node)
    command = [program, str(script), f"{server.host}:{server.port}", *given]
    assert SAYS in run(command, tmp_path)


@pytest.mark.clients
def test_two_accounts_talk_as_the_readme_shows(
    server: Any, program_of: Any, tmp_path: Path
) -> None:
    script = tmp_path / "telethon_talk.py"
    script.write_text((EXAMPLES / script.name).read_text())
    where = [f"{server.host}:{server.port}", str(server.rsa_pem)]
    said = run([program_of("telethon"), str(script), *where], tmp_path)
    assert len(said.splitlines()) == 3
    assert said in README.read_text()


def program_of_bot(library: str) -> str:
    """The program that runs the bots of a library; skips (or, where required, fails) without it."""
    folder = ENVIRONMENTS / ("nodebots" if ECHOES[library] == "mjs" else library)
    if not (folder / "made-from.txt").exists():
        missing = f"client {library}: not installed here; `make clients` installs it"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    return "node" if ECHOES[library] == "mjs" else str(folder / "bin" / "python")


async def echo_of(server: Any, phone: str, username: str, text: str) -> str:
    """What a bot answers to somebody who says something."""
    key = RsaPublic.from_pem(server.rsa_pem.read_bytes())
    client = Client(await Socket.connect(server.host, server.port), key, SystemClock())
    await client.shake_hands()
    await sign_in(client, phone, "22222", "Ada")
    found: Any = await client.call("contacts.resolveUsername", username=username)
    bot = found.users[0]
    peer = client.schema.make("inputPeerUser", user_id=bot.id, access_hash=bot.access_hash)
    await client.call("messages.sendMessage", peer=peer, message=text, random_id=1)
    page = dict.fromkeys(
        ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
    )
    async with asyncio.timeout(ECHO_SECONDS):
        while True:
            said: Any = await client.call("messages.getHistory", peer=peer, limit=10, **page)
            if len(said.messages) > 1:
                break
            await asyncio.sleep(0.1)
    client.carrier.hang_up()
    answer, mine = said.messages
    assert (mine.message, mine.out, answer.out) == (text, True, False)
    return str(answer.message)


@pytest.mark.clients
@pytest.mark.parametrize("library", ECHOES)
def test_an_echo_answers(server: Any, fresh_number: Any, tmp_path: Path, library: str) -> None:
    program = program_of_bot(library)
    script = tmp_path / f"echo_bot_{library}.{ECHOES[library]}"
    script.write_text((EXAMPLES / script.name).read_text())
    (tmp_path / "node_modules").symlink_to(ENVIRONMENTS / "nodebots" / "node_modules")
    username = f"{library}_echo_bot"
    asked = ["bot", "create", "Echo", "--username", username, "--data", str(server.data)]
    token = CliRunner().invoke(app, asked).output.strip().splitlines()[-1]
    origin = f"http://127.0.0.1:{server.http_port}"
    with (tmp_path / "bot.log").open("wb") as log:
        bot = subprocess.Popen(
            [program, str(script), token, origin], cwd=tmp_path, stdout=log, stderr=log
        )
    try:
        said = asyncio.run(echo_of(server, fresh_number(), username, "Is anybody there?"))
        assert said == "Is anybody there?"
    except TimeoutError:
        pytest.fail(f"no echo: {(tmp_path / 'bot.log').read_text()[-3000:]}")
    finally:
        bot.kill()
        bot.wait()


def test_the_example_of_the_testing_kit_runs() -> None:
    said = run([sys.executable, str(EXAMPLES / "testing_kit.py")], EXAMPLES.parent)
    lines = [line for line in said.splitlines() if "login code" not in line]
    assert "\n".join(lines) in README.read_text()


def test_the_readme_shows_nothing_that_is_not_run() -> None:
    run_lines = {
        line.strip()
        for path in EXAMPLES.iterdir()
        if path.suffix in {".py", ".mjs"}
        for line in path.read_text().splitlines()
    }
    shown = [
        line.strip()
        for block in FENCE.findall(README.read_text())
        for line in block.splitlines()
    ]
    assert len(shown) > 30
    assert [line for line in shown if line not in run_lines] == []


@pytest.mark.clients
def test_the_talk_says_in_one_line_that_nobody_is_there(
    program_of: Any, server: Any, tmp_path: Path
) -> None:
    script = str(EXAMPLES / "telethon_talk.py")
    for address, pem, told in (
        ("127.0.0.1:1", server.rsa_pem, "no server at 127.0.0.1:1"),
        ("127.0.0.1:1", tmp_path / "none.pem", "no public key at"),
    ):
        done = subprocess.run(
            [program_of("telethon"), script, address, str(pem)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith(told)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(each.name for each in EXAMPLES.glob("*.mjs")))
def test_an_example_in_javascript_says_what_to_install(name: str) -> None:
    text = (EXAMPLES / name).read_text()
    (package,) = re.findall(r"^// .*npm install (\S+)$", text, re.MULTILINE)
    assert f"from '{package}'" in text
