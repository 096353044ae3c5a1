"""Clients that stop between the steps of a handshake, for the tests beside this file."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from chappe.crypto import ige, kdf
from chappe.crypto.rsa import RsaKey
from chappe.mtproto.handshake import Handshakes
from chappe.mtproto.handshake_inner import hash_of, read_whole
from chappe.mtproto.handshake_state import Answer, KeyMade, Refuse, Reply
from chappe.testing.handshake import (
    Wishes,
    shake_hands,
)
from chappe.tl import mtproto

NOW = 1_800_000_000.5
FACTORS = (1229739323, 1402015859)
QUICK = Wishes(factor=lambda _: FACTORS)

MADE_KEYS = [RsaKey.generate(), RsaKey.generate()]


class Walk:
    """One client at one server, stopped between the steps."""

    def __init__(self, server: Handshakes, key: RsaKey, wishes: Wishes = QUICK) -> None:
        self.server = server
        self.hands = shake_hands(key.public, wishes)
        self.question = next(self.hands)
        self.answer: Answer | None = None

    def ask(self, now: float = NOW, question: bytes | None = None) -> Answer:
        return self.server.receive(self.question if question is None else question, now)

    def step(self, now: float = NOW) -> bytes:
        """Answer the pending question; gives the next one."""
        answer = self.ask(now)
        assert isinstance(answer, Reply)
        self.question = self.hands.send(answer.body)
        return self.question

    def to(self, steps: int) -> "Walk":
        for _ in range(steps):
            self.step()
        return self


def told(server: Handshakes, now: float = NOW) -> Callable[[bytes], bytes]:
    def ask(body: bytes) -> bytes:
        match server.receive(body, now):
            case Reply(answer):
                return answer
            case KeyMade() as made:
                return server.settled(made)
            case Refuse(code, reason):
                raise AssertionError(f"{code}: {reason}")

    return ask


def refused(answer: Answer, code: int = -404) -> bool:
    return isinstance(answer, Refuse) and answer.code == code


def made_by(walk: Walk) -> KeyMade:
    made = walk.ask()
    assert isinstance(made, KeyMade)
    return made


def changed(body: bytes, **fields: object) -> bytes:
    """The same query with other fields."""
    query = read_whole(body)
    for name, value in fields.items():
        setattr(query, name, value)
    return mtproto.write(query)


class HandMade:
    """A run at its last step whose client data the test writes itself."""

    def __init__(self, server: Handshakes, key: RsaKey) -> None:
        self.new_nonce = b""
        draws = count()

        def entropy(size: int) -> bytes:
            drawn = bytes((next(draws) + i) % 256 for i in range(size))
            if size == 32 and not self.new_nonce:
                self.new_nonce = drawn
            return drawn

        self.walk = Walk(server, key, replace(QUICK, entropy=entropy)).to(2)
        query = read_whole(self.walk.question)
        assert isinstance(query, mtproto.SetClientDHParams)
        self.nonce, self.server_nonce = query.nonce, query.server_nonce

    def data(self, **fields: object) -> bytes:
        lawful: dict[str, object] = {
            "nonce": self.nonce,
            "server_nonce": self.server_nonce,
            "retry_id": 0,
            "g_b": (2**2000).to_bytes(256, "big"),
        }
        return mtproto.write(mtproto.ClientDHInnerData(**(lawful | fields)))

    def send(self, hashed: bytes) -> Answer:
        aes = kdf.handshake_aes(self.new_nonce, self.server_nonce)
        sealed = ige.encrypt(hashed + bytes(-len(hashed) % 16), *aes)
        return self.walk.ask(question=changed(self.walk.question, encrypted_data=sealed))


def with_hash(data: bytes) -> bytes:
    return hash_of(data) + data
