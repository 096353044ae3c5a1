"""TCP: every framing on one port, and HTTP handed over to the HTTP stack."""

import asyncio
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from chappe.gateway.connection import Connection
from chappe.gateway.http_guard import HttpGuard
from chappe.ids import DcId

if TYPE_CHECKING:
    from chappe.gateway.hub import Hub

CLOSING_SECONDS_MAX = 10.0
"""For the last bytes to a peer that reads slowly, or not at all."""

MakeHttp = Callable[[], asyncio.Protocol]
"""Makes a protocol that speaks HTTP, for connections that turn out to."""


class TcpProtocol(asyncio.Protocol):
    """One TCP connection, as the event loop sees it. `dc`: whose door it is, None for all."""

    __slots__ = ("_connection", "_dc", "_hub", "_make_http", "_open", "_transport")

    def __init__(
        self,
        hub: "Hub",
        dc: DcId | None,
        make_http: MakeHttp,
        open_connections: set["TcpProtocol"],
    ) -> None:
        self._hub = hub
        self._dc = dc
        self._make_http = make_http
        self._open = open_connections
        self._transport: asyncio.Transport | None = None
        self._connection: Connection | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes, only like them.
        self._transport = cast("asyncio.Transport", transport)
        self._open.add(self)
        peer = self._transport.get_extra_info("peername")
        here = self._transport.get_extra_info("sockname")
        self._connection = Connection(
            self._hub,
            str(peer[0]) if peer else "",
            self._send,
            self.close,
            dc=self._dc,
            reached=str(here[0]) if here else None,
        )

    @override
    def data_received(self, data: bytes) -> None:
        assert self._connection is not None
        http = self._connection.data_received(data)
        if http is not None:
            self._hand_over(http)

    @override
    def pause_writing(self) -> None:
        """The peer reads too slowly: keep what there is to say, and listen to it no more meanwhile."""
        assert self._connection is not None
        assert self._transport is not None
        self._connection.pause()
        self._transport.pause_reading()

    @override
    def resume_writing(self) -> None:
        assert self._connection is not None
        assert self._transport is not None
        if not self._transport.is_closing():
            self._transport.resume_reading()
        self._connection.unpause()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)
        if self._connection is not None:
            self._connection.connection_lost()

    def close(self) -> None:
        """Hang up, after what was said has been sent, but not for ever for one who does not read it."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        transport.close()
        if transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(CLOSING_SECONDS_MAX, transport.abort)

    def _send(self, packets: list[bytes]) -> None:
        assert self._transport is not None
        self._transport.write(packets[0] if len(packets) == 1 else b"".join(packets))
        if self._transport.get_write_buffer_size() > self._hub.settings.limits.unsent_bytes_max:
            self._transport.abort()

    def _hand_over(self, first_bytes: bytes) -> None:
        """This is HTTP: let the HTTP stack have the connection from its first byte."""
        assert self._transport is not None
        assert self._connection is not None
        self._connection.connection_lost()
        self._open.discard(self)
        protocol = HttpGuard(self._hub, self._make_http)
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        protocol.data_received(first_bytes)


class TcpDoor:
    """A listening socket of one data center."""

    def __init__(self, hub: "Hub", dc: DcId | None, make_http: MakeHttp) -> None:
        self._hub = hub
        self._dc = dc
        self._make_http = make_http
        self._server: asyncio.Server | None = None
        self._open: set[TcpProtocol] = set()

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None) -> int:
        """Listen; the port, which the system chose when `port` is 0."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: TcpProtocol(self._hub, self._dc, self._make_http, self._open),
            host,
            port,
            ssl=tls,
            backlog=4096,
        )
        return int(self._server.sockets[0].getsockname()[1])

    def stop_listening(self) -> None:
        """Take no new connections."""
        if self._server is not None:
            self._server.close()

    def close(self) -> None:
        """Hang up on everybody."""
        self.stop_listening()
        for protocol in list(self._open):
            protocol.close()
