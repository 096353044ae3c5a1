"""Which addresses a stranger may send us to: those that anybody can reach, and no others."""

import ipaddress
import socket
from collections.abc import Iterable

from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from chappe.fetch.errors import FetchFailed
from chappe.fetch.names import OwnThreadsResolver

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = frozenset({80, 443, 8080, 8443})
URL_CHARACTERS_MAX = 2048
SCHEMES = frozenset({"http", "https"})


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# What `is_global` says differs between versions of Python; these are closed whatever it says. Beside
# the ranges of the registries of IANA: 168.63.129.16 is public by its number and Azure's own inside.
_CLOSED = _networks(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
    "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)  # fmt: skip
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the open internet; also what is wrapped inside of it."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_open(each) for each in _layers(address))


def _layers(address: Address) -> Iterable[Address]:
    """The address, and the IPv4 address that an IPv6 one leads to."""
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is None:
        return (address,)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return (inner,)  # ::ffff:a.b.c.d is only another way to write it
    return address, inner


def _is_open(address: Address) -> bool:
    if any(address.version == net.version and address in net for net in _CLOSED):
        return False
    wrapped = isinstance(address, ipaddress.IPv6Address) and (
        address in _NAT64 or address.sixtofour is not None
    )
    return wrapped or address.is_global


def check_url(url: URL, *, loopback: bool) -> URL:
    """The address to ask, without what is not for the server: fragment, user and password.

    `loopback`: this machine, at any port, is fine too.
    Raises: FetchFailed for schemes, ports and hosts that are not visited.
    """
    if url.scheme not in SCHEMES or not url.raw_host:
        raise FetchFailed("scheme")
    if len(str(url)) > URL_CHARACTERS_MAX:
        raise FetchFailed("long")
    host = url.raw_host
    if not (loopback and _is_this_machine(host)):
        if url.port not in PORTS:
            raise FetchFailed("port")
        if is_literal(host) and not is_public(host):
            raise FetchFailed("address")
    return url.with_user(None).with_fragment(None)


def is_literal(host: str) -> bool:
    """Whether a host is an address, and no name."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or (is_literal(host) and _is_loopback(host))


def _is_loopback(text: str) -> bool:
    return ipaddress.ip_address(text.partition("%")[0]).is_loopback


class GuardedResolver(AbstractResolver):
    """Names to addresses, without those that a stranger may not send us to.

    The connector connects to what this returns and asks nobody else, so that there is no moment
    between check and use. "127.1", "0x7f000001" and the like arrive here as names, too.
    """

    def __init__(self, *, loopback: bool, inner: AbstractResolver | None = None) -> None:
        self._loopback = loopback
        self._inner = inner or OwnThreadsResolver()

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        allowed = [each for each in found if self._allows(host, each["host"])]
        if not allowed:
            raise FetchFailed("address")
        return allowed

    def _allows(self, host: str, address: str) -> bool:
        if self._loopback and host == "localhost" and _is_loopback(address):
            return True
        return is_public(address)

    @override
    async def close(self) -> None:
        await self._inner.close()
