"""The server's half against a client written from the formula, with plain `pow` and numbers."""

import hashlib
from collections.abc import Callable

import pytest

from chappe.crypto import dh, srp

SALTS = (b"salt of the server" + bytes(32), bytes(range(16)))
A = int.from_bytes(hashlib.sha512(b"a").digest() * 4, "big")


def number(value: int) -> bytes:
    return value.to_bytes(256, "big")


def h(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def sh(data: bytes, salt: bytes) -> bytes:
    return h(salt, data, salt)


def secret(password: bytes) -> int:
    ph1 = sh(sh(password, SALTS[0]), SALTS[1])
    ph2 = sh(hashlib.pbkdf2_hmac("sha512", ph1, SALTS[0], 100_000), SALTS[1])
    return int.from_bytes(ph2, "big")


RIGHT = secret(b"correct horse")
WRONG = secret(b"battery staple")
VERIFIER = number(pow(3, RIGHT, dh.PRIME))


def client(x: int, b: bytes, a: int = A) -> tuple[bytes, bytes]:
    """A and M1 as the documents say, step by step."""
    p, g = dh.PRIME, 3
    k = int.from_bytes(h(number(p), number(g)), "big")
    g_a = number(pow(g, a, p))
    u = int.from_bytes(h(g_a, b), "big")
    t = (int.from_bytes(b, "big") - k * pow(g, x, p)) % p
    k_a = h(number(pow(t, a + u * x, p)))
    crossed = bytes(i ^ j for i, j in zip(h(number(p)), h(number(g)), strict=True))
    return g_a, h(crossed, h(SALTS[0]), h(SALTS[1]), g_a, b, k_a)


@pytest.fixture(scope="module")
def asked() -> srp.Challenge:
    return srp.challenge(VERIFIER, lambda n: hashlib.sha512(b"b").digest()[:n])


def test_who_knows_the_password_proves_it(asked: srp.Challenge) -> None:
    a, proof = client(RIGHT, asked.public)
    assert srp.is_proven(asked, VERIFIER, SALTS, a, proof)
    assert srp.is_proven(asked, VERIFIER, SALTS, a.lstrip(b"\0"), proof)


def test_the_challenge_is_the_one_of_the_formula(asked: srp.Challenge) -> None:
    k = int.from_bytes(h(number(dh.PRIME), number(3)), "big")
    v = int.from_bytes(VERIFIER, "big")
    assert asked.public == number((k * v + pow(3, asked.b, dh.PRIME)) % dh.PRIME)
    assert len(asked.public) == 256


def test_another_password_proves_nothing(asked: srp.Challenge) -> None:
    assert not srp.is_proven(asked, VERIFIER, SALTS, *client(WRONG, asked.public))


def test_a_proof_holds_for_one_challenge(asked: srp.Challenge) -> None:
    heard = client(RIGHT, asked.public)
    assert not srp.is_proven(srp.challenge(VERIFIER), VERIFIER, SALTS, *heard)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda a, m: (a, bytes(32)),
        lambda a, m: (a, m[:-1]),
        lambda a, m: (a, b""),
        lambda a, m: (number(int.from_bytes(a, "big") - 1), m),
    ],
)
def test_anything_but_the_proof_proves_nothing(
    asked: srp.Challenge, spoil: Callable[[bytes, bytes], tuple[bytes, bytes]]
) -> None:
    assert not srp.is_proven(asked, VERIFIER, SALTS, *spoil(*client(RIGHT, asked.public)))


def test_other_salts_prove_nothing(asked: srp.Challenge) -> None:
    heard = client(RIGHT, asked.public)
    assert not srp.is_proven(asked, VERIFIER, (SALTS[1], SALTS[0]), *heard)


@pytest.mark.parametrize(
    "a",
    [
        b"",
        bytes(256),
        number(1),
        number(dh.PRIME - 1),
        number(dh.PRIME),
        (2 * dh.PRIME).to_bytes(257, "big"),
        number(2**1984 - 1),
        number(dh.PRIME - 2**1984 + 1),
    ],
)
def test_an_a_that_is_no_honest_power_is_refused(asked: srp.Challenge, a: bytes) -> None:
    # With A = 0 the key is H(0) for everybody: the oldest trick against SRP.
    key = h(bytes(256))
    proof = srp.expected_proof(SALTS, a.rjust(256, b"\0"), asked.public, key)
    with pytest.raises(srp.BadElement):
        srp.is_proven(asked, VERIFIER, SALTS, a, proof)


def test_a_u_of_zero_is_refused(asked: srp.Challenge, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody can make one; should somebody learn to, v would not matter any more.
    class Nought:
        def __init__(self, _data: bytes) -> None: ...

        def digest(self) -> bytes:
            return bytes(32)

    heard = client(RIGHT, asked.public)
    monkeypatch.setattr(srp, "sha256", Nought)
    with pytest.raises(srp.BadElement):
        srp.is_proven(asked, VERIFIER, SALTS, *heard)


@pytest.mark.parametrize(
    ("verifier", "fair"),
    [
        (VERIFIER, True),
        (b"", False),
        (number(1), False),
        (number(dh.PRIME), False),
        (bytes(1) + VERIFIER, False),
    ],
)
def test_a_verifier_is_a_power_as_well(verifier: bytes, fair: bool) -> None:
    assert srp.acceptable_verifier(verifier) is fair


def test_a_challenge_never_lies_near_the_edges() -> None:
    # The first exponent makes B fall on 0: k·v + g^b = p. It is drawn again.
    k = int.from_bytes(h(number(dh.PRIME), number(3)), "big")
    first = (7).to_bytes(32, "little")[:-1] + b"\x40"
    power = pow(3, int.from_bytes(first, "little"), dh.PRIME)
    edge = number((-power) * pow(k, -1, dh.PRIME) % dh.PRIME)
    dice = iter([first, b"\x55" * 32])
    assert srp.challenge(edge, lambda _: next(dice)).b == int.from_bytes(b"\x55" * 32, "little")


def test_the_secret_never_shows_in_a_repr(asked: srp.Challenge) -> None:
    assert str(asked.b) not in repr(asked)
