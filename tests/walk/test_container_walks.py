"""Containers, copies and compressed messages."""

import zlib

import pytest
from wire_walks import (
    CONFIG,
    NEAREST,
    call,
    error_of,
    inited,
    results,
    sent,
    told,
)

from chappe.mtproto import container
from chappe.mtproto.container import CONTAINER_ID, GZIP_ID, INFLATED_BYTES_MAX
from chappe.testing.client import Client
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto, wire

GZIP, ZLIB = 31, 15


def tl_bytes(value: bytes) -> bytes:
    out = bytearray()
    wire.write_bytes(out, value)
    return bytes(out)


def packed(data: bytes, wbits: int = GZIP, level: int = 9) -> bytes:
    machine = zlib.compressobj(level, zlib.DEFLATED, wbits)
    return GZIP_ID + tl_bytes(machine.compress(data) + machine.flush())


def together(client: Client, *bodies: bytes) -> list[int]:
    """Send calls in one container; their msg_ids."""
    inner = [client.message(body) for body in bodies]
    sent(client, client.message(container.pack(inner), content=False))
    return [message.msg_id for message in inner]


async def test_1024_calls_in_one_container_are_all_answered() -> None:
    async with World() as world:
        client = await inited(world)
        queries = together(client, *[NEAREST] * 1024)
        answered = {int.from_bytes(m.body[4:12], "little") for m in client.messages}
        assert answered >= set(queries)
        outer = [m for m in client.messages if m.body[:4] == CONTAINER_ID]
        assert max(int.from_bytes(m.body[4:8], "little") for m in outer) <= 1020


@pytest.mark.parametrize("count", [1025, 1_000_000, -1])
async def test_more_than_1024_messages_close_the_connection_with_429(count: int) -> None:
    async with World() as world:
        client, other = await inited(world), await inited(world)
        body = CONTAINER_ID + count.to_bytes(4, "little", signed=True) + bytes(64)
        sent(client, client.message(body, content=False))
        assert client.errors == [-429]
        assert client.carrier.closed
        assert results(other, call(other))


async def test_a_container_may_be_empty() -> None:
    async with World() as world:
        client = await inited(world)
        heard = len(client.messages)
        together(client)
        assert len(client.messages) == heard
        assert results(client, call(client))


async def test_a_container_may_carry_messages_older_than_the_window() -> None:
    async with World() as world:
        client = await inited(world)
        inner = client.message(NEAREST)
        world.advance(400)
        sent(client, client.message(container.pack([inner]), content=False))
        assert results(client, inner.msg_id)


async def test_an_unknown_method_in_a_container_fails_alone() -> None:
    async with World() as world:
        client = await inited(world)
        good, bad, also_good = together(client, NEAREST, b"\xef\xbe\xad\xde", CONFIG)
        assert results(client, good)
        assert results(client, also_good)
        (error,) = results(client, bad)
        assert error_of(error) == "400 INPUT_METHOD_INVALID_3735928559_1"


async def test_a_copy_is_taken_for_the_message_it_copies_and_only_once() -> None:
    async with World() as world:
        client = await inited(world)
        original = client.message(NEAREST)
        copy = container.COPY_ID + container.pack([original])[8:]
        sent(client, client.message(copy, content=False))
        assert len(results(client, original.msg_id)) == 1
        sent(client, client.message(copy, content=False))
        sent(client, original)
        one, *more = results(client, original.msg_id)
        assert more == [one, one], "sent again, not done again"


@pytest.mark.parametrize("wbits", [GZIP, ZLIB])
async def test_a_compressed_call_is_read_with_either_head(wbits: int) -> None:
    async with World() as world:
        client = await inited(world)
        assert results(client, call(client, packed(NEAREST, wbits)))
        (query,) = together(client, packed(NEAREST, wbits))
        assert results(client, query)


async def test_a_first_call_may_be_compressed_as_a_whole() -> None:
    async with World() as world:
        client = await world.client()
        assert results(client, call(client, packed(client.wrapped(NEAREST))))


async def test_a_compressed_call_needs_an_odd_number_like_any_other() -> None:
    async with World() as world:
        client = await inited(world)
        sent(client, client.message(packed(NEAREST), content=False))
        (notice,) = told(client, mtproto.BadMsgNotification)
        assert notice.error_code == 35


async def test_a_big_answer_comes_compressed_and_a_small_one_does_not() -> None:
    async with World() as world:
        client = await inited(world)
        big = call(client, layers.write(api.help.GetCountriesList(lang_code="de", hash=0)))
        assert results(client, big)[0][:4] == GZIP_ID
        assert results(client, call(client))[0][:4] != GZIP_ID


@pytest.mark.parametrize(
    "body",
    [
        GZIP_ID,
        GZIP_ID + tl_bytes(b""),
        GZIP_ID + tl_bytes(b"no gzip at all"),
        GZIP_ID + b"\xfe\xff\xff\xff",
        packed(NEAREST)[:-8] + bytes(4),
        packed(b""),
        packed(packed(NEAREST)),
    ],
)
async def test_what_cannot_be_unpacked_is_refused_by_name(body: bytes) -> None:
    async with World() as world:
        client = await inited(world)
        bad, good = together(client, body, NEAREST)
        assert error_of(results(client, bad)[0]) == "400 INPUT_FETCH_ERROR"
        assert results(client, good)


async def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = packed(bytes(INFLATED_BYTES_MAX + 1))
    async with World() as world:
        client = await inited(world)
        assert error_of(results(client, call(client, bomb))[0]) == "400 INPUT_REQUEST_TOO_LONG"
        assert results(client, call(client))
