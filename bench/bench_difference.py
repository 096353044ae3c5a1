"""updates.getDifference of 10,000 messages that were missed: seconds until the client knows all of them.

python bench/bench_difference.py [COUNT]
"""

import sys
import time
from typing import Any

from bench_send import flood, pair
from served import Served, run

from chappe.testing.client import Client


async def catch_up(client: Client, pts: int, date: int) -> int:
    """Everything since a state, in slices; how many messages there were."""
    count = 0
    while True:
        found: Any = await client.call("updates.getDifference", pts=pts, date=date, qts=1)
        if found.NAME == "updates.differenceEmpty":
            return count
        count += len(found.new_messages)
        if found.NAME == "updates.difference":
            return count
        pts, date = found.intermediate_state.pts, found.intermediate_state.date


async def bench(count: int) -> None:
    with Served() as server:
        one = await pair(server, 0)
        state: Any = await one.sender.call("updates.getState")
        await flood([one], count)
        before, begun = server.cpu_seconds(), time.perf_counter()
        found = await catch_up(one.sender, state.pts, state.date)
        wall, spent = time.perf_counter() - begun, server.cpu_seconds() - before
        assert found == count, found
        print(f"getDifference of {count} messages: {wall:.2f} s, {spent:.2f} s of server CPU")


if __name__ == "__main__":
    run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
