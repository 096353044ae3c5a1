"""Every bad_msg_notification, and that the client can go on after it."""

import pytest
from wire_walks import NEAREST, call, inited, last, results, sent, settle, told

from chappe.mtproto import container
from chappe.mtproto.container import CONTAINER_ID, Message
from chappe.testing.client import Client
from chappe.testing.world import World
from chappe.tl import mtproto


def refused(world: World, client: Client, message: Message, code: int) -> None:
    """Send it: it must be refused with this code and nothing else, and the next call must work.

    Numbers that were given to messages that never came cost the short wait of the hold-back.
    """
    before = len(told(client, mtproto.BadMsgNotification))
    sent(client, message)
    settle(world)
    (notice,) = told(client, mtproto.BadMsgNotification)[before:]
    assert (notice.bad_msg_id, notice.error_code) == (message.msg_id, code)
    assert notice.bad_msg_seqno == message.seq_no
    assert not results(client, message.msg_id)
    following = call(client)
    settle(world)
    assert results(client, following)


@pytest.mark.parametrize(
    ("seconds", "code"), [(-301, 16), (-299, 0), (0, 0), (29, 0), (32, 17), (1_000_000, 17)]
)
async def test_a_msg_id_stands_for_five_minutes_back_and_half_a_minute_ahead(
    seconds: int, code: int
) -> None:
    async with World() as world:
        client = await inited(world)
        world.advance(600)
        client.salt = world.current_salt(client)
        msg_id = int((world.clock.now() + seconds) * 2**32) + 4
        message = Message(msg_id, client.next_seq_no(content=True), NEAREST)
        if code:
            refused(world, client, message, code)
        else:
            sent(client, message)
            assert results(client, msg_id)


@pytest.mark.parametrize("low", [1, 2, 3])
async def test_a_msg_id_that_four_does_not_divide_is_code_18(low: int) -> None:
    async with World() as world:
        client = await inited(world)
        message = client.message(NEAREST)
        refused(world, client, message._replace(msg_id=message.msg_id + low), 18)


async def test_a_msg_id_of_whole_seconds_stands_because_pyrogram_sends_them() -> None:
    async with World() as world:
        client = await inited(world)
        world.advance(2)
        message = client.message(NEAREST)
        sent(client, message._replace(msg_id=message.msg_id >> 32 << 32))
        assert results(client, message.msg_id >> 32 << 32)


async def test_a_container_under_an_old_id_is_code_19() -> None:
    async with World() as world:
        client = await inited(world)
        one = client.message(container.pack([]), content=False)
        sent(client, one)
        inner = client.message(NEAREST)
        refused(
            world, client, one._replace(body=container.pack([inner._replace(msg_id=4)])), 19
        )
        refused(world, client, one, 19)


async def test_an_id_older_than_all_remembered_ones_is_code_20() -> None:
    async with World() as world:
        client = await inited(world)
        old = client.message(NEAREST)
        for _ in range(1300):
            client.tell(mtproto.Ping(ping_id=1))
        refused(world, client, old, 20)


async def test_a_seq_no_that_falls_while_ids_rise_is_code_32() -> None:
    async with World() as world:
        client = await inited(world)
        first, second = client.message(NEAREST), client.message(NEAREST)
        sent(client, first)
        refused(world, client, second._replace(seq_no=first.seq_no), 32)


async def test_a_seq_no_that_rises_while_ids_fall_is_code_33() -> None:
    async with World() as world:
        client = await inited(world)
        older, newer = client.message(NEAREST), client.message(NEAREST)
        sent(client, newer._replace(seq_no=older.seq_no))
        refused(world, client, older._replace(seq_no=newer.seq_no), 33)


async def test_a_container_with_an_odd_seq_no_is_code_34() -> None:
    async with World() as world:
        client = await inited(world)
        refused(world, client, client.message(container.pack([])), 34)


async def test_a_copy_with_an_odd_seq_no_is_code_34() -> None:
    async with World() as world:
        client = await inited(world)
        body = container.COPY_ID + container.pack([client.message(NEAREST)])[8:]
        refused(world, client, client.message(body), 34)


