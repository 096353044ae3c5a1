"""Jobs that fall due at the same moment: messages for later, each of another dialog, SQLite in a file.

What counts is how long the last of them waits.
"""

import asyncio
import tempfile
import time

from chappe.testing.world import World

DIALOGS, MOMENTS = 20, 25
LEFT = "SELECT COUNT(*) FROM job WHERE kind = 'scheduled.send'"


async def left(world: World) -> int:
    async with world.node.database.transaction(write=False) as tx:
        row = await tx.row(LEFT)
    assert row is not None
    return int(row[0])


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with World(database=f"sqlite:///{folder}/bench.db") as world:
            ada = await world.person("Ada")
            others = [await world.person(f"Other {n}") for n in range(DIALOGS)]
            now = int(world.clock.now())
            for moment in range(MOMENTS):
                for other in others:
                    await ada.send(other, "later", schedule_date=now + 100 + moment)
            waiting = await left(world)
            begun = time.perf_counter()
            world.advance(100 + MOMENTS)
            while await left(world):
                await world.settle()
            seconds = time.perf_counter() - begun
    print(f"{waiting} messages for later: {seconds:.2f} s, {waiting / seconds:.0f} a second")


if __name__ == "__main__":
    asyncio.run(main())
