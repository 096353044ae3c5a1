"""The small proof of work of step 1: a product of two primes that the client takes apart."""

import math
from collections.abc import Callable

import gmpy2

from chappe.crypto.entropy import SYSTEM, Entropy

Product = Callable[[Entropy], tuple[int, int]]
"""What makes two primes, smaller first."""
FACTOR_BITS = 31
"""Both factors have exactly so many bits, like the ones of the public data centers: four bytes
each on the wire, a product below 2^62, and some milliseconds of work for a client."""


def product(entropy: Entropy = SYSTEM) -> tuple[int, int]:
    """Two different odd primes, smaller first."""
    p = q = _prime(entropy)
    while p == q:
        q = _prime(entropy)
    return min(p, q), max(p, q)


def _prime(entropy: Entropy) -> int:
    """An odd prime of FACTOR_BITS bits. Its small bias matters to nobody: pq is no secret."""
    top = 1 << (FACTOR_BITS - 1)
    while True:
        found = int(gmpy2.next_prime(top | int.from_bytes(entropy(4), "little") % top))
        if found.bit_length() == FACTOR_BITS:
            return found


def factor(pq: int) -> tuple[int, int]:
    """Take a product of two odd primes apart, smaller first: the client's side of the bargain.

    Pollard's rho in Brent's form: greatest common divisors are taken once per BATCH steps.
    """
    for constant in range(1, 100):
        found = _rho(pq, constant)
        if 1 < found < pq:
            return min(found, pq // found), max(found, pq // found)
    raise ValueError("not a product of two odd primes")


BATCH = 128


def _rho(n: int, constant: int) -> int:
    """One walk of y → y² + constant; gives a divisor of n, perhaps n itself."""
    slow = y = saved = 2
    length, found = 1, 1
    while found == 1:
        slow = y
        for _ in range(length):
            y = (y * y + constant) % n
        done = 0
        while done < length and found == 1:
            saved, seen = y, 1
            for _ in range(min(BATCH, length - done)):
                y = (y * y + constant) % n
                seen = seen * abs(slow - y) % n
            found = math.gcd(seen, n)
            done += BATCH
        length *= 2
    return _retrace(n, constant, slow, saved) if found == n else found


def _retrace(n: int, constant: int, slow: int, y: int) -> int:
    """The last batch met both factors at once: walk it again, one divisor per step."""
    found = 1
    while found == 1:
        y = (y * y + constant) % n
        found = math.gcd(abs(slow - y), n)
    return found
