"""Many clients and intruders at one server: every answer is lawful, and no two runs mix."""

from dataclasses import dataclass, field, replace
from hashlib import sha1

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chappe.crypto import ige, kdf, pq
from chappe.crypto.rsa import RsaKey
from chappe.mtproto.handshake import Handshakes
from chappe.mtproto.handshake_state import RUN_SECONDS, Answer, KeyMade, Refuse, Reply
from chappe.testing.handshake import ClientKey, Hands, Padding, Wishes, shake_hands
from chappe.tl import mtproto

KEY = RsaKey.generate()
FACTORS = (1229739323, 1402015859)
QUICK = Wishes(factor=lambda _: FACTORS)
STEPS = [mtproto.ReqPq, mtproto.ReqPqMulti, mtproto.ReqDHParams, mtproto.SetClientDHParams]


@pytest.fixture(autouse=True)
def _known_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pq, "product", lambda _: FACTORS)


def lawful(answer: Answer) -> bool:
    """What a gateway knows how to handle; anything else would be an exception."""
    match answer:
        case Reply(body):
            return len(body) % 4 == 0
        case KeyMade(new_key):
            return len(new_key.auth_key) == 256
        case Refuse(code):
            return code in {-404, -444}
    return False


@dataclass
class Guest:
    """A client on its way. `spoilt`: somebody sent a wrong question in its name."""

    hands: Hands
    question: bytes
    wishes: Wishes
    born: float | None = None
    step: int = 1
    spoilt: bool = False
    said: tuple[bytes, Answer] | None = None
    key: ClientKey | None = None
    made: list[KeyMade] = field(default_factory=list)

    def expect_served(self, now: float) -> bool:
        in_time = self.born is None or now < self.born + RUN_SECONDS
        return (in_time or self.step == 1) and not self.spoilt


