"""A whole server as a process of its own, and the runs of foreign libraries against it."""

import itertools
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
ENVIRONMENTS = ROOT / ".clients"
READY_SECONDS = 30
STOP_SECONDS = 10
RUN_SECONDS = 60
ANSWER_SECONDS = 40
REQUIRED = os.environ.get("CHAPPE_REQUIRE_CLIENTS") == "1" or os.environ.get("CI") == "true"


class ServerProcess:
    """`chappe serve` on free ports (or those of `previous`), from `ready` until `stop`."""

    def __init__(
        self,
        data: Path,
        *extra: str,
        host: str = "127.0.0.1",
        previous: "ServerProcess | None" = None,
    ) -> None:
        self.data = data
        port, http_port = 0, 0
        if previous:
            host, port, http_port = previous.host, previous.port, previous.http_port
        command = [sys.executable, "-m", "chappe", "serve", "--data", str(data)]
        bracketed = f"[{host}]" if ":" in host else host
        command += [f"--mtproto={bracketed}:{port}", f"--http=127.0.0.1:{http_port}", *extra]
        data.mkdir(parents=True, exist_ok=True)
        self._log = (data / "stderr.log").open("ab")
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.ready: dict[str, Any] = self._await_ready()
        first = self.ready["mtproto"][0]
        self.dc, self.host, self.port = first["dc"], first["host"], first["port"]
        self.doors: dict[int, int] = {
            door["dc"]: door["port"] for door in self.ready["mtproto"]
        }
        self.http_port = urlsplit(self.ready["http"]).port
        self.rsa_pem = Path(self.ready["rsa_public_key"])

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _await_ready(self) -> dict[str, Any]:
        seen = []
        try:
            while line := self._lines.get(timeout=READY_SECONDS):
                if line.startswith("ready "):
                    return json.loads(line.removeprefix("ready "))
                seen.append(line)
        except queue.Empty:
            pass
        self.kill()
        log = (self.data / "stderr.log").read_text()[-4000:]
        raise AssertionError(f"the server did not become ready:\n{''.join(seen)}\n{log}")

    @property
    def running(self) -> bool:
        """Is the process alive?"""
        return self._process.poll() is None

    def stop(self) -> int:
        """Ask it to drain and end; its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it at once, whatever it does, and close what we hold of it."""
        if self.running:
            self._process.kill()
            self._process.wait(STOP_SECONDS)
        self._reader.join(STOP_SECONDS)
        if self._process.stdout:
            self._process.stdout.close()
        self._log.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Start servers of one test; they end with it."""
    started: list[ServerProcess] = []

    def start(*extra: str, **how: Any) -> ServerProcess:
        started.append(ServerProcess(tmp_path / "data", *extra, **how))
        return started[-1]

    yield start
    for server in started:
        server.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """One server for all tests of a module."""
    process = ServerProcess(tmp_path_factory.mktemp("server") / "data")
    yield process
    assert process.running, "the server died under its clients"
    assert process.stop() == 0


def command_of(client: str, folder: str = "drivers", role: str = "client") -> list[str]:
    """Give the command of one library's driver; skip (or, where required, fail) without it."""
    missing = f"client {client}: not installed here; `make clients` installs it"
    stamp = ENVIRONMENTS / ("node" if client in {"gramjs", "mtcute"} else client)
    if client in {"gramjs", "mtcute"}:
        node = shutil.which("node")
        missing = missing if node else f"client {client}: there is no node on this machine"
        command = [node or "", str(HERE / folder / f"{client}_{role}.mjs")]
    else:
        driver = client if client.startswith("telethon") else "pyrogram"
        python = ENVIRONMENTS / client / "bin" / "python"
        command = [str(python), str(HERE / folder / f"{driver}_{role}.py")]
    if not command[0] or not (stamp / "made-from.txt").exists():
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    return command


@pytest.fixture
def program_of() -> Callable[[str], str]:
    """Give the Python or Node of one library's environment; skip (or, where required, fail)."""
    return lambda client: command_of(client)[0]


@pytest.fixture
def run_client(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Run one library over one transport against a server; the answer its driver printed.

    `store` names the folder of the session: the same name again finds the key of before.
    `dc` is the data center to knock at, where the server plays several.
    """

    def run(
        at: ServerProcess,
        client: str,
        transport: str,
        store: str = "store",
        dc: int | None = None,
        **more: object,
    ) -> dict[str, Any]:
        given = {
            "host": at.host,
            "port": at.doors[dc or at.dc],
            "http-port": at.http_port,
            "rsa-pem": at.rsa_pem,
            "dc-id": dc or at.dc,
            "transport": transport,
            "store": tmp_path / store,
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        command = command_of(client) + [f"--{name}={value}" for name, value in given.items()]
        node = client in {"gramjs", "mtcute"}
        done = subprocess.run(
            command,
            cwd=ENVIRONMENTS / "node" if node else tmp_path,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )
        assert done.stdout, f"the driver said nothing: {done.stderr[-4000:]}"
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        assert done.returncode == 0, (answer, done.stderr[-4000:])
        return answer

    return run


class Talker:
    """An account in a foreign library, in a process of its own that is told what to do."""

    def __init__(self, client: str, at: ServerProcess, store: Path, phone: str) -> None:
        self.client, self.phone = client, phone
        store.mkdir(parents=True, exist_ok=True)
        command = [
            *command_of(client, "talkers", "talker"),
            f"--host={at.host}",
            f"--port={at.port}",
            f"--rsa-pem={at.rsa_pem}",
            f"--store={store}",
        ]
        node = client in {"gramjs", "mtcute"}
        if node:
            command.append(f"--http-port={at.http_port}")
        self._log = (store / "stderr.log").open("w+")
        self._process = subprocess.Popen(
            command,
            cwd=ENVIRONMENTS / "node" if node else store,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._answer()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _answer(self) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            line = ""
        answer: dict[str, Any] = json.loads(line or '{"ok": false, "error": "no answer"}')
        if not answer.pop("ok"):
            self._log.seek(0)
            raise AssertionError(
                f"{self.client}: {answer['error']}\n{self._log.read()[-3000:]}"
            )
        return answer

    def ask(self, what: str, /, **given: object) -> dict[str, Any]:
        """Have it do something; its answer. AssertionError when it could not."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **given}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait(STOP_SECONDS)
        self._reader.join(STOP_SECONDS)
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream is not None:
                stream.close()


@pytest.fixture
def talker(tmp_path: Path, fresh_number: Callable[[], str]) -> Iterator[Callable[..., Talker]]:
    """Start accounts in foreign libraries; they end with the test. Each has a number of its own."""
    started: list[Talker] = []

    def start(client: str, at: ServerProcess, phone: str | None = None) -> Talker:
        number = phone or fresh_number()
        store = tmp_path / f"{client}-{len(started)}"
        started.append(Talker(client, at, store, number))
        return started[-1]

    yield start
    for each in started:
        each.end()


@pytest.fixture
def fresh_number() -> Callable[[], str]:
    """Gives test numbers that nobody has had."""
    return lambda: f"999662{next(NUMBERS):04d}"


@pytest.fixture
def node_folder() -> Path:
    """Where the JavaScript libraries are installed."""
    return ENVIRONMENTS / "node"


NUMBERS = itertools.count(1)
