import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from chappe.fetch.errors import FetchFailed
from chappe.fetch.guard import GuardedResolver, check_url, is_public


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
     "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1",
     "198.18.0.1", "198.51.100.1", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255",
     "168.63.129.16", "192.88.99.1",
     "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe",
     "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
     "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1",
     "ff02::1", "100::1", "nonsense", ""],
)  # fmt: skip
def test_an_address_that_not_everybody_reaches_is_closed(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111",
     "2001:4860:4860::8888", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"],
)  # fmt: skip
def test_an_address_of_the_open_internet_is_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("/relative", "scheme"),
        ("http:///nohost", "scheme"),
        ("http://example.org:22/", "port"),
        ("http://example.org:6379/", "port"),
        ("http://127.0.0.1/", "address"),
        ("http://[::1]/", "address"),
        ("http://[::ffff:169.254.169.254]/latest/meta-data", "address"),
        ("http://169.254.169.254/", "address"),
        ("http://example.org/" + "a" * 2048, "long"),
    ],
)
def test_an_address_that_is_not_visited(url: str, reason: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        check_url(URL(url), loopback=False)
    assert failed.value.reason == reason


def test_user_password_and_fragment_stay_at_home() -> None:
    url = URL("http://me:secret@example.org:8080/x?y#z")
    assert str(check_url(url, loopback=False)) == "http://example.org:8080/x?y"


def test_this_machine_is_visited_only_when_that_is_allowed() -> None:
    for text in ("http://localhost:1234/", "http://127.0.0.1:1234/", "http://[::1]:1234/"):
        assert check_url(URL(text), loopback=True) == URL(text)
        with pytest.raises(FetchFailed):
            check_url(URL(text), loopback=False)


class Book(AbstractResolver):
    """Names and what they stand for."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        pages = {"open": ["8.8.8.8"], "closed": ["10.0.0.1"], "both": ["10.0.0.1", "8.8.8.8"]}
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=family, proto=0, flags=0
            )
            for address in pages.get(host, ["127.0.0.1"])
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def test_a_name_leads_to_open_addresses_only() -> None:
    resolver = GuardedResolver(loopback=True, inner=Book())
    assert [found["host"] for found in await resolver.resolve("open", 80)] == ["8.8.8.8"]
    assert [found["host"] for found in await resolver.resolve("both", 80)] == ["8.8.8.8"]
    for name in ("closed", "127.1", "0x7f000001", "2130706433", "rebound.example"):
        with pytest.raises(FetchFailed, match="address"):
            await resolver.resolve(name, 80)


@pytest.mark.parametrize(
    "name", ["127.1", "0x7f000001", "2130706433", "0177.0.0.1", "localhost"]
)
async def test_odd_spellings_of_this_machine_are_known(name: str) -> None:
    resolver = GuardedResolver(loopback=False)
    with pytest.raises((FetchFailed, OSError)):
        await resolver.resolve(name, 80)


@pytest.mark.parametrize("host", ["127\u30020\u30020\u30021", "①②⑦.0.0.1"])
def test_wide_digits_are_digits(host: str) -> None:
    try:
        url = URL(f"http://{host}/")
    except ValueError:
        return
    with pytest.raises(FetchFailed):
        check_url(url, loopback=False)
