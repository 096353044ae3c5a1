"""Diffie-Hellman in the one group that Chappe uses.

The prime is the published one of the official servers, with g = 3, because clients keep it in
their tables of known good primes and skip a second of primality tests. It is a safe prime
(p = 2r + 1, r prime, both proven by the tests), so the only subgroups are those of order 1, 2, r
and 2r: an element between 2 and p - 2 leaks at most the parity of an exponent, and exponents may
be short. Exponents have 256 bits: the best known attack on a short exponent costs the square root
of its range, 2^128, beyond the roughly 2^112 that a 2048-bit field itself costs
(RFC 7919, section 5.2).

Powers of g come from a table: g^a is a product of one row entry per byte of a, 32 multiplications
in place of 300. The entry read depends on the secret, but an exponent serves a single handshake,
so there is nothing to average over. The peer's base is powered in constant time.
Wire: https://core.telegram.org/mtproto/auth_key#6-server-responds-with
"""

from functools import cache

import gmpy2
from gmpy2 import mpz

from chappe.crypto.entropy import SYSTEM, Entropy

G = 3
PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F"
    "48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543AED44CCE7C37"
    "20FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4"
    "A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754"
    "FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F"
    "0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
ELEMENT_BYTES = 256
EXPONENT_BYTES = 32
MARGIN = 1 << (2048 - 64)
"""Honest powers come this near to 0 or p with probability 2^-63; the guidelines refuse them."""

_PRIME = mpz(PRIME)


def half(entropy: Entropy = SYSTEM) -> tuple[int, int]:
    """A fresh secret exponent `a` and g^a mod p, within the bounds that a peer checks."""
    while True:
        secret = entropy(EXPONENT_BYTES)
        power = mpz(1)
        for row, byte in zip(_powers(), secret, strict=True):
            power = power * row[byte] % _PRIME
        if acceptable(power):
            return int.from_bytes(secret, "little"), int(power)


def acceptable(element: int) -> bool:
    """Whether the peer's element is at least 2^1984 away from both 0 and p.

    That includes 1 < element < p - 1.
    Wire: https://core.telegram.org/mtproto/security_guidelines#g-a-and-g-b-validation
    """
    return MARGIN <= element <= PRIME - MARGIN


def shared(element: int, exponent: int) -> bytes:
    """The peer's element to our secret exponent (at least 1): the 256-byte key of both sides."""
    power = gmpy2.powmod_sec(mpz(element), mpz(exponent), _PRIME)
    return int(power).to_bytes(ELEMENT_BYTES, "big")


@cache
def _powers() -> list[list[mpz]]:
    """Row i holds g^(k * 256^i) for k = 0..255: 2 MB, about 20 ms, made on first use."""
    rows, base = [], mpz(G)
    for _ in range(EXPONENT_BYTES):
        row = [mpz(1)]
        for _ in range(255):
            row.append(row[-1] * base % _PRIME)
        rows.append(row)
        base = row[-1] * base % _PRIME
    return rows
