"""help.getNearestDc: calls per CPU second of the server, one at a time and 32 in flight, over TCP.

python bench/bench_calls.py [COUNT]
"""

import sys
import time

from served import Served, run

from chappe.testing.client import Client


async def spin(client: Client, count: int, depth: int) -> None:
    """Make `count` calls with `depth` in flight: a burst of packets, then all the answers."""
    for _ in range(count // depth):
        questions = [client.begin("help.getNearestDc") for _ in range(depth)]
        for question in questions:
            await client.ask(question)


async def bench(count: int) -> None:
    with Served() as server:
        client = await server.client()
        await client.shake_hands()
        await spin(client, 320, 32)
        for depth in (1, 32):
            before, start = server.cpu_seconds(), time.perf_counter()
            await spin(client, count, depth)
            spent, wall = server.cpu_seconds() - before, time.perf_counter() - start
            print(
                f"calls, depth {depth:2}: {count / spent:7.0f} per CPU second"
                f" ({spent / count * 1e6:.0f} us of server CPU each; {count / wall:.0f}/s with this client)"
            )


run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
