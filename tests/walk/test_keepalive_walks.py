"""Pings, acknowledgements, dropped answers, and the end of keys."""

from hashlib import sha256

import pytest
from wire_walks import NEAREST, answers, call, inited, last, results, sent, settle, told

from chappe.crypto import ige, kdf
from chappe.mtproto import container
from chappe.testing.frames import Kind
from chappe.testing.world import World
from chappe.tl import mtproto


def token_of(auth_key: bytes, packet: bytes) -> int:
    """The quick-ack token of a packet, by the book."""
    inner = ige.decrypt(packet[24:], *kdf.aes(auth_key, packet[8:24], False))
    return int.from_bytes(sha256(auth_key[88:120] + inner).digest()[:4], "little") | 1 << 31


async def test_a_ping_is_answered_and_not_to_be_acknowledged() -> None:
    async with World() as world:
        client = await inited(world)
        ping = client.tell(mtproto.Ping(ping_id=-7))
        assert last(client, mtproto.Pong) == mtproto.Pong(msg_id=ping, ping_id=-7)
        assert client.messages[-1].seq_no % 2 == 0


async def test_the_pong_goes_to_the_connection_of_the_ping() -> None:
    async with World() as world:
        client = await inited(world)
        old, old_carrier = client.framing, client.carrier
        client.attach(world.pipe())
        client.tell(mtproto.Ping(ping_id=1))
        client.framing, client.carrier = old, old_carrier
        client.tell(mtproto.Ping(ping_id=2))
        assert [pong.ping_id for pong in told(client, mtproto.Pong)] == [1, 2]


async def test_a_connection_ends_when_the_promised_ping_does_not_come() -> None:
    async with World() as world:
        client = await inited(world)
        for ping_id in range(3):
            client.tell(mtproto.PingDelayDisconnect(ping_id=ping_id, disconnect_delay=75))
            world.advance(60)
            assert not client.carrier.closed
        client.tell(mtproto.Ping(ping_id=9))
        world.advance(14)
        assert not client.carrier.closed
        world.advance(2)
        assert client.carrier.closed, "a plain ping does not push it back"
        assert client.errors == []
        assert [pong.ping_id for pong in told(client, mtproto.Pong)] == [0, 1, 2, 9]


async def test_a_silent_connection_ends_after_a_quarter_of_an_hour() -> None:
    async with World() as world:
        client = await inited(world)
        world.advance(14 * 60)
        client.tell(mtproto.Ping(ping_id=1))
        world.advance(14 * 60)
        assert not client.carrier.closed
        world.advance(2 * 60)
        assert client.carrier.closed


async def test_odd_service_messages_are_acknowledged_and_even_ones_are_not() -> None:
    async with World() as world:
        client = await inited(world)
        client.tell(mtproto.Ping(ping_id=1))
        odd = client.tell(mtproto.Ping(ping_id=2), content=True)
        assert [ack.msg_ids for ack in told(client, mtproto.MsgsAck)] == [[odd]]


async def test_an_answer_is_its_own_acknowledgement() -> None:
    async with World() as world:
        client = await inited(world)
        assert results(client, call(client))
        assert not told(client, mtproto.MsgsAck)


async def test_acknowledgements_of_unknown_messages_do_no_harm() -> None:
    async with World() as world:
        client = await inited(world)
        client.tell(mtproto.MsgsAck(msg_ids=[0, -1, 2**63 - 1] * 2000))
        assert results(client, call(client))


@pytest.mark.parametrize(
    "made",
    [mtproto.MsgsAck, mtproto.MsgsStateReq, mtproto.MsgResendReq, mtproto.MsgResendAnsReq],
)
async def test_more_than_8192_ids_close_the_connection(made: type) -> None:
    async with World() as world:
        client = await inited(world)
        client.tell(made(msg_ids=[1] * 8192))
        assert not client.carrier.closed
        client.tell(made(msg_ids=[1] * 8193))
        assert client.errors == [-429]
        assert client.carrier.closed


@pytest.mark.parametrize("kind", [Kind.ABRIDGED, Kind.INTERMEDIATE, Kind.PADDED])
@pytest.mark.parametrize("obfuscated", [False, True])
async def test_a_quick_ack_tells_the_token_of_the_packet(kind: Kind, obfuscated: bool) -> None:
    async with World() as world:
        client = await inited(world, kind=kind, obfuscated=obfuscated)
        query = client.message(NEAREST)
        packet = client.envelope(query)
        token = token_of(client.key.auth_key, packet)
        client.send(packet, quick_ack=True)
        assert client.quick_acks == [token]
        assert token >> 31 == 1
        assert results(client, query.msg_id)
        client.send(client.envelope(client.message(NEAREST)))
        assert client.quick_acks == [token], "never unasked"


