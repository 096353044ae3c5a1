"""invokeAfterMsg and invokeAfterMsgs: calls that wait for others."""

import asyncio

from wire_walks import CONFIG, NEAREST, call, error_of, inited, results, sent, settle

from chappe.mtproto import container
from chappe.testing.client import Client
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto

BAD = layers.write(api.langpack.GetLanguages(lang_pack="nobody"))


def after(*queries: int, query: bytes = CONFIG) -> bytes:
    if len(queries) == 1:
        return layers.write(api.InvokeAfterMsg(msg_id=queries[0], query=query))
    return layers.write(api.InvokeAfterMsgs(msg_ids=list(queries), query=query))


def good(client: Client, query: int) -> bool:
    """Whether the call has an answer that is no error."""
    found = results(client, query)
    return bool(found) and int.from_bytes(found[0][:4], "little") != mtproto.RpcError.ID


async def test_a_call_goes_when_the_one_before_it_has_succeeded() -> None:
    async with World() as world:
        client = await inited(world)
        assert good(client, call(client, after(call(client))))


async def test_a_call_fails_when_the_one_before_it_has_failed() -> None:
    async with World() as world:
        client = await inited(world)
        waiting = call(client, after(call(client, BAD)))
        assert error_of(results(client, waiting)[0]) == "400 MSG_WAIT_FAILED"
        following = call(client, after(waiting))
        assert error_of(results(client, following)[0]) == "400 MSG_WAIT_FAILED"


async def test_a_call_times_out_when_the_one_before_it_does_not_come() -> None:
    async with World() as world:
        client = await inited(world)
        waiting = call(client, after(client.next_msg_id()))
        world.advance(0.4)
        assert not results(client, waiting)
        assert await client.call("help.getNearestDc"), "others are not held up"
        world.advance(0.2)
        client.tell(mtproto.Ping(ping_id=1))
        assert error_of(results(client, waiting)[0]) == "400 MSG_WAIT_TIMEOUT"


async def test_a_call_that_comes_before_its_predecessor_waits_for_it() -> None:
    async with World() as world:
        client = await inited(world)
        first, waiting = client.message(NEAREST), client.message(b"")
        sent(client, waiting._replace(body=after(first.msg_id)))
        settle(world)
        assert not results(client, waiting.msg_id)
        sent(client, first)
        await asyncio.sleep(0.01)
        assert good(client, waiting.msg_id)


async def test_all_of_several_have_to_succeed() -> None:
    async with World() as world:
        client = await inited(world)
        one, two, bad = call(client), call(client), call(client, BAD)
        assert good(client, call(client, after(one, two)))
        failed = call(client, after(one, bad, two))
        assert error_of(results(client, failed)[0]) == "400 MSG_WAIT_FAILED"
        assert good(
            client, call(client, layers.write(api.InvokeAfterMsgs(msg_ids=[], query=NEAREST)))
        )


async def test_a_call_may_come_after_a_service_message() -> None:
    async with World() as world:
        client = await inited(world)
        ping = client.tell(mtproto.Ping(ping_id=1))
        assert good(client, call(client, after(ping)))


async def test_the_wrapper_is_only_lawful_outermost() -> None:
    async with World() as world:
        client = await inited(world)
        first = call(client)
        inner = layers.write(api.InvokeWithoutUpdates(query=after(first)))
        assert error_of(results(client, call(client, inner))[0]) == "400 INPUT_FETCH_ERROR"
        outer = after(first, query=layers.write(api.InvokeWithLayer(layer=200, query=CONFIG)))
        assert good(client, call(client, outer))


async def test_an_introduction_may_stand_outside_of_it() -> None:
    # TDLib writes the first calls of a session so.
    async with World() as world:
        client = await inited(world)
        introduced = layers.write(
            api.InitConnection(
                api_id=1,
                device_model="probe",
                system_version="1",
                app_version="1",
                system_lang_code="en",
                lang_pack="",
                lang_code="en",
                query=after(call(client)),
            )
        )
        both = layers.write(api.InvokeWithLayer(layer=200, query=introduced))
        assert good(client, call(client, both))
        late = layers.write(api.InvokeWithLayer(layer=200, query=after(client.next_msg_id())))
        waiting = call(client, late)
        assert not good(client, waiting)


async def test_a_chain_of_a_thousand_that_waits_for_nothing_ends_without_harm() -> None:
    async with World() as world:
        client = await inited(world)
        inner, before = [], client.next_msg_id()
        for _ in range(1000):
            inner.append(client.message(after(before)))
            before = inner[-1].msg_id
        sent(client, client.message(container.pack(inner), content=False))
        world.advance(1)
        await client.call("help.getNearestDc")
        errors = [error_of(results(client, message.msg_id)[0]) for message in inner[:3]]
        assert errors == ["400 MSG_WAIT_TIMEOUT", "400 MSG_WAIT_FAILED", "400 MSG_WAIT_FAILED"]
        assert results(client, inner[-1].msg_id)
        assert good(client, call(client))


async def test_a_dropped_predecessor_that_succeeds_lets_its_follower_go() -> None:
    async with World() as world:
        client = await inited(world)
        first = client.message(NEAREST)
        drop = client.message(mtproto.write(mtproto.RpcDropAnswer(req_msg_id=first.msg_id)))
        follower = client.message(after(first.msg_id))
        sent(client, client.message(container.pack([first, drop, follower]), content=False))
        settle(world)
        assert good(client, follower.msg_id)


async def test_waiting_calls_of_a_client_that_leaves_do_no_harm() -> None:
    async with World() as world:
        client = await inited(world)
        waiting = call(client, after(client.next_msg_id()))
        client.carrier.hang_up()
        world.advance(5)
        client.attach(world.pipe())
        client.tell(mtproto.Ping(ping_id=1))
        assert error_of(results(client, waiting)[0]) == "400 MSG_WAIT_TIMEOUT"


async def test_nobody_waits_for_himself_or_in_a_ring() -> None:
    async with World() as world:
        client = await inited(world)
        own, first, second = (client.message(b"") for _ in range(3))
        for message, query in ((own, own), (first, second), (second, first)):
            sent(client, message._replace(body=after(query.msg_id)))
        settle(world)
        client.tell(mtproto.Ping(ping_id=1))
        for message, name in (
            (own, "TIMEOUT"),
            (first, "TIMEOUT"),
            (second, "FAILED"),
        ):
            assert error_of(results(client, message.msg_id)[0]) == f"400 MSG_WAIT_{name}"
        assert not world.node.hub.calls._desks


async def test_a_call_that_waits_for_too_many_is_refused() -> None:
    async with World() as world:
        client = await inited(world)
        waiting = call(client, after(*range(4, 4 + 4 * 65, 4)))
        assert error_of(results(client, waiting)[0]) == "400 INPUT_REQUEST_TOO_LONG"
