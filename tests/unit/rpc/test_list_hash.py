from chappe.rpc.list_hash import list_hash


def test_the_hash_is_that_of_the_documentation() -> None:
    assert list_hash([]) == 0
    assert list_hash([1]) == 1
    assert list_hash([1, 2]) == (1 << 35) + (1 << 31) + 3


def test_the_order_counts_and_the_hash_fits_into_64_bits() -> None:
    numbers = list(range(1_000_000_000, 1_000_000_100))
    hashed = list_hash(numbers)
    assert -(1 << 63) <= hashed < 1 << 63
    assert hashed != list_hash(numbers[::-1])