async def test_a_refused_message_earns_no_quick_ack() -> None:
    async with World() as world:
        client = await inited(world)
        query = client.message(NEAREST)
        client.send(client.envelope(query, salt=1), quick_ack=True)
        broken = client.message(container.pack([query])[:-4], content=False)
        client.send(client.envelope(broken), quick_ack=True)
        assert not client.quick_acks


async def test_a_dropped_answer_that_waited_to_be_acknowledged_is_gone() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        (answer,) = answers(client, query)
        drop = sent(
            client, client.message(mtproto.write(mtproto.RpcDropAnswer(req_msg_id=query)))
        )
        (verdict,) = results(client, drop)
        assert mtproto.read(verdict)[0] == mtproto.RpcAnswerDropped(
            msg_id=answer.msg_id, seq_no=answer.seq_no, bytes=len(answer.body)
        )
        client.tell(mtproto.MsgResendReq(msg_ids=[answer.msg_id]))
        assert len(answers(client, query)) == 1


async def test_dropping_an_answer_that_has_arrived_or_never_was_says_unknown() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        client.post()
        for dropped in (query, 12345):
            drop = mtproto.write(mtproto.RpcDropAnswer(req_msg_id=dropped))
            (verdict,) = results(client, call(client, drop))
            assert mtproto.read(verdict)[0] == mtproto.RpcAnswerUnknown()


async def test_a_call_that_is_still_to_run_is_dropped_and_told_so_twice() -> None:
    async with World() as world:
        client = await inited(world)
        query = client.message(NEAREST)
        drop = client.message(mtproto.write(mtproto.RpcDropAnswer(req_msg_id=query.msg_id)))
        sent(client, client.message(container.pack([query, drop]), content=False))
        running = [mtproto.write(mtproto.RpcAnswerDroppedRunning())]
        assert results(client, drop.msg_id) == running
        assert results(client, query.msg_id) == running
        sent(client, query)
        assert results(client, query.msg_id) == running


async def test_a_destroyed_key_is_unknown_and_stays_so() -> None:
    async with World() as world:
        client, other = await inited(world), await inited(world)
        client.tell(mtproto.DestroyAuthKey())
        assert told(client, mtproto.DestroyAuthKeyOk)
        assert client.messages[-1].body[:4] != mtproto.RpcResult.ID.to_bytes(4, "little")
        call(client)
        assert client.errors == [-404]
        client.attach(world.pipe())
        call(client)
        assert client.errors == [-404, -404]
        assert results(other, call(other))


async def test_a_key_may_be_destroyed_twice_in_one_breath() -> None:
    async with World() as world:
        client = await inited(world)
        inner = [
            client.message(mtproto.write(mtproto.DestroyAuthKey()), content=False)
            for _ in range(2)
        ]
        sent(client, client.message(container.pack(inner), content=False))
        assert told(client, mtproto.DestroyAuthKeyOk)


@pytest.mark.parametrize(
    "body",
    [
        mtproto.write(mtproto.Ping(ping_id=1))[:-4],
        mtproto.write(mtproto.MsgsAck(msg_ids=[1, 2]))[:-4],
        mtproto.write(mtproto.MsgsStateReq(msg_ids=[1]))[:4] + bytes(20),
        mtproto.write(mtproto.HttpWait(max_delay=0, wait_after=0, max_wait=0))[:8],
        mtproto.write(mtproto.DestroySession(session_id=1))[:8],
    ],
)
async def test_a_service_message_cut_short_ends_only_its_connection(body: bytes) -> None:
    async with World() as world:
        client, other = await inited(world), await inited(world)
        sent(client, client.message(body, content=False))
        assert client.carrier.closed
        assert results(other, call(other))
        client.attach(world.pipe())
        query = call(client)
        settle(world)
        assert results(client, query)


async def test_a_service_message_that_was_held_back_is_answered_when_its_time_comes() -> None:
    async with World() as world:
        client = await inited(world)
        client.next_seq_no(content=True)
        client.tell(mtproto.Ping(ping_id=5), content=True)
        assert not told(client, mtproto.Pong)
        settle(world)
        assert told(client, mtproto.Pong)


async def test_an_unlawful_message_that_was_held_back_ends_the_connection() -> None:
    async with World() as world:
        client = await inited(world)
        client.next_seq_no(content=True)
        sent(client, client.message(mtproto.write(mtproto.Ping(ping_id=1))[:8]))
        assert not client.carrier.closed
        settle(world)
        assert client.carrier.closed


async def test_a_key_that_nobody_made_is_404() -> None:
    async with World() as world:
        client = await inited(world)
        client.send(b"\1" * 8 + client.envelope(client.message(NEAREST))[8:])
        assert client.errors == [-404]
        assert client.carrier.closed
