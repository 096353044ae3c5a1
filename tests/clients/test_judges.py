"""Acceptance scripts that lie beside the project, where they do: nobody here may change them.

Each drives one library through one flow and prints a line of JSON for each step. They are not part of the
project; where they are not there, there is nothing to run.
"""

import contextlib
import json
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "clients"
FOLDER = Path(os.environ.get("CHAPPE_JUDGES", BESIDE))
SCRIPTS = {
    "telethon": "c_telethon.py",
    "kurigram": "c_kurigram.py",
    "pyrogram": "c_pyrogram.py",
    "gramjs": "js/c_gramjs.mjs",
    "mtcute": "js/c_mtcute.mjs",
}
SECONDS = 240


def free_port() -> int:
    """A port below those that the system gives out by itself."""
    for port in range(20_000, 32_000):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def judged(
    server: Any, program: str, node: Path, tmp_path: Path, client: str, phones: list[str]
) -> list[dict[str, Any]]:
    """The steps that one script took."""
    script = FOLDER / SCRIPTS[client]
    command = [
        program,
        *([] if script.suffix == ".mjs" else ["-B"]),
        str(script),
        f"--port={server.port}",
        f"--rsa-pem={server.rsa_pem}",
        f"--phone={phones[0]}",
        f"--phone2={phones[1]}",
        "--code=22222",
        f"--workdir={tmp_path}",
    ]
    done = subprocess.run(
        command,
        cwd=node if script.suffix == ".mjs" else FOLDER,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


if FOLDER.exists():

    @pytest.mark.clients
    @pytest.mark.parametrize("client", list(SCRIPTS))
    def test_a_judge_finds_nothing_wrong(
        serve: Callable[..., Any],
        program_of: Callable[[str], str],
        node_folder: Path,
        fresh_number: Callable[[], str],
        tmp_path: Path,
        client: str,
    ) -> None:
        phones = [fresh_number(), fresh_number()]
        # GramJS saves no port above 32767.
        server = serve(f"--mtproto=127.0.0.1:{free_port()}")
        steps = judged(server, program_of(client), node_folder, tmp_path, client, phones)
        assert [step for step in steps if step.get("status") not in {None, "ok"}] == []
        assert steps[-1]["step"] == "summary"
        assert steps[-1]["ok"] > 20