class Party(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.server = Handshakes([KEY])
        self.guests: list[Guest] = []
        self.now = 1_800_000_000.0
        self.questions = 0

    def ask(self, body: bytes) -> Answer:
        self.questions += 1
        answer = self.server.receive(body, self.now)
        assert lawful(answer)
        return answer

    def pick(self, number: int) -> Guest:
        return self.guests[number % len(self.guests)]

    @rule(
        dc=st.none() | st.integers(-(2**31), 2**31 - 1),
        expires_in=st.none() | st.integers(1, 2**31 - 1),
        padding=st.sampled_from(Padding),
        multi=st.booleans(),
    )
    def arrive(
        self, dc: int | None, expires_in: int | None, padding: Padding, multi: bool
    ) -> None:
        wishes = replace(QUICK, dc=dc, expires_in=expires_in, padding=padding, multi=multi)
        hands = shake_hands(KEY.public, wishes)
        self.guests.append(Guest(hands, next(hands), wishes))

    @precondition(lambda self: self.guests)
    @rule(number=st.integers(0), collide=st.booleans())
    def go_on(self, number: int, collide: bool) -> None:
        guest = self.pick(number)
        if guest.key is not None:
            return
        answer = self.ask(guest.question)
        served = guest.expect_served(self.now)
        assert isinstance(answer, Refuse) != served
        if isinstance(answer, Refuse):
            return
        if guest.step == 1:
            guest.born = self.now
        guest.said = guest.question, answer
        if isinstance(answer, KeyMade):
            guest.made.append(answer)
            body = self.server.collided(answer) if collide else self.server.settled(answer)
            guest.said = guest.question, Reply(body)
        else:
            body = answer.body
        guest.step += 1
        try:
            guest.question = guest.hands.send(body)
        except StopIteration as end:
            guest.key = end.value
        except Exception:
            assert collide  # told to give up after too many collisions
            guest.spoilt = True

    @precondition(lambda self: self.guests)
    @rule(number=st.integers(0))
    def repeat_the_last_question(self, number: int) -> None:
        guest = self.pick(number)
        if guest.said is None or guest.step == 2 or guest.spoilt or guest.born is None:
            return
        question, answer = guest.said
        again = self.ask(question)
        if self.now < guest.born + RUN_SECONDS:
            assert again == answer
        else:
            assert isinstance(again, Refuse)

    @precondition(lambda self: self.guests)
    @rule(number=st.integers(0), place=st.integers(0), bit=st.integers(0, 7))
    def twist_a_question(self, number: int, place: int, bit: int) -> None:
        guest = self.pick(number)
        body = bytearray(guest.question)
        place %= len(body)
        body[place] ^= 1 << bit
        answer = self.ask(bytes(body))
        if len(body) > 36 and place >= 36:
            guest.spoilt = True  # its run was named, and the question was not the client's own
            if place >= 100:  # past the numbers: sealed bytes, which no bit may leave
                assert isinstance(answer, Refuse)

    @precondition(lambda self: len(self.guests) > 1)
    @rule(one=st.integers(0), other=st.integers(0))
    def speak_in_another_name(self, one: int, other: int) -> None:
        speaker, victim = self.pick(one), self.pick(other)
        if speaker is victim or min(len(speaker.question), len(victim.question)) <= 36:
            return
        body = speaker.question[:4] + victim.question[4:36] + speaker.question[36:]
        assert isinstance(self.ask(body), Refuse)
        victim.spoilt = True

    @rule(data=st.binary(max_size=400), step=st.sampled_from([None, *STEPS]))
    def shout(self, data: bytes, step: type[mtproto.ReqPq] | None) -> None:
        head = b"" if step is None else step.ID.to_bytes(4, "little")
        self.ask(head + data)

    @rule(seconds=st.floats(0, 400))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def no_key_belongs_to_two(self) -> None:
        finished = [guest for guest in self.guests if guest.key is not None]
        assert len({guest.key.auth_key for guest in finished if guest.key}) == len(finished)
        for guest in finished:
            assert guest.key is not None
            made = guest.made[-1].new_key
            assert made.auth_key == guest.key.auth_key
            assert (made.expires_at is None) == (guest.wishes.expires_in is None)

    @invariant()
    def memory_is_bounded_by_the_questions(self) -> None:
        assert len(self.server) <= self.questions


TestParty = pytest.mark.usefixtures("_known_factors")(Party.TestCase)
TestParty.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


def run_to(steps: int) -> tuple[Handshakes, bytes, list[bytes]]:
    """A server, the pending question, and what the client drew from its dice."""
    drawn: list[bytes] = []

    def entropy(size: int) -> bytes:
        drawn.append(pq.SYSTEM(size))
        return drawn[-1]

    server = Handshakes([KEY])
    hands = shake_hands(KEY.public, replace(QUICK, entropy=entropy))
    question = next(hands)
    for _ in range(steps):
        answer = server.receive(question, 0.0)
        assert isinstance(answer, Reply)
        question = hands.send(answer.body)
    return server, question, drawn


def with_sealed(question: bytes, sealed: bytes) -> bytes:
    query, _ = mtproto.read(question)
    assert isinstance(query, mtproto.ReqDHParams | mtproto.SetClientDHParams)
    query.encrypted_data = sealed
    return mtproto.write(query)


inner_starts = st.sampled_from(
    [
        b"",
        *(
            kind.ID.to_bytes(4, "little")
            for kind in (
                mtproto.PQInnerData,
                mtproto.PQInnerDataDc,
                mtproto.PQInnerDataTempDc,
                mtproto.ClientDHInnerData,
                mtproto.MsgContainer,
                mtproto.GzipPacked,
            )
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(inner_starts, st.binary(max_size=140), st.booleans())
def test_whatever_is_sealed_properly_is_answered_lawfully(
    start: bytes, rest: bytes, legacy: bool
) -> None:
    server, question, _ = run_to(1)
    seal = KEY.public.seal_legacy if legacy else KEY.public.seal_pad
    answer = server.receive(with_sealed(question, seal(start + rest)), 0.0)
    assert isinstance(answer, Refuse)
    assert isinstance(server.receive(question, 0.0), Refuse)


@settings(max_examples=60, deadline=None)
@given(inner_starts, st.binary(max_size=400))
def test_whatever_is_hashed_properly_in_the_last_step_is_answered_lawfully(
    start: bytes, rest: bytes
) -> None:
    server, question, drawn = run_to(2)
    data = start + rest
    hashed = sha1(data).digest() + data
    sealed = ige.encrypt(
        hashed + bytes(-len(hashed) % 16), *kdf.handshake_aes(drawn[1], question[20:36])
    )
    answer = server.receive(with_sealed(question, sealed), 0.0)
    assert isinstance(answer, Refuse)
    assert isinstance(server.receive(question, 0.0), Refuse)
