"""Two servers over one PostgreSQL and one NATS, as an administrator starts them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from backends import NATS, POSTGRES, need_nats, need_postgres
from killable import Killable
from mayhem import secret_of

from chappe.clock import SystemClock
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.person import Person, sign_in
from chappe.testing.place import OwnSchema

pytestmark = pytest.mark.backends
PUSH_SECONDS_MAX = 10.0


async def someone(server: Killable, number: int, url: str) -> Person:
    client = Client(await Socket.connect(*server.place), server.key, SystemClock())
    await client.shake_hands()
    phone = f"999662{number:04d}"
    answer = await sign_in(client, phone, "22222", f"Person {number}")
    return Person(client, phone, answer.user.id, await secret_of(url))


async def told(person: Person, count: int) -> list[Any]:
    """The first updates that come, without polling the server."""
    async with asyncio.timeout(PUSH_SECONDS_MAX):
        while len(person.told) < count:  # noqa: ASYNC110 - the client has no event
            await asyncio.sleep(0.005)
    return person.told


async def test_two_servers_are_one(tmp_path: Path) -> None:
    need_postgres()
    need_nats()
    schema = OwnSchema(POSTGRES)
    await schema.make()
    servers = [Killable(tmp_path / "data", schema.database, NATS) for _ in range(2)]
    try:
        for server in servers:
            await server.start()
        ada = await someone(servers[0], 1, schema.database)
        bob = await someone(servers[1], 2, schema.database)
        await bob.call("updates.getState")
        await ada.send(bob, "over there")
        assert (await told(bob, 1))[0].message.message == "over there"
        # A server dies; its clients go to the other one, and have missed nothing.
        state = await bob.call("updates.getState")
        servers[1].kill()
        await ada.send(bob, "while you moved")
        bob.client.start_again(await Socket.connect(*servers[0].place))
        missed = await bob.call(
            "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        assert [each.message for each in missed.new_messages] == ["while you moved"]
        await ada.send(bob, "here")
        assert len(await told(bob, 2)) == 2
    finally:
        for server in servers:
            server.kill()
        await schema.clear()


async def test_a_server_whose_bus_is_not_there_says_so(tmp_path: Path) -> None:
    server = Killable(tmp_path / "data", None, "nats://127.0.0.1:9")
    with pytest.raises(AssertionError, match="did not start"):
        await server.start()
    server.kill()
    assert b"NATS does not answer (--bus)" in (tmp_path / "server.log").read_bytes()
