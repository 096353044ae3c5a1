"""What the Python drivers share: the command line, the server's key, the checks, the answer.

A driver runs inside the environment of one foreign library, so this file needs nothing but the
standard library. It connects over one transport, asks what a client asks before login, and
prints one JSON object: `ok`, `client`, `version`, `layer`, `transport`, `fresh_key` (was a
handshake made?), `auth_key_id` (hex), `this_dc`, `dcs`, `nearest`, `refused` (the error each
question of a signed-in user met) or, when it failed, `error`. Exit status 0 or 1.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import os
import struct
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CLOCK_SECONDS_MAX = 30  # the config's date may differ from ours by no more than this


def arguments(client: str, transports: list[str], *, moves: bool = False) -> argparse.Namespace:
    """Read the command line that every driver takes; `moves`: and `--move-to`."""
    parser = argparse.ArgumentParser(description=f"{client}: what a client asks before login.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--rsa-pem", type=Path, required=True, help="public key, PKCS#1 PEM")
    parser.add_argument("--dc-id", type=int, default=2)
    parser.add_argument("--transport", choices=transports, default=transports[0])
    parser.add_argument("--store", type=Path, required=True, help="folder of the session")
    parser.add_argument("--api-id", type=int, default=12345)
    parser.add_argument("--api-hash", default="0123456789abcdef0123456789abcdef")
    parser.add_argument("--seconds", type=float, default=25, help="give up after so long")
    if moves:
        parser.add_argument("--move-to", type=int, help="data center to move to first")
    parser.add_argument("--verbose", action="store_true", help="the library's log on stderr")
    chosen = parser.parse_args()
    chosen.store.mkdir(parents=True, exist_ok=True)
    return chosen


class ServerKey:
    """The server's RSA public key: `n`, `e`, `pem`, and the signed `fingerprint` of MTProto."""

    def __init__(self, path: Path) -> None:
        self.pem = path.read_text().strip()
        der = base64.b64decode("".join(self.pem.splitlines()[1:-1]))
        body, _ = _der(der, 0)
        n, after = _der(body, 0)
        e, _ = _der(body, after)
        self.n, self.e = int.from_bytes(n, "big"), int.from_bytes(e, "big")
        hashed = hashlib.sha1(_tl(self.n) + _tl(self.e)).digest()
        self.fingerprint: int = struct.unpack("<q", hashed[-8:])[0]


def _der(data: bytes, at: int) -> tuple[bytes, int]:
    """Read the value of one DER element and where the next one starts."""
    size, at = data[at + 1], at + 2
    if size & 0x80:
        width = size & 0x7F
        size, at = int.from_bytes(data[at : at + width], "big"), at + width
    return data[at : at + size], at + size


def _tl(number: int) -> bytes:
    """Write a number as a TL string, most significant byte first."""
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    head = bytes([len(raw)]) if len(raw) < 254 else b"\xfe" + len(raw).to_bytes(3, "little")
    return head + raw + bytes(-(len(head) + len(raw)) % 4)


def key_id(auth_key: bytes) -> str:
    """Give the id of an authorization key as the wire carries it, in hex."""
    return hashlib.sha1(auth_key).digest()[-8:].hex()


LIMITS = ("chat_size_max", "megagroup_size_max", "message_length_max")


def config_facts(config: Any, limits: tuple[str, ...] = LIMITS) -> dict[str, Any]:
    """Check the fields of a `Config` that every library keeps; what of it to report."""
    date = config.date if isinstance(config.date, int) else int(config.date.timestamp())
    expires = config.expires
    expires = expires if isinstance(expires, int) else int(expires.timestamp())
    assert abs(date - datetime.now(UTC).timestamp()) < CLOCK_SECONDS_MAX, f"date {date}"
    assert expires > date, f"expires {expires}, date {date}"
    assert config.dc_options, "no dc_options"
    for name in limits:
        assert getattr(config, name) > 0, name
    dcs = [
        {"id": dc.id, "ip": dc.ip_address, "port": dc.port, "ipv6": bool(dc.ipv6)}
        for dc in config.dc_options
    ]
    return {"this_dc": config.this_dc, "test_mode": bool(config.test_mode), "dcs": dcs}


def nearest_facts(nearest: Any) -> dict[str, Any]:
    """Check the answer to `help.getNearestDc`; what of it to report."""
    assert len(nearest.country) in {0, 2}, nearest.country  # none: the server does not know
    return {
        "country": nearest.country,
        "this_dc": nearest.this_dc,
        "nearest_dc": nearest.nearest_dc,
    }


def drive(
    client: str, chosen: argparse.Namespace, walk: Callable[[], Awaitable[dict[str, Any]]]
) -> None:
    """Run one walk against its time limit, print its answer and leave at once."""
    answer: dict[str, Any] = {"client": client, "transport": chosen.transport}
    started = time.monotonic()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        found = loop.run_until_complete(asyncio.wait_for(walk(), chosen.seconds))
        answer |= {"ok": True, **found}
    except BaseException as error:  # whatever it was, it is the answer
        if chosen.verbose:
            traceback.print_exc()
        answer |= {"ok": False, "error": f"{type(error).__name__}: {error}"}
    answer["ms"] = round((time.monotonic() - started) * 1000)
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    # A library's leftover threads and tasks must not keep the process.
    os._exit(0 if answer["ok"] else 1)
