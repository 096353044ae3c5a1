"""The server's half of two-factor passwords (SRP 6a, as Telegram has it).

The server keeps v = g^x, where x comes of the password by 100,000 rounds of PBKDF2 on the client. To
check a password it challenges with B = k·v + g^b; the client answers with A = g^a and a proof M1 of the
key that both can make: (B - k·v)^(a + u·x) there, (A · v^u)^b here, u = H(A | B). The proof tells
nothing of the password, and a challenge that is answered once is of no use to anybody later.

The group is that of the key exchange (`dh`): a safe prime, so a short exponent b is as good as a long
one (see there). H is SHA-256; numbers are hashed as 256 bytes, big-endian.
Wire: https://core.telegram.org/api/srp
"""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

import gmpy2
from gmpy2 import mpz

from chappe.crypto import dh
from chappe.crypto.entropy import SYSTEM, Entropy

NUMBER_BYTES = dh.ELEMENT_BYTES
PROOF_BYTES = 32
PRIME_BYTES = dh.PRIME.to_bytes(NUMBER_BYTES, "big")
G_BYTES = dh.G.to_bytes(NUMBER_BYTES, "big")
MULTIPLIER = int.from_bytes(sha256(PRIME_BYTES + G_BYTES).digest(), "big")
"""k of the documents."""
_GROUP_HASH = bytes(
    a ^ b for a, b in zip(sha256(PRIME_BYTES).digest(), sha256(G_BYTES).digest(), strict=True)
)


class BadElement(Exception):
    """A is no honest power of g."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One question to a client, good for one answer."""

    b: int = field(repr=False)
    """The server's secret exponent."""
    public: bytes
    """B: 256 bytes."""


def acceptable_verifier(verifier: bytes) -> bool:
    """Whether a client's new v can be one: a power of g that gives nothing away."""
    return len(verifier) <= NUMBER_BYTES and dh.acceptable(int.from_bytes(verifier, "big"))


def challenge(verifier: bytes, entropy: Entropy = SYSTEM) -> Challenge:
    """A new question to whoever says that he knows the password of `verifier` (v, 256 bytes)."""
    masked = MULTIPLIER * int.from_bytes(verifier, "big")
    while True:
        b, power = dh.half(entropy)
        public = (masked + power) % dh.PRIME
        if dh.acceptable(public):  # clients check B as they check g_a
            return Challenge(b, public.to_bytes(NUMBER_BYTES, "big"))


def is_proven(
    asked: Challenge, verifier: bytes, salts: tuple[bytes, bytes], a: bytes, proof: bytes
) -> bool:
    """Whether `proof` (M1) shows that whoever sent `a` (A) knows the password.

    `salts`: salt1 and salt2, as the client was told them.
    Raises: BadElement for an A of zero, outside of the safe range, or longer than 256 bytes.
    """
    if len(a) > NUMBER_BYTES or not dh.acceptable(int.from_bytes(a, "big")):
        raise BadElement
    padded = a.rjust(NUMBER_BYTES, b"\0")
    u = int.from_bytes(sha256(padded + asked.public).digest(), "big")
    if u == 0:
        raise BadElement
    mask = gmpy2.powmod(mpz(int.from_bytes(verifier, "big")), u, dh.PRIME)
    base = int(int.from_bytes(a, "big") * mask % dh.PRIME)
    key = sha256(dh.shared(base, asked.b)).digest()
    expected = expected_proof(salts, padded, asked.public, key)
    return hmac.compare_digest(expected, proof)


def expected_proof(salts: tuple[bytes, bytes], a: bytes, b: bytes, key: bytes) -> bytes:
    """M1 of the documents: what shows the knowledge of `key` for this A and B."""
    one, two = (sha256(salt).digest() for salt in salts)
    return sha256(_GROUP_HASH + one + two + a + b + key).digest()
