"""The protocol of one connection, from behind a valid key: no message may do more than be refused.

Each input is a conversation. Nothing but RemoteError may come out of it, no call may be handed over
twice, and all that the session says must be readable to the client.
"""

from collections.abc import Iterator
from hashlib import sha256

from grow import Dice, garden

from chappe.ids import AuthKeyId, DcId
from chappe.mtproto import container, salts
from chappe.mtproto.envelope import seal, unseal
from chappe.mtproto.errors import RemoteError
from chappe.mtproto.events import Call
from chappe.mtproto.keys import KeyState
from chappe.mtproto.link import Link
from chappe.mtproto.sessions import Sessions

NOW = 1_800_000_000.0
AUTH_KEY = sha256(b"fuzz").digest() * 8
RPC_ERROR = bytes.fromhex("19ca4421") + (400).to_bytes(4, "little") + b"\3BAD"
MESSAGES_MAX = 12
SERVICE = "mtproto.tl"


class Conversation:
    """A client that does whatever the dice say."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.key = KeyState(AuthKeyId(77), AUTH_KEY, DcId(2), 1, NOW)
        self.link = Link(Sessions(), allow_v1=bool(dice.draw(2)))
        self.now = NOW
        self.msg_id = int(NOW) << 32
        self.content = 0
        self.called: set[tuple[int, int]] = set()
        self.heard: list[int] = []

    def body(self, depth: int = 0) -> bytes:
        """One message's content."""
        match self.dice.draw(8 if depth < 3 else 5):
            case 0:
                return self.dice.take(4 * self.dice.draw(16))
            case 1 | 2 | 3:
                place = garden(SERVICE)
                shape = place.shapes[self.dice.draw(len(place.shapes))]
                return place.grow(shape, self.dice)
            case 4:
                head = bytes.fromhex(("59b4d662", "52fb69da", "081a867d")[self.dice.draw(3)])
                ids = [self.known() for _ in range(self.dice.draw(5))]
                count = len(ids).to_bytes(4, "little")
                return head + b"\x15\xc4\xb5\x1c" + count + b"".join(ids)
            case 5:
                return container.deflate(self.body(depth + 1) * self.dice.draw(99))
            case 6:
                return container.COPY_ID + b"".join(self.inner(depth + 1))
            case _:
                count = self.dice.draw(5)
                inner = [part for _ in range(count) for part in self.inner(depth + 1)]
                return container.CONTAINER_ID + count.to_bytes(4, "little") + b"".join(inner)

    def known(self) -> bytes:
        """An id that means something here, mostly."""
        choice = [self.msg_id, 5, *self.heard[-6:]]
        return choice[self.dice.draw(len(choice))].to_bytes(8, "little", signed=True)

    def inner(self, depth: int) -> Iterator[bytes]:
        msg_id, seq_no, body = self.next_id(), self.seq_no(), self.body(depth)
        yield msg_id.to_bytes(8, "little", signed=True)
        yield seq_no.to_bytes(4, "little") + len(body).to_bytes(4, "little") + body

    def next_id(self) -> int:
        step = (1 << 24, 4, 0, -(1 << 26), 1, 400 << 32)[self.dice.draw(24) % 6]
        if step > 1 << 40:
            return self.msg_id + step
        self.msg_id += step
        return self.msg_id

    def seq_no(self) -> int:
        match self.dice.draw(8):
            case 0:
                return self.content * 2
            case 1:
                return self.dice.draw(256)
            case _:
                self.content += 1
                return self.content * 2 - 1

    def speak(self) -> None:
        """One packet to the server, and its answers."""
        self.now += self.dice.draw(8) / 20
        body = self.body()
        salt = salts.current(self.key, self.now) if self.dice.draw(8) else 5
        args = (salt, self.dice.draw(2), self.next_id(), self.seq_no(), body)
        packet = seal(self.key, *args, outgoing=False)
        events = self.link.receive(self.key, packet, self.now)
        events += self.link.wake(self.now)
        for event in events:
            if isinstance(event, Call):
                called = (event.session.session_id, event.msg_id)
                assert called not in self.called, "handed over twice"
                self.called.add(called)
                if self.dice.draw(2):
                    event.session.answer(event.msg_id, RPC_ERROR, self.now)
        for answer in self.link.flush(self.now):
            plain = unseal(self.key, answer, outgoing=True)
            assert plain.msg_id & 1
            if plain.body[:4] == container.CONTAINER_ID:
                self.heard += [m.msg_id for m in container.unpack(plain.body)]
            self.heard.append(plain.msg_id)


def one_input(data: bytes) -> None:
    dice = Dice(data)
    conversation = Conversation(dice)
    try:
        for _ in range(1 + dice.draw(MESSAGES_MAX)):
            conversation.speak()
    except RemoteError:
        return


def seeds() -> Iterator[bytes]:
    for number in range(60):
        digest = sha256(bytes((number,))).digest()
        yield b"".join(sha256(digest + bytes((n,))).digest() for n in range(number % 9 + 1))
    yield bytes(24)
