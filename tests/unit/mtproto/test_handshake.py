"""The laws of the handshake, each broken once."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from chappe.crypto import dh, ige, kdf, pq
from chappe.crypto.rsa import RsaKey
from chappe.ids import DcId
from chappe.mtproto.handshake import ATTEMPTS_MAX, Handshakes
from chappe.mtproto.handshake_inner import hash_of, read_whole
from chappe.mtproto.handshake_state import Answer, KeyMade, Refuse, Reply
from chappe.testing.handshake import (
    ClientKey,
    Padding,
    ServerFault,
    Wishes,
    finish,
    shake_hands,
)
from chappe.tl import mtproto

NOW = 1_800_000_000.5
FACTORS = (1229739323, 1402015859)
QUICK = Wishes(factor=lambda _: FACTORS)

MADE_KEYS = [RsaKey.generate(), RsaKey.generate()]


@pytest.fixture(autouse=True)
def _known_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody wants to wait for the proof of work here; `test_pq` does it."""
    monkeypatch.setattr(pq, "product", lambda _: FACTORS)


@pytest.fixture
def key() -> RsaKey:
    return MADE_KEYS[0]


@pytest.fixture
def server(key: RsaKey) -> Handshakes:
    return Handshakes([key])


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


# --- the good road ---------------------------------------------------------------------------


KINDS = [
    replace(QUICK, dc=dc, expires_in=expires_in, padding=padding, multi=multi)
    for dc in (None, 2)
    for expires_in in (None, 86400)
    for padding in Padding
    for multi in (True, False)
]


@pytest.mark.parametrize("wishes", KINDS)
def test_every_kind_of_client_gets_the_same_key_as_the_server(
    server: Handshakes,
    key: RsaKey,
    wishes: Wishes,
) -> None:
    made: list[KeyMade] = []

    def ask(body: bytes) -> bytes:
        answer = server.receive(body, NOW)
        if isinstance(answer, KeyMade):
            made.append(answer)
            return server.settled(answer)
        assert isinstance(answer, Reply)
        return answer.body

    theirs = finish(shake_hands(key.public, wishes), ask)
    ours = made[0].new_key
    assert ours.auth_key == theirs.auth_key
    assert ours.key_id == theirs.key_id == kdf.key_id(ours.auth_key)
    assert ours.first_salt == theirs.first_salt
    assert ours.dc_id == 2
    assert ours.made_at == NOW
    assert ours.expires_at == (NOW + 86400 if wishes.expires_in else None)
    assert theirs.server_time == int(NOW)


def test_a_client_with_the_second_key_is_served_too() -> None:
    server = Handshakes(MADE_KEYS)
    resolved = read_whole(told(server)(Walk(server, MADE_KEYS[1]).question))
    assert isinstance(resolved, mtproto.ResPQ)
    assert resolved.server_public_key_fingerprints == [k.fingerprint for k in MADE_KEYS]
    assert isinstance(finish(shake_hands(MADE_KEYS[1].public, QUICK), told(server)), ClientKey)


def test_the_secret_shows_in_no_repr(server: Handshakes, key: RsaKey) -> None:
    made = made_by(Walk(server, key).to(2))
    assert repr(made.new_key.auth_key)[2:20] not in repr(made.new_key)
    assert str(made.new_key.key_id) not in repr(made.new_key)


# --- lost answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [0, 1])
def test_the_same_question_gets_the_same_answer(
    server: Handshakes, key: RsaKey, steps: int
) -> None:
    walk = Walk(server, key).to(steps)
    first = walk.ask()
    assert isinstance(first, Reply)
    assert walk.ask(NOW + 599) == first


