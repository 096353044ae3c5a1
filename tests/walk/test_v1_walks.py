"""MTProto 1.0: a whole walk, kept for the life of a connection, and a setting that refuses it."""

import pytest
from wire_walks import NEAREST, call, inited, results, settle, told

from chappe.config import Settings
from chappe.mtproto.container import Message
from chappe.mtproto.envelope import seal, seal_v1
from chappe.testing.frames import Kind
from chappe.testing.world import World
from chappe.tl import mtproto


@pytest.mark.parametrize("layer", [2, 18, 45, 66])
@pytest.mark.parametrize("kind", [Kind.ABRIDGED, Kind.FULL])
async def test_an_old_client_walks_in_the_old_protocol(layer: int, kind: Kind) -> None:
    async with World() as world:
        client = await world.client(layer=layer, version=1, kind=kind)
        nearest = await client.call("help.getNearestDc")
        assert nearest.nearest_dc == 2
        client.tell(mtproto.Ping(ping_id=3))
        assert told(client, mtproto.Pong)
        client.attach(world.pipe())
        assert (await client.call("help.getConfig")).this_dc == 2


@pytest.mark.parametrize("first", [1, 2])
async def test_a_connection_keeps_the_version_it_began_with(first: int) -> None:
    async with World() as world:
        client = await inited(world, version=first)
        message = client.message(NEAREST)
        other = seal if first == 1 else seal_v1
        client.send(other(client.key, client.salt, client.session_id, *message, outgoing=False))
        assert client.errors == [-404]
        assert not results(client, message.msg_id)


async def test_one_session_may_change_the_version_with_the_connection() -> None:
    async with World() as world:
        client = await inited(world, version=1)
        client.version = 2
        client.attach(world.pipe())
        assert results(client, call(client))


async def test_the_old_protocol_can_be_switched_off() -> None:
    async with World(Settings(allow_v1=False)) as world:
        client = await inited(world)
        client.version = 1
        client.attach(world.pipe())
        call(client)
        assert client.errors == [-404]
        client.version = 2
        client.attach(world.pipe())
        query = call(client)
        settle(world)
        assert results(client, query)


async def test_lengths_in_the_old_envelope_have_to_fit_their_blocks() -> None:
    async with World() as world:
        client = await inited(world, version=1)
        for padding in (1, 2):
            message = client.message(NEAREST)
            packet = client.envelope(Message(*message))
            client.attach(world.pipe())
            client.send(packet + bytes(16 * padding))
            assert client.errors[-1:] == [-404]
            assert not results(client, message.msg_id)
