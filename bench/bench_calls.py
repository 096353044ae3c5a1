"""help.getNearestDc: server CPU per call over TCP, one at a time and 32 in flight.

Three ways to have 32 in flight: each packet in a write of its own (the server reads them piecemeal), all
packets in one write, and all calls in one container, as clients with much to ask do it. `bench_echo.py` has
the floor of the first line.

    python bench/bench_calls.py [COUNT]
"""

import sys
import time
from collections.abc import Callable

from served import Served, run

from chappe.testing.client import Client, Question

DEPTH = 32


def apart(client: Client) -> list[Question]:
    """Ask in packets that are written one by one."""
    return [client.begin("help.getNearestDc") for _ in range(DEPTH)]


def one_write(client: Client) -> list[Question]:
    """Ask in packets that leave in one write."""
    packets: list[bytes] = []
    send, client.carrier.send = client.carrier.send, packets.append  # type: ignore[method-assign] # for one burst
    asked = apart(client)
    client.carrier.send = send  # type: ignore[method-assign] # as it was
    send(b"".join(packets))
    return asked


def container(client: Client) -> list[Question]:
    """Ask in one container."""
    messages: list[object] = []
    post, client.post = client.post, lambda *more, **_: messages.extend(more)  # type: ignore[method-assign] # for one burst
    asked = apart(client)
    client.post = post  # type: ignore[method-assign] # as it was
    client.post(*messages)  # type: ignore[arg-type] # what post was given
    return asked


def single(client: Client) -> list[Question]:
    """Ask once."""
    return [client.begin("help.getNearestDc")]


async def measure(
    server: Served,
    client: Client,
    name: str,
    count: int,
    ask: Callable[[Client], list[Question]],
) -> None:
    before, start, done = server.cpu_seconds(), time.perf_counter(), 0
    while done < count:
        asked = ask(client)
        for question in asked:
            await client.ask(question)
        done += len(asked)
    spent, wall = server.cpu_seconds() - before, time.perf_counter() - start
    print(
        f"{name:32}: {done / spent:7.0f} per CPU second ({spent / done * 1e6:4.0f} us of server CPU"
        f" each; {done / wall:.0f}/s with this client)"
    )


async def bench(count: int) -> None:
    with Served() as server:
        client = await server.client()
        await client.shake_hands()
        for _ in range(20):
            for question in apart(client):
                await client.ask(question)
        await measure(server, client, "calls one at a time", count // 2, single)
        await measure(server, client, "calls, 32 packets, 32 writes", count, apart)
        await measure(server, client, "calls, 32 packets, one write", count, one_write)
        await measure(server, client, "calls, 32 in one container", count, container)


run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
