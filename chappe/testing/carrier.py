"""What carries a testing client's bytes: a pipe in memory, or a TCP connection."""

import asyncio
from collections.abc import Callable
from typing import Protocol, cast

from typing_extensions import override

from chappe.gateway.connection import Connection
from chappe.gateway.hub import Hub
from chappe.ids import DcId

Heard = Callable[[bytes], None]


class Carrier(Protocol):
    """A way to a server. `closed`: it hung up."""

    closed: bool
    heard: Heard

    def send(self, data: bytes) -> None:
        """Bytes for the server."""

    def hang_up(self) -> None:
        """End the connection from this side."""


def deaf(_data: bytes) -> None:
    """Nobody listens yet."""


class Pipe(Carrier):
    """A connection to a node of this process, without a socket; bytes arrive at once."""

    def __init__(self, hub: Hub, *, dc: DcId | None = None, address: str = "pipe") -> None:
        self.closed = False
        self.heard: Heard = deaf
        self.connection = Connection(hub, address, self._deliver, self._closed_by_server, dc=dc)

    @override
    def send(self, data: bytes) -> None:
        if not self.closed:
            self.connection.data_received(data)

    @override
    def hang_up(self) -> None:
        self.closed = True
        self.connection.connection_lost()

    def _deliver(self, packets: list[bytes]) -> None:
        for packet in packets:
            self.heard(packet)

    def _closed_by_server(self) -> None:
        self.closed = True


class Socket(Carrier, asyncio.Protocol):
    """A TCP connection; make it with `connect`."""

    def __init__(self) -> None:
        self.closed = False
        self.heard: Heard = deaf
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(cls, host: str, port: int) -> "Socket":
        """Reach a server."""
        _, protocol = await asyncio.get_running_loop().create_connection(cls, host, port)
        return protocol

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes, only like them.
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        self.heard(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True

    @override
    def send(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    @override
    def hang_up(self) -> None:
        assert self._transport is not None
        self.closed = True
        self._transport.close()
