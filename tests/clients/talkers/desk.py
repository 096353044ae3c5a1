"""What the Python talkers share: commands come in as JSON lines, answers go out as JSON lines.

A talker is one account in one foreign library. It is told what to do, one command at a time
(`{"do": "send", …}`), and answers `{"ok": true, …}` or `{"ok": false, "error": …}`. So a test can let
any two libraries talk to each other. A file stands for bytes on both sides.
"""

import argparse
import asyncio
import hashlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drivers"))

from probe import ServerKey

WAIT_SECONDS = 15.0


def arguments() -> argparse.Namespace:
    """Read where the server is, its key, and where the session may be kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rsa-pem", type=Path, required=True)
    parser.add_argument("--dc-id", type=int, default=2)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--verbose", action="store_true")
    chosen = parser.parse_args()
    chosen.store.mkdir(parents=True, exist_ok=True)
    chosen.key = ServerKey(chosen.rsa_pem)
    return chosen


async def until(found: Callable[[], Any]) -> Any:
    """Wait until there is something; it."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not (seen := found()):  # noqa: ASYNC110 - what comes in has no event of its own
            await asyncio.sleep(0.02)
    return seen


def digest(data: bytes) -> dict[str, Any]:
    """What a test compares bytes by."""
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


class Talker:
    """One account; a subclass has a coroutine `do_…` for each command.

    `messages`: what came in, as `told` shows it, beside the library's own object.
    """

    def __init__(self) -> None:
        self.messages: list[tuple[dict[str, Any], Any]] = []
        self.edited: list[dict[str, Any]] = []
        self.deleted: list[int] = []
        self.typing = 0
        self.peers: dict[str, Any] = {}

    def got(self, text: str) -> Callable[[], Any]:
        """Find the message with this text."""
        return lambda: next((m for m in self.messages if m[0]["text"] == text), None)

    async def do_wait(self, text: str) -> dict[str, Any]:
        """Wait for a message with this text."""
        return (await until(self.got(text)))[0]

    async def do_wait_edited(self, text: str) -> dict[str, Any]:
        """Wait until a message reads so."""
        return await until(lambda: next((m for m in self.edited if m["text"] == text), None))

    async def do_wait_deleted(self, message: int) -> dict[str, Any]:
        """Wait until a message is gone."""
        await until(lambda: message in self.deleted)
        return {}

    async def do_wait_typing(self) -> dict[str, Any]:
        """Wait until the other one types."""
        await until(lambda: self.typing)
        return {}

    async def do_forget(self) -> dict[str, Any]:
        """Forget what came in so far."""
        self.messages.clear()
        return {}


async def serve(talker: Talker) -> None:
    """Carry out commands until there are none any more."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    say({"ok": True, "ready": True})
    while line := await reader.readline():
        command = json.loads(line)
        try:
            action = getattr(talker, "do_" + command.pop("do"))
            say({"ok": True, **(await action(**command))})
        except Exception as error:
            traceback.print_exc()
            say({"ok": False, "error": f"{type(error).__name__}: {error}"})


def say(answer: dict[str, Any]) -> None:
    """Answer."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def run(talker: Callable[[], Talker]) -> None:
    """Serve, and leave without waiting for what the library still holds."""

    async def whole() -> None:
        await serve(talker())

    asyncio.run(whole())
    os._exit(0)
