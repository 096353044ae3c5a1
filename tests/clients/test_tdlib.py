"""TDLib, which stands behind Telegram X, the Bot API server and many others, walks through a day."""

import json
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.clients

# TDLib knows its test network by address and port; see the driver.
HOST, PORT = "127.154.175.10", 5222
WALK_SECONDS = 180


def can_listen() -> bool:
    try:
        with socket.create_server((HOST, PORT)):
            return True
    except OSError:
        return False


def test_every_step_of_a_day_is_walked(
    serve: Callable[..., Any], program_of: Callable[[str], str], tmp_path: Path
) -> None:
    python = program_of("tdlib")
    if not can_listen():
        pytest.skip(f"client tdlib: nobody can listen at {HOST}:{PORT} here")
    server = serve(f"--mtproto={HOST}:{PORT}", host=HOST)
    driver = Path(__file__).parent / "drivers" / "tdlib_client.py"
    done = subprocess.run(
        [python, driver, f"--rsa-pem={server.rsa_pem}", f"--store={tmp_path / 'tdlib'}"],
        capture_output=True,
        text=True,
        timeout=WALK_SECONDS,
        check=False,
    )
    assert done.stdout, done.stderr[-4000:]
    steps = json.loads(done.stdout.splitlines()[-1])
    failed = {
        f"{who}: {step}": how
        for who, walked in steps.items()
        for step, how in walked.items()
        if how != "ok"
    }
    assert failed == {}
    assert len(steps["ada"]) > 30
