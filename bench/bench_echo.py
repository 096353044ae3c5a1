"""What a round trip costs a server that does nothing: the floor under one call at a time.

An asyncio echo server on uvloop in a process of its own, 120 bytes there and back over loopback.
"""

import asyncio
import os
from pathlib import Path
from typing import cast

import uvloop

ECHO_BYTES = 120
ROUND_TRIPS = 20_000


class Echo(asyncio.Protocol):
    """Sends back what it gets, and ends with its only client."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        os._exit(0)


async def serve(tell: int) -> None:
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    os.write(tell, b"%d" % server.sockets[0].getsockname()[1])
    await server.serve_forever()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def bench(pid: int, port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    before = cpu_seconds(pid)
    for _ in range(ROUND_TRIPS):
        writer.write(bytes(ECHO_BYTES))
        await reader.readexactly(ECHO_BYTES)
    each = (cpu_seconds(pid) - before) / ROUND_TRIPS
    print(f"echo round trip: {each * 1e6:.0f} us of server CPU")
    writer.close()


listen, tell = os.pipe()
child = os.fork()
if child:
    uvloop.run(bench(child, int(os.read(listen, 16))))
    os.waitpid(child, 0)
else:
    uvloop.run(serve(tell))
