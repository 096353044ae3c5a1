"""The examples, run as the README tells people to, each in the environment of its library."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
README = EXAMPLES.parent / "README.md"
SECONDS = 60
FENCE = re.compile(r"^```(?:python|js)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAYS = "data center 2, messages up to 4096"


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
