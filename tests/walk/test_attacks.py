"""Each attack on the wire that is known, tried: what Chappe does about it is in its name."""

import secrets
from collections.abc import Callable
from time import perf_counter_ns

import pytest
import structlog
from wire_walks import (
    CONFIG,
    NEAREST,
    answers,
    call,
    error_of,
    inited,
    results,
    sent,
    settle,
    told,
)

from chappe.config import Settings
from chappe.crypto import ige, kdf
from chappe.mtproto import container, envelope
from chappe.mtproto.envelope import INNER, unseal
from chappe.mtproto.errors import RemoteError
from chappe.mtproto.session import HOLD_BACK_SECONDS
from chappe.testing.client import Client, HungUp
from chappe.testing.handshake import Wishes, shake_hands
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto

SHUFFLES = 12


def executed(world: World, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every call that is begun from now on, by msg_id."""
    begun: list[int] = []
    begin = world.node.hub.calls.begin

    def spy(call: object, caller: object) -> None:
        begun.append(call.msg_id)
        begin(call, caller)

    monkeypatch.setattr(world.node.hub.calls, "begin", spy)
    return begun


# -- reordering, replay, re-encryption (IEEE S&P 2022) ---------------------------------


async def test_reordering_packets_on_the_way_does_not_reorder_what_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with World() as world:
        client = await inited(world)
        begun = executed(world, monkeypatch)
        for _ in range(SHUFFLES):
            messages = [client.message(NEAREST) for _ in range(20)]
            packets = [client.envelope(message) for message in messages]
            secrets.SystemRandom().shuffle(packets)
            for packet in packets:
                client.send(packet)
            assert begun == [message.msg_id for message in messages]
            begun.clear()


async def test_a_packet_held_back_by_the_attacker_is_overtaken_only_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with World() as world:
        client = await inited(world)
        begun = executed(world, monkeypatch)
        first, second, third = (client.message(NEAREST) for _ in range(3))
        sent(client, third)
        sent(client, second)
        assert begun == []
        world.advance(HOLD_BACK_SECONDS * 0.9)
        assert begun == []
        world.advance(HOLD_BACK_SECONDS * 0.2)
        assert begun == [second.msg_id, third.msg_id], "still in their own order"
        sent(client, first)
        assert begun == [second.msg_id, third.msg_id, first.msg_id]


async def test_what_must_not_be_reordered_at_all_is_guarded_by_its_wrapper() -> None:
    async with World() as world:
        client = await inited(world)
        first, second = client.message(NEAREST), client.message(b"")
        body = layers.write(api.InvokeAfterMsg(msg_id=first.msg_id, query=CONFIG))
        sent(client, second._replace(body=body))
        world.advance(5)
        client.tell(mtproto.Ping(ping_id=1))
        assert error_of(results(client, second.msg_id)[0]) == "400 MSG_WAIT_TIMEOUT"


async def test_every_packet_sent_twice_has_one_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    async with World() as world:
        client = await world.client()
        client.inited = True
        begun = executed(world, monkeypatch)
        recorded: list[bytes] = []
        for number in range(20):
            body = client.wrapped(NEAREST) if not number else NEAREST
            recorded.append(client.envelope(client.message(body)))
        inner = [client.message(NEAREST) for _ in range(3)]
        recorded.append(client.envelope(client.message(container.pack(inner), content=False)))
        for packet in recorded:
            client.send(packet)
            client.send(packet)
        once = list(begun)
        assert len(once) == len(set(once)) == 23
        for packet in recorded:
            client.send(packet)
        client.attach(world.pipe())
        for packet in recorded:
            client.send(packet)
        assert begun == once
        world.advance(400)
        for packet in recorded:
            client.send(packet)
        settle(world)
        assert begun == once, "by now its time tells"


async def test_a_replayed_packet_does_not_take_a_session_to_the_attackers_connection() -> None:
    async with World() as world:
        client = await inited(world)
        recorded = client.envelope(client.message(NEAREST))
        client.send(recorded)
        attacker = world.stranger()
        attacker.key, attacker.session_id = client.key, client.session_id
        attacker.send(recorded)
        world.advance(301)
        attacker.send(recorded)
        heard = [message.body[:4] for message in attacker.messages]
        assert heard == [mtproto.BadMsgNotification.ID.to_bytes(4, "little")]
        (session,) = world.node.hub.sessions.of_key(client.key.key_id)
        session.push(mtproto.write(mtproto.Pong(msg_id=1, ping_id=9)), world.clock.now())
        session.link.on_news()
        await client.call("help.getNearestDc")
        assert told(client, mtproto.Pong)
        assert not told(attacker, mtproto.Pong)


async def test_a_replay_after_the_session_is_forgotten_is_not_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with World() as world:
        client = await inited(world)
        recorded = client.envelope(client.message(NEAREST))
        client.send(recorded)
        client.carrier.hang_up()
        world.advance(1000)
        begun = executed(world, monkeypatch)
        attacker = world.stranger()
        attacker.key, attacker.session_id = client.key, client.session_id
        attacker.send(recorded)
        assert begun == []
        world.advance(1000)
        assert not world.node.hub.sessions.of_key(client.key.key_id), "nothing of it remains"


async def test_no_message_is_ever_encrypted_twice_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed: list[tuple[int, int, bytes]] = []
    original = envelope.seal

    def spy(key: object, salt: int, session_id: int, *message: object) -> bytes:
        sealed.append(message)
        return original(key, salt, session_id, *message)

    monkeypatch.setattr("chappe.mtproto.session.seal", spy)
    async with World() as world:
        client = await inited(world)
        for _ in range(6):
            query = client.message(NEAREST)
            sent(client, query)
            sent(client, query)
            (number, *_) = answers(client, query.msg_id)
            client.send(client.envelope(client.message(resend(number.msg_id), content=False)))
            client.attach(world.pipe())
            client.send(client.envelope(client.message(ping(), content=False)))
    assert len(sealed) > 20
    assert len(sealed) == len(set(sealed))
    assert len({message[0] for message in sealed}) == len(sealed), "not even the number"


def resend(number: int) -> bytes:
    return mtproto.write(mtproto.MsgResendReq(msg_ids=[number]))


def ping() -> bytes:
    return mtproto.write(mtproto.Ping(ping_id=1))


async def test_equal_messages_have_different_ciphertexts_and_lengths() -> None:
    async with World() as world:
        client = await inited(world)
        before = len(client.packets)
        for _ in range(60):
            client.tell(mtproto.Ping(ping_id=1))
        packets = client.packets[before:]
        assert len({packet[8:] for packet in packets}) == len(packets)
        assert len({len(packet) for packet in packets}) > 1


# -- the order of checks (IEEE S&P 2022: timing of the length) ---------------------------


def bad_packet(client: Client, length: int, *, msg_key_holds: bool) -> bytes:
    """A packet whose inner length is a lie, with or without a msg_key that covers the lie."""
    head = INNER.pack(client.salt, client.session_id, client.next_msg_id(), 1, length)
    inner = head + secrets.token_bytes(1024 - len(head))
    key = client.key.auth_key
    msg_key = kdf.message_key(key, inner, outgoing=False)
    if not msg_key_holds:
        msg_key = bytes(byte ^ 0x55 for byte in msg_key)
    aes = kdf.aes(key, msg_key, outgoing=False)
    return (
        client.key.key_id.to_bytes(8, "little", signed=True)
        + msg_key
        + ige.encrypt(inner, *aes)
    )


@pytest.mark.parametrize("length", [-1, -4, 2**31 - 4, 1020, 3, 64, 0])
@pytest.mark.parametrize("msg_key_holds", [True, False])
async def test_every_way_to_be_undecipherable_looks_the_same(
    length: int, msg_key_holds: bool
) -> None:
    if msg_key_holds and length == 0:
        length = 1  # 0 would be lawful but for its padding, which is too long below
    async with World(Settings(allow_v1=False)) as world:
        client, other = await inited(world), await inited(world)
        heard = len(client.messages)
        client.send(bad_packet(client, length, msg_key_holds=msg_key_holds))
        if msg_key_holds and length == 64:
            return  # lawful: 928 bytes of padding
        assert client.errors == [-404]
        assert len(client.messages) == heard
        assert client.carrier.closed
        assert results(other, call(other))


def time_of(work: Callable[[], object]) -> int:
    began = perf_counter_ns()
    with pytest.raises(RemoteError):
        work()
    return perf_counter_ns() - began


async def test_the_time_to_refuse_a_packet_does_not_depend_on_the_length_it_claims() -> None:
    async with World() as world:
        client = await inited(world)
    key = client.key
    seen: list[float] = []
    # A leak shows in every round; a neighbour on the machine does not.
    for _ in range(12):
        samples: list[list[int]] = [[], []]
        packets = [
            [bad_packet(client, length, msg_key_holds=False) for _ in range(600)]
            for length in (64, 2**31 - 4)
        ]
        for number, pair in enumerate(zip(*packets, strict=True)):
            # Each class goes first as often as the other: the second finds warm caches.
            for kind in (0, 1) if number % 2 else (1, 0):
                samples[kind].append(time_of(lambda packet=pair[kind]: unseal(key, packet)))
        t = abs(welch(trimmed(samples[0]), trimmed(samples[1])))
        if t < 4.5:
            return
        seen.append(t)
    pytest.fail(f"the classes can be told apart: t = {seen}")


def trimmed(samples: list[int]) -> list[int]:
    """Without the slower half: noise of the machine only ever adds."""
    return sorted(samples)[: len(samples) // 2]


def welch(one: list[int], two: list[int]) -> float:
    def moments(samples: list[int]) -> tuple[float, float]:
        mean = sum(samples) / len(samples)
        return mean, sum((x - mean) ** 2 for x in samples) / (len(samples) - 1) / len(samples)

    (mean_one, error_one), (mean_two, error_two) = moments(one), moments(two)
    return (mean_one - mean_two) / (error_one + error_two) ** 0.5


# -- malleability of MTProto 1.0 (ePrint 2015/1177) ----------------------------------------


async def test_no_bit_of_a_packet_can_be_changed() -> None:
    async with World() as world:
        client = await inited(world)
        client._content += 100
        for place in [8, 15, 23, 24, 40, 57, 70, -17, -16, -1]:
            message = client.message(NEAREST)._replace(seq_no=1)
            packet = bytearray(client.envelope(message))
            packet[place] ^= 1 << secrets.randbelow(8)
            client.send(bytes(packet))
            assert client.errors[-1:] == [-404], place
            assert not results(client, message.msg_id)
            client.errors.clear()
            client.attach(world.pipe())


async def test_the_malleable_old_envelope_is_refused_where_it_is_switched_off() -> None:
    async with World(Settings(allow_v1=False)) as world:
        client = await world.client(version=1)
        client.inited = True
        call(client, client.wrapped(NEAREST))
        assert client.errors == [-404]
        assert not client.messages


# -- mixing of handshakes (ePrint 2025/451) ----------------------------------------------


async def test_a_step_of_one_handshake_is_of_no_use_in_another() -> None:
    async with World() as world:
        one, two = world.stranger(), world.stranger()
        hands, others = shake_hands(world.key.public), shake_hands(world.key.public)
        query = mtproto.read(hands.send(await one.ask_plainly(next(hands))))[0]
        other = mtproto.read(others.send(await two.ask_plainly(next(others))))[0]
        # Run two, with what was sealed for run one: everything in the clear is right.
        mixed = mtproto.write(other).replace(other.encrypted_data, query.encrypted_data)
        with pytest.raises(HungUp):
            await two.ask_plainly(mixed)
        assert two.errors == [-404]
        assert await one.ask_plainly(mtproto.write(query)), "run one has not noticed"


async def test_a_run_for_a_temporary_key_does_not_end_in_a_permanent_one() -> None:
    async with World() as world:
        client = await world.client(wishes=Wishes(expires_in=60))
        entry = world.node.hub.keyring.get(client.key.key_id)
        assert entry.state.expires_at == world.clock.now() + 60
        assert entry.caller.perm_key_id is None


async def test_an_identical_step_gets_the_identical_answer_and_another_one_ends_the_run() -> (
    None
):
    async with World() as world:
        client = world.stranger()
        hands = shake_hands(world.key.public)
        step = hands.send(await client.ask_plainly(next(hands)))
        answer = await client.ask_plainly(step)
        assert await client.ask_plainly(step) == answer
        another = bytearray(step)
        another[-1] ^= 1
        with pytest.raises(HungUp):
            await client.ask_plainly(bytes(another))
        client.attach(world.pipe())
        with pytest.raises(HungUp):
            await client.ask_plainly(step)
        assert client.errors == [-404, -404]


async def test_a_handshake_is_too_old_after_ten_minutes() -> None:
    async with World() as world:
        client = world.stranger()
        hands = shake_hands(world.key.public)
        step = hands.send(await client.ask_plainly(next(hands)))
        world.advance(601)
        client.attach(world.pipe())
        with pytest.raises(HungUp):
            await client.ask_plainly(step)


async def test_only_steps_of_a_handshake_may_come_unencrypted() -> None:
    async with World() as world:
        client = await inited(world)
        with pytest.raises(HungUp):
            await client.ask_plainly(NEAREST)
        assert client.errors == [-404]


# -- tracking -------------------------------------------------------------------------------


async def test_no_log_line_holds_a_key_its_whole_id_or_a_salt() -> None:
    with structlog.testing.capture_logs() as lines:
        async with World() as world:
            client = await inited(world)
            first_salt = client.salt
            call(client, b"\xef\xbe\xad\xde")
            call(client, layers.write(api.auth.LogOut()))
            sent(client, client.message(NEAREST), salt=1)
            client.send(bad_packet(client, -1, msg_key_holds=False))
            client.attach(world.pipe())
            client.tell(mtproto.DestroyAuthKey())
            call(client)
            (session,) = [*world.node.hub.sessions.of_key(client.key.key_id), None][:1]
            shown = f"{lines} {client.key!r} {session!r}"
    assert lines, "something was logged"
    key_id = client.key.key_id
    for number in (key_id, first_salt, client.salt, client.session_id):
        for form in (str(number), f"{number & (1 << 64) - 1:x}", str(number & (1 << 64) - 1)):
            assert form not in shown
        assert repr(number.to_bytes(8, "little", signed=True))[2:-1] not in shown
    assert client.key.auth_key.hex() not in shown
