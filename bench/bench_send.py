"""messages.sendMessage in a private chat, delivered to one who is there: server CPU, rate, delivery.

Every answer is durable. The rate is that of several senders, each with a few calls in flight, to receivers
who are all connected; delivery is measured from the call to the push, at half of that rate, and for the
first message after a silence.

    python bench/bench_send.py [COUNT] [--database postgresql://…]

"""

import argparse
import asyncio
import os
import time
from dataclasses import dataclass, field
from typing import Any

from served import Served, run

from chappe.testing.client import Client
from chappe.testing.person import sign_in
from chappe.testing.place import OwnSchema
from chappe.tl.build import TLObject

PAIRS = 8
IN_FLIGHT = 8
SILENCES = 10
SILENCE_SECONDS = 0.4
POSTGRES = os.environ.get("CHAPPE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


class Arrivals(list[TLObject]):
    """In the place of a client's `updates`: notes when each message came, by its text."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def append(self, update: Any, /) -> None:
        now = time.perf_counter()
        if update.NAME == "updateShortMessage":
            self.at[update.message] = now
        for each in getattr(update, "updates", ()):
            if each.NAME == "updateNewMessage":
                self.at[each.message.message] = now


@dataclass
class Pair:
    """One who sends to one who is there."""

    sender: Client
    peer: Any
    arrivals: Arrivals
    sent: dict[str, float] = field(default_factory=dict)

    async def send(self) -> None:
        number = self.sender.next_msg_id()
        text = f"message {number}, about as long as most of them are"
        self.sent[text] = time.perf_counter()
        await self.sender.call(
            "messages.sendMessage", peer=self.peer, message=text, random_id=number
        )
        self.sender.messages.clear()
        self.sender.packets.clear()

    def waits(self) -> list[float]:
        """Seconds from call to push, of all that were sent since the last time."""
        found = [self.arrivals.at[text] - at for text, at in self.sent.items()]
        self.sent.clear()
        self.arrivals.at.clear()
        return found


async def someone(server: Served, number: int) -> tuple[Client, Any]:
    client = await server.client()
    await client.shake_hands()
    answer = await sign_in(client, f"999662{number:04d}", "22222", f"Person {number}")
    return client, answer.user


async def pair(server: Served, number: int) -> Pair:
    sender, _ = await someone(server, 2 * number)
    receiver, user = await someone(server, 2 * number + 1)
    await receiver.call("updates.getState")
    found: Any = await sender.call(
        "contacts.importContacts",
        contacts=[
            sender.schema.make(
                "inputPhoneContact",
                client_id=0,
                phone=f"999662{2 * number + 1:04d}",
                first_name="B",
                last_name="",
            )
        ],
    )
    known = next(each for each in found.users if each.id == user.id)
    peer = sender.schema.make("inputPeerUser", user_id=user.id, access_hash=known.access_hash)
    receiver.updates = arrivals = Arrivals()
    return Pair(sender, peer, arrivals)


async def flood(pairs: list[Pair], count: int) -> float:
    """Send so many in all, as fast as it goes; the seconds."""
    left = iter(range(count))

    async def work(one: Pair) -> None:
        for _ in left:
            await one.send()

    begun = time.perf_counter()
    await asyncio.gather(*(work(one) for one in pairs for _ in range(IN_FLIGHT)))
    return time.perf_counter() - begun


async def pace(pairs: list[Pair], rate: float, seconds: float) -> None:
    """Send at a steady rate."""
    tasks = []
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        ahead = begun + number / rate - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        tasks.append(asyncio.create_task(pairs[number % len(pairs)].send()))
    await asyncio.gather(*tasks)


def shown(waits: list[float]) -> str:
    waits.sort()
    half, tail = waits[len(waits) // 2], waits[min(int(len(waits) * 0.99), len(waits) - 1)]
    return f"p50 {half * 1000:.1f} ms, p99 {tail * 1000:.1f} ms"


async def bench(name: str, count: int, *options: str) -> None:
    with Served(*options) as server:
        pairs = [await pair(server, number) for number in range(PAIRS)]
        await flood(pairs, count // 10)
        await asyncio.sleep(0.2)
        for one in pairs:
            one.waits()
        before = server.cpu_seconds()
        wall = await flood(pairs, count)
        spent = server.cpu_seconds() - before
        print(
            f"{name}: {spent / count * 1e6:.0f} us of server CPU a message, {count / spent:.0f}"
            f" per CPU second; {count / wall:.0f}/s with these clients on this machine"
        )
        await asyncio.sleep(0.2)
        print(f"  delivery under full load: {shown([w for one in pairs for w in one.waits()])}")
        await pace(pairs, count / wall / 2, 3.0)
        await asyncio.sleep(0.2)
        print(f"  delivery at half load: {shown([w for one in pairs for w in one.waits()])}")
        first: list[float] = []
        for number in range(SILENCES):
            await asyncio.sleep(SILENCE_SECONDS)
            await pairs[number % PAIRS].send()
            await asyncio.sleep(0.05)
            first += pairs[number % PAIRS].waits()
        print(f"  first after a silence: {shown(first)}")


async def both(count: int, database: str | None) -> None:
    if database is None:
        await bench("SQLite", count)
        database = POSTGRES
    schema = OwnSchema(database)
    try:
        await schema.make()
    except OSError:
        print("PostgreSQL: no server listens (CHAPPE_TEST_POSTGRES)")
        return
    try:
        await bench("PostgreSQL", count // 4, "--database", schema.database)
    finally:
        await schema.clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=8000)
    parser.add_argument("--database")
    asked = parser.parse_args()
    run(both(asked.count, asked.database))


if __name__ == "__main__":
    main()
