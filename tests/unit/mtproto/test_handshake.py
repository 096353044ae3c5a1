"""The laws of the handshake: who gets a key, what is repeated, what is forgotten."""

from dataclasses import replace

import pytest
from handshake_walks import (
    FACTORS,
    MADE_KEYS,
    NOW,
    QUICK,
    HandMade,
    Walk,
    made_by,
    refused,
    told,
    with_hash,
)

from chappe.crypto import kdf, pq
from chappe.crypto.rsa import RsaKey
from chappe.mtproto.handshake import ATTEMPTS_MAX, Handshakes
from chappe.mtproto.handshake_inner import read_whole
from chappe.mtproto.handshake_state import KeyMade, Refuse, Reply
from chappe.testing.handshake import (
    ClientKey,
    Padding,
    ServerFault,
    Wishes,
    finish,
    shake_hands,
)
from chappe.tl import mtproto


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
    server: Handshakes, key: RsaKey, names_it: bool
) -> None:
    hand = HandMade(server, key)
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
        mtproto.write(mtproto.ReqPqMulti(nonce=bytes(16))) + bytes(256),
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


@pytest.mark.parametrize("tail", [1, 4, 76, 255])
def test_padding_within_the_length_of_a_question_does_not_count(
    server: Handshakes, key: RsaKey, tail: int
) -> None:
    # TDLib hides the lengths of its questions so, all three of them.
    walk = Walk(server, key)
    for step in range(3):
        answer = walk.ask(question=walk.question + b"\x5a" * tail)
        assert not refused(answer)
        assert walk.ask(question=walk.question + b"\xa5" * (tail // 2)) == answer
        walk.to(1 if step < 2 else 0)


def test_a_question_with_a_tail_kills_the_run_that_it_names(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(1)
    assert refused(walk.ask(question=walk.question + bytes(256)))
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
