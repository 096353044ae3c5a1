"""Many speak in one supergroup: messages a second with all of its members online, and what each costs.

Each member has a connection of its own and hears what all the others say. Every answer is durable. Those who
send keep a few calls in flight. Those who only listen keep the bytes with the time when they came, and read
them when all is over: so the clients, which share the machine, leave time to the server.

    python bench/bench_group.py [MEMBERS] [COUNT] [RATE] [--database postgresql://…]
"""

import argparse
import asyncio
import time
from typing import Any

from served import Served, run

from chappe.testing.client import Client
from chappe.testing.person import sign_in

SENDERS = 8
IN_FLIGHT = 4
INVITED_AT_ONCE = 20


class Heard(list[Any]):
    """In the place of a client's `updates`: counts what came, and notes when, by the text."""

    def __init__(self) -> None:
        self.count = 0
        self.at: dict[str, float] = {}
        self.came: float | None = None
        """When what is being read has come; None: now."""

    def append(self, update: Any, /) -> None:
        now = self.came or time.perf_counter()
        for each in getattr(update, "updates", ()):
            if each.NAME == "updateNewChannelMessage":
                self.count += 1
                self.at[each.message.message] = now


class Member:
    """Somebody in the group. `peer`: the group as this one names it."""

    def __init__(self, client: Client, user: Any) -> None:
        self.client, self.user, self.peer = client, user, None
        self.heard = Heard()
        self.sent: dict[str, float] = {}
        self.kept: list[tuple[float, bytes]] = []

    def listen(self) -> None:
        """Keep what comes, unread."""
        self.client.carrier.heard = lambda data: self.kept.append((time.perf_counter(), data))

    def read(self) -> None:
        """Read what was kept."""
        kept, self.kept = self.kept, []
        self.client.carrier.heard = self.client._hear
        for at, data in kept:
            self.heard.came = at
            self.client.carrier.heard(data)

    async def say(self) -> None:
        """Send a message of its own."""
        number = self.client.next_msg_id()
        text = f"message {number}, about as long as most of them are"
        self.sent[text] = time.perf_counter()
        await self.client.call(
            "messages.sendMessage", peer=self.peer, message=text, random_id=number
        )
        self.client.messages.clear()
        self.client.packets.clear()


async def gather_group(server: Served, count: int) -> list[Member]:
    """A supergroup and its members, all of them there."""
    members = []
    for number in range(count):
        client = await server.client()
        await client.shake_hands()
        answer = await sign_in(client, f"999662{number:04d}", "22222", f"Person {number}")
        await client.call("updates.getState")
        members.append(Member(client, answer.user))
    creator = members[0].client
    make = creator.schema.make
    updates: Any = await creator.call(
        "channels.createChannel", title="Bench", about="", megagroup=True
    )
    (channel,) = updates.chats
    named = make("inputChannel", channel_id=channel.id, access_hash=channel.access_hash)
    contacts = [
        make(
            "inputPhoneContact",
            client_id=n,
            phone=f"999662{n:04d}",
            first_name="A",
            last_name="",
        )
        for n in range(1, count)
    ]
    found: Any = await creator.call("contacts.importContacts", contacts=contacts)
    users = [
        make("inputUser", user_id=each.id, access_hash=each.access_hash) for each in found.users
    ]
    for start in range(0, len(users), INVITED_AT_ONCE):
        some = users[start : start + INVITED_AT_ONCE]
        await creator.call("channels.inviteToChannel", channel=named, users=some)
    for member in members:
        dialogs: Any = await member.client.call(
            "messages.getDialogs",
            offset_date=0,
            offset_id=0,
            offset_peer=member.client.schema.make("inputPeerEmpty"),
            limit=10,
            hash=0,
        )
        seen = next(each for each in dialogs.chats if each.id == channel.id)
        member.peer = member.client.schema.make(
            "inputPeerChannel", channel_id=seen.id, access_hash=seen.access_hash
        )
    await asyncio.sleep(0.5)
    for member in members:
        member.client.updates = member.heard
    return members


async def flood(senders: list[Member], count: int) -> float:
    """Send so many in all, as fast as it goes; the seconds."""
    left = iter(range(count))

    async def work(one: Member) -> None:
        for _ in left:
            await one.say()

    begun = time.perf_counter()
    await asyncio.gather(*(work(one) for one in senders for _ in range(IN_FLIGHT)))
    return time.perf_counter() - begun


async def pace(senders: list[Member], rate: float, count: int) -> float:
    """Send so many at a steady rate; the rate that came of it."""
    tasks = []
    begun = time.perf_counter()
    for number in range(count):
        ahead = begun + number / rate - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        tasks.append(asyncio.create_task(senders[number % len(senders)].say()))
    await asyncio.gather(*tasks)
    return count / (time.perf_counter() - begun)


async def all_have(members: list[Member], said: int) -> None:
    """Wait until everybody has heard what the others have said.

    Raises: TimeoutError.
    """
    senders, others = members[:SENDERS], members[SENDERS:]
    async with asyncio.timeout(30):
        while any(each.heard.count < said - len(each.sent) for each in senders):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.005)
        while any(each.heard.count < said for each in others):
            await asyncio.sleep(0.1)
            for each in others:
                each.read()


async def measure(server: Served, members: list[Member], count: int, rate: float) -> str:
    """Send so many at a rate (0: as fast as it goes); what came of it."""
    for each in members:
        each.sent.clear()
        each.heard = each.client.updates = Heard()
    senders = members[:SENDERS]
    for each in members[SENDERS:]:
        each.listen()
    before = server.cpu_seconds()
    if rate:
        reached = await pace(senders, rate, count)
    else:
        reached = count / await flood(senders, count)
    await asyncio.sleep(0.3)
    spent = server.cpu_seconds() - before
    await all_have(members, count)
    waits = sorted(
        other.heard.at[text] - at
        for one in senders
        for text, at in one.sent.items()
        for other in members
        if other is not one
    )
    delivered = count * (len(members) - 1)
    return (
        f"{reached:.0f} messages/s, {spent / count * 1e6:.0f} us of server CPU each"
        f" ({count / spent:.0f} per CPU second), {spent / delivered * 1e6:.1f} us for each delivered"
        f" one; delivery p50 {waits[len(waits) // 2] * 1000:.0f} ms,"
        f" p99 {waits[int(len(waits) * 0.99)] * 1000:.0f} ms"
    )


async def bench(asked: argparse.Namespace) -> None:
    options = ["--database", asked.database] if asked.database else []
    with Served(*options) as server:
        members = await gather_group(server, asked.members)
        await measure(server, members, asked.count // 5, 0)
        print(f"{asked.members} online in one supergroup, as fast as it goes:")
        print("  " + await measure(server, members, asked.count, 0))
        print(f"at {asked.rate} a second:")
        print("  " + await measure(server, members, asked.count, asked.rate))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("members", type=int, nargs="?", default=50)
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("rate", type=float, nargs="?", default=500.0)
    parser.add_argument("--database")
    run(bench(parser.parse_args()))


if __name__ == "__main__":
    main()
