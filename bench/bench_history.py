"""messages.getHistory, pages of 100 out of a long dialog: server CPU a page and rate.

python bench/bench_history.py [PAGES]
"""

import asyncio
import sys
import time
from typing import Any

from bench_send import flood, pair
from served import Served, run

MESSAGES = 5000
IN_FLIGHT = 8


async def bench(pages: int) -> None:
    with Served() as server:
        one = await pair(server, 0)
        await flood([one], MESSAGES)
        left = iter(range(pages))

        async def work() -> None:
            for number in left:
                found: Any = await one.sender.call(
                    "messages.getHistory",
                    peer=one.peer,
                    offset_id=MESSAGES - number * 37 % (MESSAGES - 200),
                    limit=100,
                    **dict.fromkeys(
                        ("offset_date", "add_offset", "max_id", "min_id", "hash"), 0
                    ),
                )
                assert len(found.messages) == 100
                one.sender.messages.clear()
                one.sender.packets.clear()

        before, begun = server.cpu_seconds(), time.perf_counter()
        await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
        wall, spent = time.perf_counter() - begun, server.cpu_seconds() - before
        print(
            f"getHistory, pages of 100: {spent / pages * 1e6:.0f} us of server CPU each,"
            f" {pages / spent:.0f} per CPU second; {pages / wall:.0f}/s with this client"
        )


if __name__ == "__main__":
    run(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
