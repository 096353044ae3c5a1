"""Any bytes in any phase of a connection end in a lawful state.

Lawful: the connection is closed and has let go of everything, or it serves a lawful client; nothing is
raised; and whoever else is connected does not notice.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chappe.config import Limits, Settings
from chappe.mtproto import container
from chappe.mtproto.container import Message
from chappe.testing.client import Client, HungUp
from chappe.testing.frames import Kind
from chappe.testing.handshake import ClientKey, shake_hands
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto

LIMITS = Limits(
    handshake_failures_per_minute_max=10**9,
    handshakes_per_address_max=10**9,
    packet_bytes_max=1 << 16,
)
NEAREST = layers.write(api.help.GetNearestDc())
LAWFUL = [
    NEAREST,
    layers.write(api.InvokeWithLayer(layer=133, query=NEAREST)),
    layers.write(api.InvokeAfterMsg(msg_id=4, query=NEAREST)),
    mtproto.write(mtproto.Ping(ping_id=1)),
    mtproto.write(mtproto.PingDelayDisconnect(ping_id=1, disconnect_delay=3)),
    mtproto.write(mtproto.MsgsAck(msg_ids=[1, 2])),
    mtproto.write(mtproto.MsgsStateReq(msg_ids=[1, 2])),
    mtproto.write(mtproto.MsgResendReq(msg_ids=[1, 5])),
    mtproto.write(mtproto.GetFutureSalts(num=2)),
    mtproto.write(mtproto.RpcDropAnswer(req_msg_id=8)),
    mtproto.write(mtproto.DestroySession(session_id=5)),
    mtproto.write(mtproto.HttpWait(max_delay=1, wait_after=1, max_wait=1)),
    container.pack([]),
    container.pack([Message(4, 1, NEAREST), Message(8, 3, NEAREST)]),
    container.COPY_ID + container.pack([Message(4, 1, NEAREST)])[8:],
    container.deflate(bytes(600)),
]
SHORT = st.binary(max_size=120)
DISTORTION = st.sampled_from(["cut", "grow", "flip", "none"])


def distort(body: bytes, how: str, place: int) -> bytes:
    """A lawful body, cut, grown or changed in one byte."""
    place %= len(body)
    match how:
        case "cut":
            return body[:place]
        case "grow":
            return body + bytes(4 * (place % 5 + 1))
        case "flip":
            return body[:place] + bytes((body[place] ^ 0x81,)) + body[place + 1 :]
        case _:
            return body


class Node:
    """One world for all examples, with a client that must never notice anything."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.world = World(Settings(limits=LIMITS))
        self.keys: list[ClientKey] = []
        self.runner.run(self._open())

    async def _open(self) -> None:
        await self.world.__aenter__()
        self.other = await self.world.client()
        await self.other.call("help.getNearestDc")
        for _ in range(2):
            self.keys.append(await self.world.stranger().shake_hands())

    def do(self, work: Callable[[], Any]) -> Any:
        """Run `work` inside the event loop, and let what it scheduled happen."""

        async def whole() -> Any:
            result = work()
            await asyncio.sleep(0)
            return result

        return self.runner.run(whole())


_NODES: list[Node] = []


def node() -> Node:
    if not _NODES:
        _NODES.append(Node())
    return _NODES[0]


