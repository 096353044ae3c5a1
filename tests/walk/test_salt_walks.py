"""Server salts as a client meets them."""

import pytest
from wire_walks import NEAREST, call, inited, last, results, sent, settle, told

from chappe.mtproto import salts
from chappe.testing.client import Client
from chappe.testing.world import World
from chappe.tl import mtproto

START = 1_800_000_000.0 // 1800 * 1800
HALF_HOUR = 1800.0


def taken(world: World, client: Client, salt: int) -> bool:
    """Whether a call with this salt is done; over a new connection, for time may have passed."""
    client.attach(world.pipe())
    message = client.message(NEAREST)
    sent(client, message, salt=salt)
    settle(world)
    return bool(results(client, message.msg_id))


async def test_the_salt_of_the_handshake_is_good_for_an_hour() -> None:
    async with World() as world:
        client = await inited(world)
        first = client.salt
        assert taken(world, client, first)
        world.advance(3590)
        assert taken(world, client, first)
        world.advance(20)
        assert not taken(world, client, first)
        assert last(client, mtproto.BadServerSalt).new_server_salt == world.current_salt(client)


async def test_the_present_salt_and_the_one_before_are_good_and_no_other() -> None:
    async with World() as world:
        client = await inited(world)
        assert client.key is not None
        period = int(world.clock.now()) // 1800
        world.advance((period + 10) * 1800 + 5 - world.clock.now())
        of = {n: salts.of_period(client.key, period + 10 + n) for n in range(-3, 4)}
        assert {n for n, salt in of.items() if taken(world, client, salt)} == {-1, 0}


async def test_a_client_that_only_obeys_lives_through_days_of_salts() -> None:
    async with World() as world:
        client = await inited(world)
        seen = set()
        for _ in range(40):
            world.advance(4000)
            client.attach(world.pipe())
            question = client.begin("help.getNearestDc")
            settle(world)
            assert await client.ask(question)
            seen.add(client.salt)
        assert len(seen) >= 39


async def test_future_salts_follow_one_another_from_now_on() -> None:
    async with World() as world:
        client = await inited(world)
        query = client.tell(mtproto.GetFutureSalts(num=64))
        (told_of,) = told(client, mtproto.FutureSalts)
        assert (told_of.req_msg_id, told_of.now) == (query, int(world.clock.now()))
        assert len(told_of.salts) == len({each.salt for each in told_of.salts}) == 64
        assert told_of.salts[0].valid_since <= world.clock.now() < told_of.salts[0].valid_until
        for one, next_one in zip(told_of.salts, told_of.salts[1:], strict=False):
            assert next_one.valid_since - one.valid_since == HALF_HOUR
            assert one.valid_until - one.valid_since == 2 * HALF_HOUR
        assert client.messages[-1].seq_no % 2 == 0, "needs no acknowledgement"


async def test_each_future_salt_is_good_in_its_time_and_not_before() -> None:
    async with World() as world:
        client = await inited(world)
        client.tell(mtproto.GetFutureSalts(num=4))
        (told_of,) = told(client, mtproto.FutureSalts)
        for each in told_of.salts[1:]:
            assert not taken(world, client, each.salt)
            world.advance(each.valid_since + 1 - world.clock.now())
            assert taken(world, client, each.salt)


@pytest.mark.parametrize(
    ("asked", "given"), [(-5, 1), (0, 1), (1, 1), (65, 64), (2**31 - 1, 64)]
)
async def test_the_number_of_future_salts_is_bounded(asked: int, given: int) -> None:
    async with World() as world:
        client = await inited(world)
        client.tell(mtproto.GetFutureSalts(num=asked))
        assert len(last(client, mtproto.FutureSalts).salts) == given


async def test_two_keys_have_no_salt_in_common() -> None:
    async with World() as world:
        one, two = await inited(world), await inited(world)
        assert world.current_salt(one) != world.current_salt(two)
        assert not taken(world, two, world.current_salt(one))
        assert results(two, call(two))