async def test_acknowledgements_may_be_odd_because_mtcute_makes_them_so() -> None:
    async with World() as world:
        client = await inited(world)
        client.tell(mtproto.MsgsAck(msg_ids=[1]), content=True)
        assert not told(client, mtproto.BadMsgNotification)


async def test_a_call_with_an_even_seq_no_is_code_35() -> None:
    async with World() as world:
        client = await inited(world)
        refused(world, client, client.message(NEAREST, content=False), 35)


@pytest.mark.parametrize("salt", [0, 1, -1, 2**63 - 1])
async def test_a_wrong_salt_is_code_48_with_the_right_one(salt: int) -> None:
    async with World() as world:
        client = await inited(world)
        query = client.message(NEAREST)
        sent(client, query, salt=salt)
        notice = last(client, mtproto.BadServerSalt)
        assert (notice.bad_msg_id, notice.error_code) == (query.msg_id, 48)
        assert notice.new_server_salt == world.current_salt(client)
        assert not results(client, query.msg_id)
        assert results(client, call(client))


async def test_a_wrong_salt_concerns_the_whole_container() -> None:
    async with World() as world:
        client = await inited(world)
        inner = [client.message(NEAREST) for _ in range(17)]
        outer = client.message(container.pack(inner), content=False)
        sent(client, outer, salt=1)
        (notice,) = told(client, mtproto.BadServerSalt)
        assert notice.bad_msg_id == outer.msg_id
        assert not any(results(client, message.msg_id) for message in inner)
        assert results(client, call(client)), "what comes next is not held back"


def _cut(body: bytes) -> bytes:
    return body[:-4]


def _longer(body: bytes) -> bytes:
    return body + bytes(4)


def _count(count: int) -> bytes:
    return CONTAINER_ID + count.to_bytes(4, "little", signed=True)


@pytest.mark.parametrize("spoil", [_cut, _longer, lambda body: _count(3) + body[8:]])
async def test_a_container_that_does_not_add_up_is_code_64(spoil: object) -> None:
    async with World() as world:
        client = await inited(world)
        inner = [client.message(NEAREST) for _ in range(2)]
        body = spoil(container.pack(inner))
        refused(world, client, client.message(body, content=False), 64)
        assert not any(results(client, message.msg_id) for message in inner)


async def test_a_container_in_a_container_is_code_64() -> None:
    async with World() as world:
        client = await inited(world)
        inner = client.message(container.pack([]), content=False)
        refused(world, client, client.message(container.pack([inner]), content=False), 64)


@pytest.mark.parametrize("later", [0, 4, 1 << 32])
async def test_a_message_as_old_as_its_container_is_code_64(later: int) -> None:
    async with World() as world:
        client = await inited(world)
        good, inner = client.message(NEAREST), client.message(NEAREST)
        outer = client.message(b"", content=False)
        inner = inner._replace(msg_id=outer.msg_id + later)
        refused(world, client, outer._replace(body=container.pack([good, inner])), 64)
        assert not results(client, good.msg_id)


async def test_an_inner_id_that_four_does_not_divide_is_code_64() -> None:
    async with World() as world:
        client = await inited(world)
        inner = client.message(NEAREST)
        body = container.pack([inner._replace(msg_id=inner.msg_id + 1)])
        refused(world, client, client.message(body, content=False), 64)


async def test_a_copy_of_no_single_message_is_code_64() -> None:
    async with World() as world:
        client = await inited(world)
        original = client.message(NEAREST)
        copy = container.COPY_ID + container.pack([original])[8:]
        for body in (copy + bytes(4), copy[:16]):
            refused(world, client, client.message(body, content=False), 64)
        copied_twice = container.COPY_ID + container.pack([original._replace(body=copy)])[8:]
        refused(world, client, client.message(copied_twice, content=False), 64)


async def test_a_complaint_is_never_to_be_acknowledged() -> None:
    async with World() as world:
        client = await inited(world)
        sent(client, client.message(NEAREST), salt=1)
        sent(client, client.message(NEAREST, content=False))
        assert all(message.seq_no % 2 == 0 for message in client.messages[-2:])
        assert all(message.msg_id % 4 == 1 for message in client.messages[-2:])
