"""A supergroup of many members: what coming in costs as member 11 and as member 100,001, and what a page of each
list of members costs when there are 200,000.

Accounts and members are put into the database beforehand. Whoever comes in has a key and a connection of its own.

    python bench/bench_members.py [MEMBERS] [COMING]
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_channel import come, make_key
from served import Served, run

from chappe import features
from chappe.clock import SystemClock
from chappe.db.database import Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.features.channels import store
from chappe.features.channels.actions import make_channel
from chappe.features.channels.model import ChannelMark
from chappe.features.chats.model import Standing
from chappe.features.keys.secrets import load_secret
from chappe.features.users import store as users
from chappe.features.users.actions import make_user
from chappe.features.users.model import User, Username
from chappe.ids import ChannelId, DcId, UserId, channel_peer
from chappe.mtproto.keys import KeyState
from chappe.testing.client import Client
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

FEW = 10
MANY = 100_000
PAGE = 200
TIMES = 20
FIRST = ("Ada", "Bob", "Cyd", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon")
CHANNELS = {"few": FEW, "many": MANY}


async def make_people(tx: Tx, count: int, now: int) -> list[UserId]:
    """So many accounts, without boxes: they only stand in lists."""
    people = []
    for n in range(count):
        user = User(
            id=await users.take_id(tx),
            phone=f"1555{n:07d}",
            first_name=FIRST[n % 10],
            last_name=f"Member{n}",
            made_at=now,
            online_until=now + 3600 if n % 50 == 0 else now - 3600,
        )
        assert await users.insert(tx, user)
        people.append(user.id)
    return people


async def make_group(
    journal: Journal, name: str, owner: UserId, others: list[UserId]
) -> ChannelId:
    """A public group."""
    tx = journal.tx
    seat, _ = await make_channel(journal, owner, name, "", ChannelMark.MEGAGROUP)
    channel = seat.channel
    await store.join(tx, channel.id, others, owner, journal.at, Standing.MEMBER)
    username = f"group_of_{name}"
    assert await users.put_username(tx, username, channel.peer)
    await store.set_usernames(tx, channel.id, (Username(username),))
    await journal.flush()
    return channel.id


async def make_world(
    folder: Path, members: int, coming: int
) -> tuple[dict[str, ChannelId], list[UserId], list[KeyState], bytes]:
    """Groups of several sizes, and who will come into them: the first of them owns the groups."""
    features.load()
    database = open_database(f"sqlite:///{folder / 'chappe.db'}")
    await database.open()
    await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
    now = SystemClock().now()
    async with database.transaction(write=True) as tx:
        secret = await load_secret(tx, "access")
        journal = Journal(tx, now)
        new = [
            (await make_user(journal, f"1666{n:07d}", f"New {n}", "", DcId(2), "en")).id
            for n in range(coming + 1)
        ]
        states = [await make_key(tx, user_id, now) for user_id in new]
        people = await make_people(tx, members, int(now))
        await journal.flush()
    channels: dict[str, ChannelId] = {}
    for name, size in {**CHANNELS, "all": members}.items():
        async with database.transaction(write=True) as tx:
            channels[name] = await make_group(
                Journal(tx, now), name, new[0], people[: size - 1]
            )
    await database.close()
    return channels, new, states, secret


def named(client: Client, viewer: Viewer, channel_id: ChannelId) -> Any:
    return client.schema.make(
        "inputChannel",
        channel_id=channel_id,
        access_hash=viewer.access_hash(channel_peer(channel_id)),
    )


async def join_all(
    server: Served, clients: list[Client], viewers: list[Viewer], channel_id: ChannelId
) -> float:
    """Everybody comes in, one after the other; server CPU for each, seconds."""
    before = server.cpu_seconds()
    for client, viewer in zip(clients, viewers, strict=True):
        where = named(client, viewer, channel_id)
        await client.call("channels.joinChannel", channel=where)
        client.updates.clear()
    return (server.cpu_seconds() - before) / len(clients)


async def look(server: Served, client: Client, where: Any, members: int) -> None:
    make = client.schema.make
    lists: list[tuple[str, Any, int]] = [
        ("recent, the first page", make("channelParticipantsRecent"), 0),
        ("recent, the last page", make("channelParticipantsRecent"), members - PAGE),
        ("search of what a tenth is called", make("channelParticipantsSearch", q="ada"), 0),
        ("search of one letter", make("channelParticipantsSearch", q="m"), 0),
        ("search of one member", make("channelParticipantsSearch", q="dan member7773"), 0),
        ("mentions", make("channelParticipantsMentions"), 0),
        ("mentions of what a tenth is called", make("channelParticipantsMentions", q="ada"), 0),
        ("admins", make("channelParticipantsAdmins"), 0),
        ("bots", make("channelParticipantsBots"), 0),
        ("contacts", make("channelParticipantsContacts", q=""), 0),
        ("kicked", make("channelParticipantsKicked", q=""), 0),
        ("banned", make("channelParticipantsBanned", q=""), 0),
    ]
    for name, asked, offset in lists:
        before, begun = server.cpu_seconds(), time.perf_counter()
        for _ in range(TIMES):
            page: Any = await client.call(
                "channels.getParticipants",
                channel=where,
                filter=asked,
                offset=offset,
                limit=PAGE,
                hash=0,
            )
        spent = (server.cpu_seconds() - before) / TIMES
        wall = (time.perf_counter() - begun) / TIMES
        print(
            f"  {name}: {len(page.participants)} of {page.count},"
            f" {spent * 1000:.1f} ms of server CPU, answered in {wall * 1000:.1f} ms"
        )
    peer = make("inputPeerChannel", channel_id=where.channel_id, access_hash=where.access_hash)
    before = server.cpu_seconds()
    for _ in range(TIMES):
        there: Any = await client.call("messages.getOnlines", peer=peer)
    spent = (server.cpu_seconds() - before) / TIMES
    print(f"  how many are online: {there.onlines}, {spent * 1000:.1f} ms of server CPU")


async def bench(members: int, coming: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        channels, new, states, secret = await make_world(Path(name), members, coming)
        with Served(data=Path(name)) as server:
            clients = [await come(server, state) for state in states]
            viewers = [Viewer(user_id, secret, 0.0) for user_id in new]
            owner, others = clients[0], clients[1:]
            warm = len(others) // 4  # the first calls of a process are dearer
            cost: dict[str, float] = {}
            for group in CHANNELS:
                await join_all(server, others[:warm], viewers[1 : warm + 1], channels[group])
            for group in CHANNELS:
                cost[group] = await join_all(
                    server, others[warm:], viewers[warm + 1 :], channels[group]
                )
            few, many = cost["few"], cost["many"]
            print(
                f"coming in: after {FEW} members {few * 1e6:.0f} us of server CPU, after {MANY}"
                f" {many * 1e6:.0f} us: {many / few:.2f} times as much"
            )
            print(f"a page of {PAGE} of {members} members:")
            await look(server, owner, named(owner, viewers[0], channels["all"]), members)


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    run(bench(words[0] if words else 200_000, words[1] if len(words) > 1 else 200))
