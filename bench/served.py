"""A server in a process of its own, and what it costs: CPU seconds and memory, from /proc."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import uvloop

from chappe.clock import SystemClock
from chappe.crypto.rsa_public import RsaPublic
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.frames import Kind

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Ready:
    """What the `ready` line said."""

    host: str
    port: int
    http: str
    key: RsaPublic


class Served:
    """`chappe serve` as a child; ended by its own pid."""

    def __init__(self, *options: str, data: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory() if data is None else None
        self.data = data or Path(self._folder.name) / "data"  # type: ignore[union-attr] # one of the two is there
        self._options = options
        self.ready: Ready
        self.child: subprocess.Popen[str]

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "chappe", "serve", "--data", str(self.data)]
        command += ["--mtproto", "127.0.0.1:0", "--http", "127.0.0.1:0", *self._options]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.child.stdout is not None
        for line in self.child.stdout:
            if line.startswith("ready "):
                facts = json.loads(line[6:])
                break
        else:
            raise RuntimeError("the server did not start")
        door = facts["mtproto"][0]
        key = RsaPublic.from_pem(Path(facts["rsa_public_key"]).read_bytes())
        self.ready = Ready(door["host"], door["port"], facts["http"], key)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.child.terminate()
        self.child.wait(10)
        if self._folder is not None:
            self._folder.cleanup()

    def cpu_seconds(self) -> float:
        """User and system time of the server so far."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_bytes(self) -> int:
        """Memory of the server that is in RAM now."""
        pages = int(Path(f"/proc/{self.child.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def forget_peak(self) -> None:
        """From now on `peak_bytes` counts anew."""
        Path(f"/proc/{self.child.pid}/clear_refs").write_text("5")

    def peak_bytes(self) -> int:
        """The most memory of the server that was in RAM."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) << 10

    async def client(self, layer: int = 229, kind: Kind = Kind.INTERMEDIATE) -> Client:
        """A connected client without a key."""
        socket = await Socket.connect(self.ready.host, self.ready.port)
        return Client(socket, self.ready.key, SystemClock(), layer=layer, kind=kind)


def run(work: Coroutine[None, None, None]) -> None:
    """Run a bench on uvloop."""
    uvloop.run(work)
