"""Files: megabytes per second of server CPU, up and down, in parts of 512 KiB with several in flight.

Upload counts everything until the file is a document (`messages.uploadMedia`): parts, hashing, the store, fsync.
The first round is for warming up: a virtual machine is given its memory page by page when the page cache
first grows into it, which costs more than writing the file.

    python bench/bench_files.py [MEGABYTES]
"""

import os
import sys
import time
from typing import Any

from served import Served, run

from chappe.crypto import ige
from chappe.testing.client import Client
from chappe.testing.person import sign_in

PART = 512 << 10
DEPTH = 8
PHONE = "9996621234"
Asked = list[tuple[str, dict[str, Any]]]


class Meter:
    """Server CPU and wall time from its making on."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._before, self._start = server.cpu_seconds(), time.perf_counter()

    def tell(self, name: str, size: int) -> None:
        spent = self._server.cpu_seconds() - self._before
        wall, mb = time.perf_counter() - self._start, size / 1e6
        print(
            f"{name:10}: {mb / spent:5.0f} MB per CPU second ({spent / mb * 1e3:.2f} ms of server CPU a"
            f" MB; {mb / wall:.0f} MB/s with this client)"
        )


async def in_flight(client: Client, asked: Asked) -> list[Any]:
    """Ask everything, DEPTH at a time; the answers in order."""
    answers = []
    for start in range(0, len(asked), DEPTH):
        waiting = [
            client.begin(name, **fields) for name, fields in asked[start : start + DEPTH]
        ]
        answers += [await client.ask(question) for question in waiting]
    return answers


async def upload(client: Client, server: Served, number: int, data: list[bytes]) -> Any:
    """Send a file and make it a document."""
    meter, make, size = Meter(server), client.schema.make, len(data) * PART
    shared = {"file_id": number, "file_total_parts": len(data)}
    parts: Asked = [
        ("upload.saveBigFilePart", {**shared, "file_part": index, "bytes": part})
        for index, part in enumerate(data)
    ]
    await in_flight(client, parts)
    meter.tell("parts in", size)
    file = make("inputFileBig", id=number, parts=len(data), name="bench")
    media = make("inputMediaUploadedDocument", file=file, mime_type="video/mp4", attributes=[])
    me = make("inputPeerSelf")
    sent: Any = await client.call("messages.uploadMedia", peer=me, media=media)
    meter.tell("upload", size)
    return sent.document


async def download(client: Client, server: Served, shown: Any, data: list[bytes]) -> None:
    """Fetch a document."""
    meter = Meter(server)
    place = client.schema.make(
        "inputDocumentFileLocation",
        id=shown.id,
        access_hash=shown.access_hash,
        file_reference=shown.file_reference,
        thumb_size="",
    )
    asked: Asked = [
        ("upload.getFile", {"location": place, "offset": index * PART, "limit": PART})
        for index in range(len(data))
    ]
    got = await in_flight(client, asked)
    meter.tell("download", len(data) * PART)
    assert [each.bytes for each in got] == data


def tell_cipher() -> None:
    """The floor: what AES-IGE alone takes here and now."""
    part, key = os.urandom(PART), os.urandom(32)
    start = time.process_time()
    for _ in range(100):
        ige.decrypt(part, key, key)
    spent = time.process_time() - start
    print(f"AES-IGE   : {100 * PART / 1e6 / spent:5.0f} MB per CPU second")


async def bench(megabytes: int) -> None:
    with Served() as server:
        client = await server.client()
        await client.shake_hands()
        await sign_in(client, PHONE, PHONE[5] * 5, "Bench")
        for number in range(1, 3):
            print(f"-- round {number}")
            tell_cipher()
            data = [os.urandom(PART) for _ in range(megabytes * 2)]
            await download(client, server, await upload(client, server, number, data), data)


run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
