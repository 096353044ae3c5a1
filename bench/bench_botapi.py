"""The Bot API over HTTP: calls per CPU second, a big document up and down, idle bots with long polls.

    python bench/bench_botapi.py [COUNT]

Each sendMessage is durable before it is answered. The server's own CPU time counts, so that the client here
(sockets and ready-made bytes) matters little.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from served import Served, run

from chappe.testing.client import Client
from chappe.testing.person import sign_in

CONNECTIONS = 16
IDLE_BOTS = 1000
FILE_BYTES = 50_000_000


async def post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, data: bytes
) -> bytes:
    """One request on a connection that is kept; the body of the answer."""
    writer.write(data)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length)


def request(host: str, path: str, body: bytes, kind: str = "application/json") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def flood(server: Served, place: tuple[str, int], data: bytes, count: int) -> str:
    """So many times the same request over some connections."""
    connections = [await asyncio.open_connection(*place) for _ in range(CONNECTIONS)]
    left = iter(range(count))

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in left:
            answer = await post(reader, writer, data)
            assert answer.startswith(b'{"ok":true'), answer

    before, begun = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(work(*each) for each in connections))
    wall, spent = time.perf_counter() - begun, server.cpu_seconds() - before
    for _, writer in connections:
        writer.close()
    return f"{count / spent:.0f} per CPU second ({spent / count * 1e6:.0f} us each), {count / wall:.0f}/s here"


async def file_both_ways(server: Served, place: tuple[str, int], token: str, chat: int) -> str:
    boundary = "b"
    content = bytes(range(256)) * (FILE_BYTES // 256)
    body = (
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{chat}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="document"; filename="a.bin"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{boundary}--\r\n".encode()
    )
    reader, writer = await asyncio.open_connection(*place, limit=1 << 26)
    resident = server.resident_bytes()
    server.forget_peak()
    before, begun = server.cpu_seconds(), time.perf_counter()
    asked = request(
        "x", f"/bot{token}/sendDocument", body, f"multipart/form-data; boundary={boundary}"
    )
    said = json.loads(await post(reader, writer, asked))
    up, up_cpu = time.perf_counter() - begun, server.cpu_seconds() - before
    file_id = said["result"]["document"]["file_id"]
    found = json.loads(
        await post(
            reader,
            writer,
            request("x", f"/bot{token}/getFile", json.dumps({"file_id": file_id}).encode()),
        )
    )
    before, begun = server.cpu_seconds(), time.perf_counter()
    path = f"/file/bot{token}/{found['result']['file_path']}"
    got = await post(reader, writer, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    down, down_cpu = time.perf_counter() - begun, server.cpu_seconds() - before
    assert got == content
    writer.close()
    size = FILE_BYTES / 1e6
    return (
        f"up {size / up:.0f} MB/s ({size / up_cpu:.0f} MB per CPU second),"
        f" down {size / down:.0f} MB/s ({size / max(down_cpu, 0.01):.0f});"
        f" at most {(server.peak_bytes() - resident) / 1e6:.0f} MB of memory more than before"
    )


async def idle(server: Served, place: tuple[str, int], tokens: list[str]) -> str:
    before = server.resident_bytes()
    writers = []
    for token in tokens:
        _, writer = await asyncio.open_connection(*place)
        writer.write(request("x", f"/bot{token}/getUpdates", b'{"timeout":50}'))
        writers.append(writer)
    await asyncio.sleep(3)
    spent = server.cpu_seconds()
    await asyncio.sleep(5)
    spent = server.cpu_seconds() - spent
    more = server.resident_bytes() - before
    for writer in writers:
        writer.close()
    return f"{more / 1e6:.0f} MB for {len(tokens)} bots that wait, {spent / 5 * 100:.1f} % of a core"


async def make_bots(data: Path, count: int) -> list[str]:
    """Bots of the command line, before the server starts."""
    from chappe.app import features  # noqa: PLC0415 - the bench itself needs none of it
    from chappe.clock import SystemClock  # noqa: PLC0415 - the bench itself needs none of it
    from chappe.db.migrate import migrate, read_migrations  # noqa: PLC0415 - the bench itself needs none of it
    from chappe.db.open import open_database  # noqa: PLC0415 - the bench itself needs none of it
    from chappe.features.bots.actions import make_bot  # noqa: PLC0415 - the bench itself needs none of it
    from chappe.updates.log import Journal  # noqa: PLC0415 - the bench itself needs none of it

    features.load()
    database = open_database(f"sqlite:///{data / 'chappe.db'}")
    await database.open()
    await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
    tokens = []
    async with database.transaction(write=True) as tx:
        journal = Journal(tx, SystemClock().now())
        for number in range(count):
            bot = await make_bot(journal, None, f"Bot {number}", f"bench_{number}_bot")
            tokens.append(bot.token)
        await journal.flush()
    await database.close()
    return tokens


async def begin_talk(server: Served, username: str) -> tuple[Client, int]:
    """Somebody who has started the bot; her number."""
    client = await server.client()
    await client.shake_hands()
    answer = await sign_in(client, "9996620001", "22222", "Ada")
    found = await client.call("contacts.resolveUsername", username=username)
    bot = found.users[0]  # type: ignore[attr-defined] # a raw object
    peer = client.schema.make("inputPeerUser", user_id=bot.id, access_hash=bot.access_hash)
    await client.call("messages.sendMessage", peer=peer, message="/start", random_id=1)
    return client, int(answer.user.id)


async def bench(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        tokens = await make_bots(data, IDLE_BOTS)
        with Served(data=data) as server:
            parts = urlsplit(server.ready.http)
            assert parts.hostname is not None
            assert parts.port is not None
            place, token = (parts.hostname, parts.port), tokens[0]
            _, chat = await begin_talk(server, "bench_0_bot")
            get_me = request("x", f"/bot{token}/getMe", b"{}")
            await flood(server, place, get_me, count // 10)
            print("getMe:", await flood(server, place, get_me, count))
            said = json.dumps({"chat_id": chat, "text": "about as long as most of them are"})
            send = request("x", f"/bot{token}/sendMessage", said.encode())
            await flood(server, place, send, count // 10)
            print("sendMessage, durable:", await flood(server, place, send, count // 2))
            print("a document of 50 MB:", await file_both_ways(server, place, token, chat))
            print("long polls:", await idle(server, place, tokens))


if __name__ == "__main__":
    run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
