"""Attacks on what the server has: memory, time, connections. Each is refused, and nobody else notices."""

import secrets
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from time import perf_counter_ns

import pytest
from wire_walks import NEAREST, answers, call, error_of, inited, results, sent

from chappe.config import Limits, Settings
from chappe.mtproto import container
from chappe.testing.carrier import Pipe
from chappe.testing.client import Client, HungUp
from chappe.testing.frames import Kind
from chappe.testing.handshake import shake_hands
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto


@pytest.fixture
def traced() -> Iterator[Callable[[], int]]:
    """Peak of memory in bytes since it was first asked for."""

    def peak() -> int:
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        return tracemalloc.get_traced_memory()[1]

    yield peak
    tracemalloc.stop()


HEADS = {
    Kind.ABRIDGED: b"\x7f\xff\xff\xff",
    Kind.INTERMEDIATE: (0x7FFFFFFC).to_bytes(4, "little"),
    Kind.PADDED: (0x7FFFFFFC).to_bytes(4, "little"),
    Kind.FULL: (0x7FFFFFFC).to_bytes(4, "little") + bytes(4),
}


@pytest.mark.parametrize("kind", HEADS)
async def test_a_frame_of_two_gigabytes_ends_its_connection_at_once(
    kind: Kind, traced: Callable[[], int]
) -> None:
    async with World() as world:
        other = await inited(world)
        pipe = world.pipe()
        before = traced()
        pipe.send(kind.value + HEADS[kind] + bytes(100))
        assert pipe.closed
        assert traced() - before < 1 << 20
        assert results(other, call(other))


@pytest.mark.parametrize("count", [1_000_000, 2**31 - 1, -1])
async def test_a_vector_of_a_million_elements_is_refused_before_it_is_read(
    count: int, traced: Callable[[], int]
) -> None:
    body = layers.write(api.users.GetUsers(id=[]))[:8] + count.to_bytes(
        4, "little", signed=True
    )
    async with World() as world:
        client = await inited(world)
        before = traced()
        began = perf_counter_ns()
        answer = results(client, call(client, body + bytes(64)))[0]
        assert error_of(answer).startswith("400 INPUT_")
        assert traced() - before < 1 << 20
        assert perf_counter_ns() - began < 100_000_000


async def test_gzip_in_gzip_in_gzip_is_not_unwrapped_for_ever() -> None:
    body = NEAREST
    for _ in range(50):
        body = packed(body)
    async with World() as world:
        client = await inited(world)
        assert error_of(results(client, call(client, body))[0]) == "400 INPUT_FETCH_ERROR"


def packed(data: bytes) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    inner = machine.compress(data) + machine.flush()
    head = container.GZIP_ID + b"\xfe" + len(inner).to_bytes(3, "little")
    return head + inner + bytes(-(len(head) + len(inner)) & 3)


async def test_a_container_full_of_zip_bombs_unpacks_to_no_more_than_one(
    traced: Callable[[], int],
) -> None:
    bomb = packed(NEAREST + bytes(1 << 20))
    async with World() as world:
        client = await inited(world)
        inner = [client.message(bomb) for _ in range(1000)]
        packet = client.envelope(client.message(container.pack(inner), content=False))
        before = traced()
        client.send(packet)
        assert traced() - before < 40 << 20, "a thousand times a megabyte were asked for"
        assert results(client, inner[-1].msg_id)
        query = call(client)
        assert results(client, query)


async def test_a_container_of_a_million_closes_the_connection() -> None:
    async with World() as world:
        client, other = await inited(world), await inited(world)
        body = container.CONTAINER_ID + (10**6).to_bytes(4, "little") + bytes(1 << 16)
        sent(client, client.message(body, content=False))
        assert client.errors == [-429]
        assert client.carrier.closed
        assert results(other, call(other))


async def test_asking_for_the_same_thing_ten_thousand_times_brings_it_once() -> None:
    async with World() as world:
        client = await inited(world)
        body = layers.write(api.help.GetCountriesList(lang_code="de", hash=0))
        query = client.message(body)
        sent(client, query)
        (answer,) = answers(client, query.msg_id)
        request = mtproto.write(mtproto.MsgResendReq(msg_ids=[answer.msg_id] * 8192))
        inner = [client.message(request, content=False) for _ in range(20)]
        sent(client, client.message(container.pack(inner), content=False))
        assert len(answers(client, query.msg_id)) == 2


async def test_the_states_of_thousands_of_messages_are_told_in_no_time() -> None:
    async with World() as world:
        client = await inited(world)
        for _ in range(990):
            client.tell(mtproto.Ping(ping_id=1))
        began = perf_counter_ns()
        client.tell(mtproto.MsgsStateReq(msg_ids=list(range(8192))))
        assert perf_counter_ns() - began < 100_000_000


