"""A server in a process of its own, to be killed."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

from chappe.crypto.rsa_public import RsaPublic

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS_MAX = 60.0


class Killable:
    """`chappe serve` as a child that is killed by its own pid."""

    def __init__(self, data: Path, database: str | None, bus: str | None = None) -> None:
        self._data = data
        self._options = [] if database is None else ["--database", database]
        self._options += [] if bus is None else ["--bus", bus]
        self._child: subprocess.Popen[bytes] | None = None
        self.place = ("", 0)
        self.http = ""
        self.key: RsaPublic

    async def start(self) -> None:
        command = [sys.executable, "-m", "chappe", "serve", "--data", str(self._data)]
        command += ["--mtproto", "127.0.0.1:0", "--http", "127.0.0.1:0", *self._options]
        with (self._data.parent / "server.log").open("ab") as log:
            self._child = subprocess.Popen(  # noqa: ASYNC220 - the loop has nothing else to do
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log
            )
        assert self._child.stdout is not None
        async with asyncio.timeout(START_SECONDS_MAX):
            lines = iter(self._child.stdout.readline, b"")
            said = await asyncio.to_thread(
                lambda: next((line for line in lines if line.startswith(b"ready ")), b"")
            )
        assert said, f"the server did not start: {self._data.parent / 'server.log'}"
        ready = json.loads(said[6:])
        self.place = (ready["mtproto"][0]["host"], ready["mtproto"][0]["port"])
        self.http = ready["http"]
        self.key = _public_key(ready["rsa_public_key"])

    def kill(self) -> None:
        """As the power cut does it, as far as the process is concerned."""
        if self._child is not None:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()
            assert self._child.stdout is not None
            self._child.stdout.close()
            self._child = None


def _public_key(path: str) -> RsaPublic:
    return RsaPublic.from_pem(Path(path).read_bytes())
