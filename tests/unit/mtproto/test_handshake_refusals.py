"""The laws of the handshake, each broken once."""

from dataclasses import replace

import pytest
from handshake_walks import (
    FACTORS,
    MADE_KEYS,
    QUICK,
    HandMade,
    Walk,
    changed,
    made_by,
    refused,
    told,
    with_hash,
)

from chappe.crypto import dh, pq
from chappe.crypto.rsa import RsaKey
from chappe.ids import DcId
from chappe.mtproto.handshake import Handshakes
from chappe.mtproto.handshake_inner import read_whole
from chappe.mtproto.handshake_state import Answer, KeyMade, Refuse, Reply
from chappe.testing.handshake import (
    Padding,
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


def inner_of(walk: Walk, **fields: bytes) -> dict[str, bytes]:
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


def test_leading_zeros_in_the_sealed_numbers_are_forgiven(
    server: Handshakes, key: RsaKey
) -> None:
    walk = Walk(server, key).to(1)
    lawful = inner_of(walk)
    padded = {name: b"\0" + bytes(lawful[name]) for name in ("pq", "p", "q")}
    data = mtproto.write(mtproto.PQInnerData(**(lawful | padded)))
    assert isinstance(confided(walk, key, data), Reply)


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