def test_the_last_question_repeats_its_key_until_settled_and_its_answer_after(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(2)
    made = made_by(walk)
    assert walk.ask() == made
    assert server.settled(made) == made.ok_body
    assert walk.ask() == Reply(made.ok_body)
    assert server.settled(made) == made.ok_body


@pytest.mark.parametrize("steps", [1, 2])
def test_ten_minutes_after_the_first_question_a_run_is_unknown(
    server: Handshakes, key: RsaKey, steps: int
) -> None:
    walk = Walk(server, key).to(steps)
    assert refused(walk.ask(NOW + 600))


def test_a_run_may_use_its_ten_minutes(server: Handshakes, key: RsaKey) -> None:
    walk = Walk(server, key)
    walk.step(NOW)
    walk.step(NOW + 300)
    assert isinstance(walk.ask(NOW + 599.9), KeyMade)


def test_a_first_question_after_ten_minutes_begins_anew(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key)
    assert walk.ask(NOW) != walk.ask(NOW + 600)


def test_a_first_question_after_the_second_begins_anew(server: Handshakes, key: RsaKey) -> None:
    walk = Walk(server, key)
    opening = walk.question
    first = walk.ask()
    walk.step()
    walk.step()
    assert walk.ask(question=opening) != first
    assert isinstance(walk.ask(), KeyMade)


def test_the_answer_before_is_forgotten_when_the_next_question_came(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(1)
    second = walk.question
    walk.step()
    made_by(walk)
    assert refused(walk.ask(question=second))
    assert refused(walk.ask())


# --- wrong questions -------------------------------------------------------------------------


def changed(body: bytes, **fields: object) -> bytes:
    """The same query with other fields."""
    query = read_whole(body)
    for name, value in fields.items():
        setattr(query, name, value)
    return mtproto.write(query)


WRONG_OFFERS = {
    "p": {"p": b"\x49\x4c\x55\x3d"},
    "p and q swapped": {"p": b"\x53\x91\x10\x73", "q": b"\x49\x4c\x55\x3b"},
    "p = 1": {"p": b"\1", "q": (FACTORS[0] * FACTORS[1]).to_bytes(8, "big")},
    "no p": {"p": b""},
    "an unknown fingerprint": {"public_key_fingerprint": 1},
    "a short block": {"encrypted_data": bytes(255)},
    "a long block": {"encrypted_data": bytes(257)},
    "no block": {"encrypted_data": b""},
    "another block": {"encrypted_data": bytes(256)},
}


@pytest.mark.parametrize("wrong", WRONG_OFFERS)
def test_a_wrong_second_question_kills_the_run(
    server: Handshakes, key: RsaKey, wrong: str
) -> None:
    walk = Walk(server, key).to(1)
    assert refused(walk.ask(question=changed(walk.question, **WRONG_OFFERS[wrong])))
    assert refused(walk.ask())
    assert len(server) == 0


def test_nothing_is_decrypted_before_the_cheap_checks(
    server: Handshakes, key: RsaKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def count_open(self: RsaKey, encrypted: bytes, *, allow_legacy: bool) -> None:
        opened.append(allow_legacy)

    monkeypatch.setattr(RsaKey, "open", count_open)
    for name, fields in WRONG_OFFERS.items():
        walk = Walk(server, key).to(1)
        answer = walk.ask(question=changed(walk.question, **fields))
        assert isinstance(answer, Refuse)
        assert answer.costly == (name == "another block")
    assert opened == [True]


def test_leading_zeros_in_the_factors_are_forgiven(server: Handshakes, key: RsaKey) -> None:
    walk = Walk(server, key).to(1)
    padded = {name: b"\0" + n.to_bytes(4, "big") for name, n in zip("pq", FACTORS, strict=True)}
    assert isinstance(walk.ask(question=changed(walk.question, **padded)), Reply)


def inner_of(walk: Walk, **fields: object) -> dict[str, object]:
    """The fields of lawful inner data for this run."""
    query = read_whole(walk.question)
    assert isinstance(query, mtproto.ReqDHParams)
    lawful = {
        "pq": (FACTORS[0] * FACTORS[1]).to_bytes(8, "big"),
        "p": query.p,
        "q": query.q,
        "nonce": query.nonce,
        "server_nonce": query.server_nonce,
        "new_nonce": bytes(32),
    }
    return lawful | fields


def confided(walk: Walk, key: RsaKey, data: bytes) -> Answer:
    """Ask the second question with this inner data."""
    sealed = key.public.seal_pad(data)
    return walk.ask(question=changed(walk.question, encrypted_data=sealed))


@pytest.mark.parametrize(
    "fields",
    [
        {"nonce": bytes(16)},
        {"server_nonce": bytes(16)},
        {"pq": bytes(7) + b"\x0f"},
        {"p": b"\3"},
        {"q": b"\5"},
    ],
)
def test_inner_data_of_another_run_is_refused(
    server: Handshakes, key: RsaKey, fields: dict[str, bytes]
) -> None:
    walk = Walk(server, key).to(1)
    data = mtproto.write(mtproto.PQInnerData(**inner_of(walk, **fields)))
    answer = confided(walk, key, data)
    assert answer == Refuse(-404, "sealed for another handshake", costly=True)
    assert refused(walk.ask())


def test_sealed_nonsense_is_refused_like_an_unreadable_block(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key)
    for data in (bytes(100), b"", mtproto.write(mtproto.ReqPqMulti(nonce=bytes(16)))):
        walk = Walk(server, key).to(1)
        assert refused(confided(walk, key, data))
        assert len(server) == 0


def test_inner_data_that_runs_out_of_its_block_is_refused(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(1)
    data = mtproto.write(mtproto.PQInnerData(**inner_of(walk, q=bytes(120))))
    sealed = key.public.power(b"\0" + bytes(19) + data[:235].ljust(236, b"\0"))
    assert refused(walk.ask(question=changed(walk.question, encrypted_data=sealed)))


@pytest.mark.parametrize("expires_in", [0, -1, -(2**31)])
def test_a_temporary_key_must_live_at_least_a_second(
    server: Handshakes, key: RsaKey, expires_in: int
) -> None:
    walk = Walk(server, key, replace(QUICK, expires_in=expires_in)).to(1)
    assert refused(walk.ask())


def test_the_legacy_padding_can_be_switched_off(key: RsaKey) -> None:
    server = Handshakes([key], allow_legacy_padding=False)
    walk = Walk(server, key, replace(QUICK, padding=Padding.LEGACY)).to(1)
    assert refused(walk.ask())
    finish(shake_hands(key.public, QUICK), told(server))


# --- which DC --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (1, 1),
        (2, 2),
        (-3, 3),
        (10002, 2),
        (-10004, 4),
        (1000, 1000),
        (0, 2),
        (1001, 2),
        (10000, 2),
        (-(2**31), 2),
        (2**31 - 1, 2),
        (None, 2),
    ],
)
def test_a_server_that_is_every_dc_remembers_what_the_client_believes(
    server: Handshakes, key: RsaKey, said: int | None, meant: int
) -> None:
    made = made_by(Walk(server, key, replace(QUICK, dc=said)).to(2))
    assert made.new_key.dc_id == meant


@pytest.mark.parametrize("said", [3, -3, 10003, -10003, None])
def test_a_strict_server_takes_its_own_id_in_every_dress(key: RsaKey, said: int | None) -> None:
    server = Handshakes([key], strict_dc=DcId(3))
    made = made_by(Walk(server, key, replace(QUICK, dc=said)).to(2))
    assert made.new_key.dc_id == 3


@pytest.mark.parametrize("said", [1, 2, -2, 10002, 0, 10000, 20003, -(2**31)])
def test_a_strict_server_refuses_other_ids_with_444(key: RsaKey, said: int) -> None:
    server = Handshakes([key], strict_dc=DcId(3))
    walk = Walk(server, key, replace(QUICK, dc=said)).to(1)
    assert refused(walk.ask(), -444)
    assert refused(walk.ask())


@pytest.mark.parametrize("said", [10003, -10003])
def test_a_strict_server_may_refuse_test_ids(key: RsaKey, said: int) -> None:
    server = Handshakes([key], strict_dc=DcId(3), accept_test_dc=False)
    assert refused(Walk(server, key, replace(QUICK, dc=said)).to(1).ask(), -444)


# --- the last step ---------------------------------------------------------------------------


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


@pytest.fixture
def hand(server: Handshakes, key: RsaKey) -> HandMade:
    return HandMade(server, key)


def test_hand_made_client_data_is_taken(hand: HandMade) -> None:
    assert isinstance(hand.send(with_hash(hand.data())), KeyMade)


@pytest.mark.parametrize("element", [2**1984, dh.PRIME - 2**1984])
def test_an_element_at_the_margin_is_taken(hand: HandMade, element: int) -> None:
    g_b = element.to_bytes((element.bit_length() + 7) // 8, "big")
    assert isinstance(hand.send(with_hash(hand.data(g_b=g_b))), KeyMade)


@pytest.mark.parametrize(
    "element",
    [0, 1, 2, 2**1984 - 1, dh.PRIME - 2**1984 + 1, dh.PRIME - 1, dh.PRIME, 2**2048 - 1],
)
def test_an_element_outside_the_margin_kills_the_run(hand: HandMade, element: int) -> None:
    g_b = element.to_bytes(256, "big")
    assert refused(hand.send(with_hash(hand.data(g_b=g_b))))
    assert refused(hand.walk.ask())


@pytest.mark.parametrize(
    "fields",
    [{"nonce": bytes(16)}, {"server_nonce": bytes(16)}, {"retry_id": 1}, {"retry_id": -1}],
)
def test_client_data_of_another_run_or_attempt_is_refused(
    hand: HandMade, fields: dict[str, object]
) -> None:
    assert refused(hand.send(with_hash(hand.data(**fields))))
    assert refused(hand.walk.ask())


def test_a_wrong_hash_is_refused(hand: HandMade) -> None:
    assert refused(hand.send(bytes(20) + hand.data()))


def test_a_block_of_padding_too_many_is_refused(hand: HandMade) -> None:
    assert refused(hand.send(with_hash(hand.data()) + bytes(28)))


def test_right_hashes_of_wrong_things_are_refused(server: Handshakes, key: RsaKey) -> None:
    for data in (bytes(300), b"", mtproto.write(mtproto.ReqPq(nonce=bytes(16)))):
        assert refused(HandMade(server, key).send(with_hash(data)))
    assert len(server) == 0


@pytest.mark.parametrize("size", [0, 15, 16, 31, 335, 528, 4096])
def test_encrypted_data_of_an_odd_length_is_refused(hand: HandMade, size: int) -> None:
    question = changed(hand.walk.question, encrypted_data=bytes(size))
    assert refused(hand.walk.ask(question=question))


# --- collisions ------------------------------------------------------------------------------


def test_a_client_whose_key_collides_comes_back_with_another(
    server: Handshakes, key: RsaKey
) -> None:
    made: list[KeyMade] = []

    def ask(body: bytes) -> bytes:
        answer = server.receive(body, NOW)
        if not isinstance(answer, KeyMade):
            assert isinstance(answer, Reply)
            return answer.body
        made.append(answer)
        return server.settled(answer) if len(made) == 3 else server.collided(answer)

    theirs = finish(shake_hands(key.public, QUICK), ask)
    assert theirs.auth_key == made[-1].new_key.auth_key
    assert len({m.new_key.auth_key for m in made}) == 3


def test_the_question_that_collided_repeats_its_answer(server: Handshakes, key: RsaKey) -> None:
    walk = Walk(server, key).to(2)
    made = made_by(walk)
    assert server.collided(made) == made.retry_body
    assert walk.ask() == Reply(made.retry_body)
    assert server.collided(made) == made.retry_body


@pytest.mark.parametrize("names_it", [True, False])
def test_a_retry_must_name_the_attempt_before(
    server: Handshakes, hand: HandMade, names_it: bool
) -> None:
    made = hand.send(with_hash(hand.data()))
    assert isinstance(made, KeyMade)
    server.collided(made)
    aux = int.from_bytes(kdf.aux_hash(made.new_key.auth_key), "little", signed=True)
    g_b = (2**2000 + 1).to_bytes(256, "big")
    again = hand.send(with_hash(hand.data(retry_id=aux if names_it else 0, g_b=g_b)))
    assert isinstance(again, KeyMade if names_it else Refuse)


def test_a_client_that_always_collides_is_told_that_it_failed(
    server: Handshakes, key: RsaKey
) -> None:
    attempts = []

    def ask(body: bytes) -> bytes:
        answer = server.receive(body, NOW)
        if isinstance(answer, KeyMade):
            attempts.append(answer)
            assert len(attempts) <= ATTEMPTS_MAX
            failed = server.collided(answer)
            if len(attempts) == ATTEMPTS_MAX:
                assert server.receive(body, NOW) == Reply(failed)
            return failed
        assert isinstance(answer, Reply)
        return answer.body

    with pytest.raises(ServerFault, match="dh_gen_fail"):
        finish(shake_hands(key.public, QUICK), ask)
    assert len(attempts) == ATTEMPTS_MAX


# --- strangers and crowds --------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        bytes(20),
        mtproto.write(mtproto.ReqPqMulti(nonce=bytes(16)))[:-1],
        mtproto.write(mtproto.ReqPqMulti(nonce=bytes(16))) + bytes(4),
        mtproto.write(mtproto.Ping(ping_id=1)),
        mtproto.ReqDHParams.ID.to_bytes(4, "little"),
        mtproto.SetClientDHParams.ID.to_bytes(4, "little") + bytes(500),
    ],
)
def test_what_is_no_query_of_a_known_run_is_refused(server: Handshakes, body: bytes) -> None:
    assert refused(server.receive(body, NOW))
    assert len(server) == 0


@pytest.mark.parametrize("cut", [-4, -1, 40])
def test_a_torn_question_kills_the_run_that_it_names(
    server: Handshakes, key: RsaKey, cut: int
) -> None:
    walk = Walk(server, key).to(1)
    assert refused(walk.ask(question=walk.question[:cut]))
    assert refused(walk.ask())


def test_a_question_with_a_tail_kills_the_run_that_it_names(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(1)
    assert refused(walk.ask(question=walk.question + bytes(4)))
    assert refused(walk.ask())


def test_a_last_question_before_the_second_kills_the_run(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(1)
    early = mtproto.SetClientDHParams(
        nonce=walk.question[4:20], server_nonce=walk.question[20:36], encrypted_data=bytes(336)
    )
    assert refused(walk.ask(question=mtproto.write(early)))
    assert refused(walk.ask())


def test_the_same_nonce_in_both_first_questions_makes_two_runs(server: Handshakes) -> None:
    nonce = bytes(range(16))
    one = server.receive(mtproto.write(mtproto.ReqPq(nonce=nonce)), NOW)
    two = server.receive(mtproto.write(mtproto.ReqPqMulti(nonce=nonce)), NOW)
    assert one != two
    assert len(server) == 2


def test_two_servers_do_not_answer_for_each_other(key: RsaKey) -> None:
    here, there = Handshakes([key]), Handshakes([key])
    walk = Walk(here, key).to(1)
    assert refused(there.receive(walk.question, NOW))
    assert isinstance(walk.ask(), Reply)


def opening(number: int) -> bytes:
    return mtproto.write(mtproto.ReqPqMulti(nonce=number.to_bytes(16, "big")))


def test_a_crowd_pushes_out_the_oldest_run(key: RsaKey) -> None:
    server = Handshakes([key], runs_max=3)
    answers = [server.receive(opening(n), NOW) for n in range(4)]
    assert len(server) == 3
    assert [server.receive(opening(n), NOW) == answers[n] for n in (1, 2, 3)] == [True] * 3
    assert server.receive(opening(0), NOW) != answers[0]


def test_expired_runs_leave_with_the_traffic(key: RsaKey) -> None:
    server = Handshakes([key])
    for number in range(100):
        server.receive(opening(number), NOW + number)
    assert len(server) == 100
    for number in range(100, 120):
        server.receive(opening(number), NOW + 1000)
    assert len(server) == 20


def test_a_settled_key_whose_run_was_pushed_out_is_still_told(key: RsaKey) -> None:
    server = Handshakes([key], runs_max=1)
    made = made_by(Walk(server, key).to(2))
    server.receive(opening(1), NOW)
    assert server.settled(made) == made.ok_body
    assert server.collided(made) == made.retry_body
    assert len(server) == 1
