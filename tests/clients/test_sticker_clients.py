"""Sticker sets made with libraries as published: by a person with Telethon, and by a bot in python-telegram-bot."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ENVIRONMENTS, HERE, ROOT
from PIL import Image
from test_bot_libraries import command_of, make_bot, running

__all__ = ["running"]
pytestmark = pytest.mark.clients
SECONDS = 90


def test_sets_are_made_and_stickers_sent_by_libraries(
    server: Any,
    running: Callable[..., str],  # a fixture, brought in by its name
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    python = command_of("ptb", program_of)[0]
    assert Path(python).is_relative_to(ENVIRONMENTS)
    human, username = program_of("telethon"), "sticker_helper_bot"
    token = make_bot(server.data, username)
    picture = tmp_path / "sticker.png"
    Image.new("RGBA", (512, 400), (200, 100, 50, 128)).save(picture)
    origin = f"http://127.0.0.1:{server.http_port}"
    program = str(HERE / "bots" / "ptb_sticker_bot.py")
    assert running([python, program, token, origin, str(picture)], tmp_path) == username
    asked = {
        "host": server.host,
        "port": server.port,
        "rsa-pem": server.rsa_pem,
        "phone": fresh_number(),
        "bot": username,
        "picture": picture,
    }
    words = [f"--{name}={value}" for name, value in asked.items()]
    done = subprocess.run(
        [human, str(HERE / "bots" / "sticker_human.py"), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    log = (tmp_path / "bot.log").read_text()[-3000:]
    assert done.returncode == 0, done.stderr[-3000:] + log
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "installed": True,
        "is_sticker": True,
        "emoji": "🐈",
        "of_the_set": True,
        "webp": True,
        "sent_by_bot": True,
        "bots_set": "Cats of a bot",
        "mine": True,
        "said": True,
        "owned": True,
    }
