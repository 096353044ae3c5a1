"""What one address may cost."""

import pytest

from chappe.config import Limits
from chappe.gateway import limits
from chappe.gateway.limits import Addresses

FEW = Limits(
    connections_per_address_max=2,
    handshakes_per_address_max=2,
    handshake_failures_per_minute_max=3,
)


def test_connections_are_counted_by_address() -> None:
    addresses = Addresses(FEW)
    assert [addresses.arrive("a", 0.0) for _ in range(3)] == [True, True, False]
    assert addresses.arrive("b", 0.0)
    addresses.leave("a", 0.0)
    addresses.leave("a", 0.0)
    assert addresses.arrive("a", 0.0)


def test_an_address_that_has_gone_leaves_nothing_behind() -> None:
    addresses = Addresses(FEW)
    addresses.arrive("a", 0.0)
    addresses.begin_handshake("a")
    addresses.end_handshake("a")
    addresses.leave("a", 0.0)
    assert not addresses._tallies


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:0::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("10.0.0.1", "10.0.0.2", False),
        ("not:an:address", "not:another", False),
    ],
)
def test_all_addresses_of_one_ipv6_network_are_one(one: str, other: str, same: bool) -> None:
    addresses = Addresses(Limits(connections_per_address_max=1))
    assert addresses.arrive(one, 0.0)
    assert addresses.arrive(other, 0.0) is not same
    addresses.leave(one, 0.0)
    addresses.leave(other, 0.0)
    assert not addresses._tallies


def test_handshakes_in_flight_are_counted_until_they_end() -> None:
    addresses = Addresses(FEW)
    assert [addresses.begin_handshake("a") for _ in range(3)] == [True, True, False]
    addresses.end_handshake("a")
    assert addresses.begin_handshake("a")


def test_failures_are_forgiven_after_a_minute_and_survive_the_connection() -> None:
    addresses = Addresses(FEW)
    addresses.arrive("a", 0.0)
    for second in range(3):
        assert addresses.may_shake_hands("a", float(second))
        addresses.failed("a", float(second))
    addresses.leave("a", 3.0)
    assert not addresses.may_shake_hands("a", 59.0)
    assert addresses.may_shake_hands("b", 59.0)
    assert addresses.may_shake_hands("a", 60.0)


def test_addresses_that_only_failed_are_swept_when_there_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "ADDRESSES_MAX", 10)
    addresses = Addresses(FEW)
    for number in range(30):
        name = str(number)
        addresses.arrive(name, number * 10.0)
        addresses.failed(name, number * 10.0)
        addresses.leave(name, number * 10.0)
    assert len(addresses._tallies) <= 12
