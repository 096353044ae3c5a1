"""Full handshakes per CPU second of the server (RSA, DH, the key on disk), over TCP.

python bench/bench_handshakes.py [COUNT]
"""

import asyncio
import sys

from served import Served, run

from chappe.testing.frames import Kind
from chappe.testing.handshake import Padding, Wishes

CLIENTS = 16


async def bench(count: int) -> None:
    for padding in Padding:
        with Served() as server:

            async def several(
                number: int, server: Served = server, padding: Padding = padding
            ) -> None:
                for _ in range(number):
                    client = await server.client(kind=Kind.ABRIDGED)
                    await client.shake_hands(Wishes(padding=padding))
                    client.carrier.hang_up()

            await several(8)
            before = server.cpu_seconds()
            await asyncio.gather(*(several(count // CLIENTS) for _ in range(CLIENTS)))
            spent = server.cpu_seconds() - before
            done = count // CLIENTS * CLIENTS
            print(
                f"handshakes, padding {padding.value:6}: {done / spent:7.0f} per CPU second"
                f" ({spent / done * 1e3:.2f} ms of server CPU each)"
            )


run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 800))
