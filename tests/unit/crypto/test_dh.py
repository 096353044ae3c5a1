import gmpy2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chappe.crypto import dh


def test_the_prime_is_a_safe_prime_of_2048_bits_and_three_is_a_square() -> None:
    assert dh.PRIME.bit_length() == 2048
    assert gmpy2.is_prime(dh.PRIME, 20)
    assert gmpy2.is_prime((dh.PRIME - 1) // 2, 20)
    assert dh.PRIME % 3 == 2  # the documentation's condition for g = 3
    assert gmpy2.jacobi(dh.G, dh.PRIME) == 1


@settings(max_examples=30)
@given(st.binary(min_size=32, max_size=32).filter(any))
def test_the_table_gives_what_plain_exponentiation_gives(secret: bytes) -> None:
    dice = iter([secret, bytes(31) + b"\x80"])
    exponent, element = dh.half(lambda _: next(dice))
    assert element == pow(dh.G, exponent, dh.PRIME)


def test_both_sides_meet_at_the_same_key() -> None:
    a, g_a = dh.half()
    b, g_b = dh.half()
    assert dh.shared(g_b, a) == dh.shared(g_a, b)
    assert len(dh.shared(g_b, a)) == 256


def test_a_key_with_leading_zeros_keeps_its_256_bytes() -> None:
    assert dh.shared(2, 9) == (512).to_bytes(256, "big")


@pytest.mark.parametrize(
    "weak",
    [0, 1, 2, 2**1984 - 1, dh.PRIME - 2**1984 + 1, dh.PRIME - 1, dh.PRIME, dh.PRIME + 5, -3],
)
def test_elements_near_the_edges_are_refused(weak: int) -> None:
    assert not dh.acceptable(weak)


@pytest.mark.parametrize("fair", [2**1984, dh.PRIME - 2**1984, dh.PRIME // 2])
def test_elements_within_the_margins_are_taken(fair: int) -> None:
    assert dh.acceptable(fair)


def test_a_secret_whose_power_is_weak_is_drawn_again() -> None:
    dice = iter([bytes(32), (5).to_bytes(32, "little"), b"\xff" * 32])
    exponent, element = dh.half(lambda _: next(dice))
    assert exponent == 2**256 - 1
    assert dh.acceptable(element)
