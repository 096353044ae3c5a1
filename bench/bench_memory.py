"""Resident memory and CPU of a server with many idle connections, each under a key of its own.

The keys are put into the database beforehand (a handshake each would only measure handshakes). Every
client connects, calls help.getNearestDc once, acknowledges, and then is silent.

    python bench/bench_memory.py [CONNECTIONS] [abridged|intermediate|padded|full] [obfuscated]
"""

import asyncio
import os
import resource
import sys
import tempfile
from pathlib import Path

from served import Served, run

from chappe import features
from chappe.clock import SystemClock
from chappe.crypto import kdf
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.features.keys import store
from chappe.features.keys.model import AuthKey
from chappe.ids import AuthKeyId, DcId, Layer
from chappe.mtproto.keys import KeyState
from chappe.rpc.caller import ClientInfo
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.frames import Kind

AT_ONCE = 100
IDLE_SECONDS = 10
INFO = ClientInfo(12345, "bench", "1", "1", "en", "en", "tdesktop")


async def make_keys(folder: Path, count: int) -> list[KeyState]:
    """Put `count` keys into the database that the server will open."""
    database = open_database(f"sqlite:///{folder / 'chappe.db'}")
    await database.open()
    await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
    now = SystemClock().now()
    states = []
    async with database.transaction(write=True) as tx:
        for _ in range(count):
            secret = os.urandom(256)
            key_id = AuthKeyId(kdf.key_id(secret))
            await store.insert(
                tx, AuthKey(key_id, secret, DcId(2), int(now), 1, Layer(229), INFO)
            )
            states.append(KeyState(key_id, secret, DcId(2), 1, now))
    await database.close()
    return states


async def settle(server: Served, state: KeyState, kind: Kind, *, obfuscated: bool) -> Client:
    """One client: connected, known to the server, and silent from now on."""
    socket = await Socket.connect(server.ready.host, server.ready.port)
    client = Client(socket, server.ready.key, SystemClock(), kind=kind, obfuscated=obfuscated)
    client.key, client.salt, client.inited = state, state.first_salt, True
    await client.call("help.getNearestDc")
    client.post()
    client.packets.clear()
    return client


async def bench(count: int, kind: Kind, *, obfuscated: bool) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 1000)), hard))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        keys = await make_keys(data, count + AT_ONCE)
        with Served(data=data) as server:
            clients = [
                await settle(server, key, kind, obfuscated=obfuscated) for key in keys[:AT_ONCE]
            ]
            await asyncio.sleep(0.5)
            before = server.resident_bytes()
            for start in range(AT_ONCE, count + AT_ONCE, AT_ONCE):
                clients += await asyncio.gather(
                    *(
                        settle(server, key, kind, obfuscated=obfuscated)
                        for key in keys[start : start + AT_ONCE]
                    )
                )
            await asyncio.sleep(1)
            per_connection = (server.resident_bytes() - before) / count
            cpu = server.cpu_seconds()
            await asyncio.sleep(IDLE_SECONDS)
            idle = (server.cpu_seconds() - cpu) / IDLE_SECONDS
            name = f"{kind.name.lower()}{', obfuscated' if obfuscated else ''}"
            print(
                f"{count} idle connections ({name}): {per_connection / 1024:.1f} KiB each;"
                f" {idle * 100:.2f} % of a core while idle"
            )


words = sys.argv[1:]
number = int(words[0]) if words else 10_000
run(
    bench(
        number,
        Kind[words[1].upper()] if len(words) > 1 else Kind.INTERMEDIATE,
        obfuscated=words[2:] == ["obfuscated"],
    )
)
