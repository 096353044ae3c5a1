"""A channel of many members, some of them online: how long until all have a post, and what each costs.

Members, their keys and their dialogs are put into the database beforehand. Everybody online has a
connection of its own. Then the creator posts, and the clock runs until the last one has heard.

    python bench/bench_channel.py [MEMBERS] [ONLINE]
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from served import Served, run

from chappe import features
from chappe.clock import SystemClock
from chappe.crypto import kdf
from chappe.db.database import Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.features.channels import store
from chappe.features.channels.actions import make_channel
from chappe.features.channels.model import ChannelMark
from chappe.features.chats.model import Standing
from chappe.features.keys import store as keys
from chappe.features.keys.model import AuthKey
from chappe.features.keys.secrets import load_secret
from chappe.features.users.actions import make_user
from chappe.ids import AuthKeyId, ChannelId, DcId, Layer, UserId, channel_peer
from chappe.mtproto.keys import KeyState
from chappe.rpc.caller import ClientInfo
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

POSTS = 10
AT_ONCE = 50
INFO = ClientInfo(12345, "bench", "1", "1", "en", "en", "tdesktop")


async def make_world(
    folder: Path, members: int, online: int
) -> tuple[ChannelId, list[UserId], list[KeyState], bytes]:
    """A channel with its members; keys for those who will be there, the creator's first."""
    features.load()
    database = open_database(f"sqlite:///{folder / 'chappe.db'}")
    await database.open()
    await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
    now = SystemClock().now()
    async with database.transaction(write=True) as tx:
        secret = await load_secret(tx, "access")
        journal = Journal(tx, now)
        people = [
            (await make_user(journal, f"1555{n:07d}", f"Member {n}", "", DcId(2), "en")).id
            for n in range(members)
        ]
        seat, _ = await make_channel(journal, people[0], "Bench", "", ChannelMark.BROADCAST)
        channel_id = seat.channel.id
        await store.join(tx, channel_id, people[1:], people[0], int(now), Standing.MEMBER)
        await journal.flush()
        states = [await make_key(tx, user_id, now) for user_id in people[: online + 1]]
    await database.close()
    return channel_id, people, states, secret


async def make_key(tx: Tx, user_id: UserId, now: float) -> KeyState:
    """A key that an account is signed in with."""
    secret = os.urandom(256)
    key_id = AuthKeyId(kdf.key_id(secret))
    stored = AuthKey(key_id, secret, DcId(2), int(now), 1, Layer(229), INFO)
    await keys.insert(tx, stored)
    await keys.sign(tx, [key_id], user_id)
    return KeyState(key_id, secret, DcId(2), 1, now)


async def come(server: Served, state: KeyState) -> Client:
    """One client that listens."""
    socket = await Socket.connect(server.ready.host, server.ready.port)
    client = Client(socket, server.ready.key, SystemClock())
    client.key, client.salt, client.inited = state, state.first_salt, True
    await client.call("updates.getState")
    client.post()
    client.updates.clear()
    return client


async def post(client: Client, viewer: Viewer, channel_id: ChannelId, number: int) -> None:
    peer = client.schema.make(
        "inputPeerChannel",
        channel_id=channel_id,
        access_hash=viewer.access_hash(channel_peer(channel_id)),
    )
    await client.call(
        "messages.sendMessage",
        peer=peer,
        message=f"post {number}: a few words for everybody who is here",
        random_id=client.next_msg_id(),
    )


async def all_have(clients: Sequence[Client], count: int) -> None:
    """Wait until everybody has heard so many updates."""
    while any(  # noqa: ASYNC110 - they have no event of their own
        len(client.updates) < count for client in clients
    ):
        await asyncio.sleep(0.005)


async def bench(members: int, online: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, online + 1000)), hard))
    with tempfile.TemporaryDirectory() as name:
        channel_id, people, states, secret = await make_world(Path(name), members, online)
        with Served(data=Path(name)) as server:
            creator = await come(server, states[0])
            clients: list[Client] = []
            for start in range(1, online + 1, AT_ONCE):
                some = states[start : start + AT_ONCE]
                clients += await asyncio.gather(*(come(server, state) for state in some))
            viewer = Viewer(people[0], secret, 0.0)
            waits = []
            cpu = server.cpu_seconds()
            for number in range(POSTS):
                await post(creator, viewer, channel_id, number)
                answered = time.perf_counter()
                await all_have(clients, number + 1)
                waits.append(time.perf_counter() - answered)
            cost = (server.cpu_seconds() - cpu) / (POSTS * online)
            print(
                f"{members} members, {online} online: the last one has a post"
                f" {min(waits) * 1000:.0f}-{max(waits) * 1000:.0f} ms after the answer;"
                f" server CPU {cost * 1e6:.1f} µs for each delivered update"
            )


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    run(bench(words[0] if words else 100_000, words[1] if len(words) > 1 else 2_000))