async def test_a_connection_that_says_nothing_is_closed() -> None:
    async with World() as world:
        silent, slow = world.pipe(), world.pipe()
        slow.send(b"\x01\x02\x03")
        world.advance(14)
        slow.send(b"\x04")
        assert not silent.closed
        world.advance(2)
        assert silent.closed
        assert slow.closed, "a byte now and then does not help"


async def test_a_frame_that_comes_drop_by_drop_costs_no_more_than_it_has_brought(
    traced: Callable[[], int],
) -> None:
    async with World() as world:
        pipe = world.pipe()
        pipe.send(Kind.INTERMEDIATE.value + (1 << 20).to_bytes(4, "little"))
        before = traced()
        for _ in range(100):
            pipe.send(b"x")
        assert traced() - before < 1 << 18
        world.advance(16 * 60)
        assert pipe.closed


async def test_one_address_has_so_many_connections_and_no_more() -> None:
    limits = Limits(connections_per_address_max=3)
    async with World(Settings(limits=limits)) as world:
        other = await inited(world)
        pipes = [world.pipe(address="10.0.0.1") for _ in range(4)]
        assert [pipe.closed for pipe in pipes] == [False, False, False, True]
        pipes[0].hang_up()
        assert not world.pipe(address="10.0.0.1").closed
        assert not world.pipe(address="10.0.0.2").closed
        assert results(other, call(other))


async def begun(world: World, address: str) -> Client:
    """A handshake that has begun and does not go on."""
    client = Client(world.pipe(address=address), world.key.public, world.clock)
    hands = shake_hands(world.key.public)
    await client.ask_plainly(next(hands))
    return client


async def test_one_address_has_so_many_handshakes_in_flight_and_no_more() -> None:
    limits = Limits(handshakes_per_address_max=2)
    async with World(Settings(limits=limits)) as world:
        first = await begun(world, "10.0.0.1")
        await begun(world, "10.0.0.1")
        with pytest.raises(HungUp) as refused:
            await begun(world, "10.0.0.1")
        assert refused.value.code == -429
        await begun(world, "10.0.0.2")
        first.carrier.hang_up()
        await begun(world, "10.0.0.1")


async def test_a_finished_handshake_is_in_flight_no_more() -> None:
    limits = Limits(handshakes_per_address_max=1)
    async with World(Settings(limits=limits)) as world:
        for _ in range(4):
            await inited(world)
        client = await world.client()
        await client.shake_hands()
        await client.shake_hands()


async def test_an_address_that_keeps_failing_is_turned_away_for_a_minute() -> None:
    limits = Limits(handshake_failures_per_minute_max=5)
    async with World(Settings(limits=limits)) as world:

        async def fail() -> int:
            client = Client(world.pipe(address="10.0.0.1"), world.key.public, world.clock)
            with pytest.raises(HungUp) as refused:
                await client.ask_plainly(bytes(20))
            return refused.value.code

        assert [await fail() for _ in range(7)] == [-404] * 5 + [-429] * 2
        other = Client(world.pipe(address="10.0.0.2"), world.key.public, world.clock)
        await other.shake_hands()
        world.advance(61)
        assert await fail() == -404


async def test_a_reader_that_does_not_read_is_kept_small_and_loses_only_the_oldest() -> None:
    async with World() as world:
        client = await inited(world)
        (session,) = world.node.hub.sessions.of_key(client.key.key_id)
        assert isinstance(client.carrier, Pipe)
        client.carrier.connection.pause()
        pong = secrets.token_bytes(1 << 16)
        for _ in range(1000):
            session.push(pong, world.clock.now())
        waiting = sum(len(message.body) for message in session.outbox._pending)
        assert waiting <= 17 << 20
        client.carrier.heard = lambda _data: None
        client.carrier.connection.unpause()
        assert not session.outbox


async def test_sessions_of_one_key_are_bounded_and_the_idle_ones_go_first() -> None:
    async with World() as world:
        client = await inited(world)
        (kept,) = world.node.hub.sessions.of_key(client.key.key_id)
        stranger = world.stranger()
        stranger.key, stranger.salt = client.key, client.salt
        for number in range(300):
            stranger.session_id = number
            stranger._content = 0
            call(stranger)
            stranger.carrier.hang_up()
            stranger.attach(world.pipe())
        sessions = world.node.hub.sessions.of_key(client.key.key_id)
        assert len(sessions) <= 128
        assert kept in sessions
        assert results(client, call(client))
