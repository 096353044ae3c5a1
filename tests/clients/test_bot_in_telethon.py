"""Bots in foreign libraries, with the people who talk with them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import command_of

pytestmark = pytest.mark.clients


def run(
    server: Any, tmp_path: Path, *more: str, client: str = "telethon", role: str = "bot"
) -> dict[str, Any]:
    command = [
        *command_of(client, "talkers", role),
        f"--host={server.host}",
        f"--port={server.port}",
        f"--rsa-pem={server.rsa_pem}",
        f"--dc-id={server.dc}",
        f"--store={tmp_path}",
        *more,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_person_makes_a_bot_that_talks_with_buttons_and_to_bare_numbers(
    server: Any, tmp_path: Path
) -> None:
    told = run(server, tmp_path)
    assert told["bot"]["bot"] is True
    assert told["bot"]["username"] == "telethon_echo_bot"
    assert told["question"] == "Which?"
    assert told["buttons"] == ["One", "Page"]
    assert told["alert"] == ["You have chosen one", True]
    assert told["edited"] == "One it is"
    assert told["heard"] == ["/start", "1", "inline words"]
    assert told["offered"] == "Title"
    assert told["sent"] == ["words", True]
    ada = told["by_number"][0]
    assert told["by_number"] == [ada, ada, "Ada", "ValueError"]
    for client in ("pyrogram", "kurigram"):
        given = [f"--token={told['token']}", f"--user={ada}", f"--stranger={ada + 1}"]
        said = run(server, tmp_path, *given, client=client, role="bare")
        assert said == {"chat": ada, "refused": "PeerIdInvalid"}