class Wire(RuleBasedStateMachine):
    """One connection after the other, spoken to in every way."""

    @initialize(kind=st.sampled_from(Kind), obfuscated=st.booleans(), key=st.integers(0, 1))
    def connect(self, kind: Kind, obfuscated: bool, key: int) -> None:
        self.node = node()
        self.kind, self.obfuscated = kind, obfuscated and kind is not Kind.FULL
        self.key = self.node.keys[key]
        self.client: Client = self.node.do(self.new_client)
        self.in_order = True

    def new_client(self) -> Client:
        world = self.node.world
        client = Client(
            world.pipe(),
            world.key.public,
            world.clock,
            kind=self.kind,
            obfuscated=self.obfuscated,
        )
        client.use(self.key)
        client.salt = world.current_salt(client)
        return client

    @property
    def closed(self) -> bool:
        return self.client.carrier.closed

    # No preconditions: what is closed depends on dice that are not Hypothesis's (paddings, nonces).

    @rule()
    def come_again(self) -> None:
        if not self.closed:
            self.node.do(self.client.carrier.hang_up)
        self.client = self.node.do(self.new_client)
        self.in_order = True

    @rule(data=SHORT)
    def throw_bytes(self, data: bytes) -> None:
        self.in_order = self.in_order and not data
        self.node.do(lambda: self.client.carrier.send(data))

    @rule(payload=SHORT)
    def frame_bytes(self, payload: bytes) -> None:
        payload += bytes(-len(payload) % 4)
        self.node.do(lambda: self.client.send(payload))

    @rule(part=st.integers(0, 200), body=st.sampled_from(LAWFUL))
    def leave_in_mid_frame(self, part: int, body: bytes) -> None:
        packet = self.client.envelope(self.client.message(body))
        frame = self.client.framing.frame(packet)
        self.in_order = self.in_order and part >= len(frame)
        self.node.do(lambda: self.client.carrier.send(frame[:part]))

    @rule(length=st.integers(-(2**31), 2**31 - 1))
    def claim_a_length(self, length: int) -> None:
        self.in_order = False
        head = length.to_bytes(4, "little", signed=True)
        self.node.do(lambda: self.client.carrier.send(head))

    @rule(
        body=st.sampled_from(LAWFUL),
        how=DISTORTION,
        place=st.integers(0, 500),
        salted=st.booleans(),
        shift=st.sampled_from([0, 0, 0, 1, -4, -(400 << 32), 60 << 32, -(1 << 20)]),
        seq=st.sampled_from([None, None, 0, 1, 2, 9, -1, 2**31 - 1]),
        quick_ack=st.booleans(),
    )
    def speak(
        self,
        body: bytes,
        how: str,
        place: int,
        salted: bool,
        shift: int,
        seq: int | None,
        quick_ack: bool,
    ) -> None:
        client = self.client
        message = client.message(distort(body, how, place))
        message = message._replace(msg_id=message.msg_id + shift)
        if seq is not None:
            message = message._replace(seq_no=seq)
        packet = client.envelope(message, salt=None if salted else 5)
        quick_ack = quick_ack and self.kind is not Kind.FULL
        self.node.do(lambda: client.send(packet, quick_ack=quick_ack))

    @rule(place=st.integers(0, 1000))
    def speak_with_a_wrong_bit(self, place: int) -> None:
        packet = bytearray(self.client.envelope(self.client.message(NEAREST)))
        packet[place % len(packet)] ^= 1
        self.node.do(lambda: self.client.send(bytes(packet)))

    @rule(how=DISTORTION, place=st.integers(0, 500), steps=st.integers(0, 2))
    def shake_hands_wrongly(self, how: str, place: int, steps: int) -> None:
        client = self.client

        async def try_it() -> None:
            hands = shake_hands(client.public_key)
            question = next(hands)
            try:
                for _ in range(steps):
                    question = hands.send(await client.ask_plainly(question))
                await asyncio.wait_for(client.ask_plainly(distort(question, how, place)), 0.01)
            except (HungUp, TimeoutError):
                pass

        if self.in_order and not self.closed:
            self.node.runner.run(try_it())

    @rule(seconds=st.sampled_from([0.01, 0.06, 4, 20, 1000]))
    def let_time_pass(self, seconds: float) -> None:
        self.node.do(lambda: self.node.world.advance(seconds))
        self.node.other.attach(self.node.do(self.node.world.pipe))

    @rule()
    def be_lawful(self) -> None:
        """A connection that stayed open, on which every frame was whole, answers a ping."""
        client = self.client
        if self.closed or not self.in_order:
            return
        client.session_id += 1
        client._content = 0
        client.salt = self.node.world.current_salt(client)
        ping = mtproto.Ping(ping_id=client.next_msg_id())
        self.node.do(lambda: client.tell(ping))
        if not self.closed:
            assert ping.ping_id in [
                h.ping_id for h in client.heard if isinstance(h, mtproto.Pong)
            ]

    @invariant()
    def a_closed_connection_has_let_go(self) -> None:
        if not hasattr(self, "client"):
            return
        connection = self.client.carrier.connection
        assert connection.closed is self.closed
        if self.closed:
            assert connection.link.sessions_here == ()
            assert connection.link.on_news is None

    @invariant()
    def others_do_not_notice(self) -> None:
        if not hasattr(self, "client"):
            return
        other = self.node.other
        other.salt = self.node.world.current_salt(other)
        other.heard.clear()
        self.node.do(lambda: other.tell(mtproto.Ping(ping_id=99)))
        assert any(isinstance(heard, mtproto.Pong) for heard in other.heard)
        assert not other.errors

    def teardown(self) -> None:
        if hasattr(self, "client") and not self.closed:
            self.node.do(self.client.carrier.hang_up)


TestWire = Wire.TestCase
TestWire.settings = settings(
    max_examples=100,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
