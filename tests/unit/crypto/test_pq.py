import gmpy2
import pytest

from chappe.crypto import pq


def test_a_product_has_two_different_four_byte_primes_in_order() -> None:
    for _ in range(50):
        p, q = pq.product()
        assert p < q
        assert p.bit_length() == q.bit_length() == 31
        assert gmpy2.is_prime(p)
        assert gmpy2.is_prime(q)
        assert p * q < 2**63


def test_dice_that_repeat_themselves_do_not_make_a_square() -> None:
    dice = iter([b"same", b"same", b"same", b"else"])
    p, q = pq.product(lambda _: next(dice))
    assert p != q


def test_dice_at_the_top_do_not_leave_31_bits() -> None:
    dice = iter([b"\xff" * 4, b"one!", b"two!"])
    _, q = pq.product(lambda _: next(dice))
    assert q.bit_length() == 31


@pytest.mark.parametrize(("p", "q"), [(3, 5), (3, 1780931429), (1229739323, 1402015859)])
def test_the_client_finds_the_factors(p: int, q: int) -> None:
    assert pq.factor(p * q) == (p, q)


def test_a_prime_has_no_factors_to_find() -> None:
    with pytest.raises(ValueError, match="two odd primes"):
        pq.factor(10007)
