"""The limits of a connection that speaks HTTP, which the HTTP stack itself does not know.

It stands between the transport and the stack, on the HTTP port and on the MTProto port alike: counts the
address, and hangs up on one whose first request does not come whole in time (slow-loris). After it, the
stack's own keep-alive limit holds.
"""

import asyncio
from typing import TYPE_CHECKING, cast

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from chappe.clock import Timer
    from chappe.gateway.hub import Hub


class HttpGuard(asyncio.Protocol):
    """One HTTP connection; `make` makes the stack's protocol behind it."""

    def __init__(self, hub: "Hub", make: "Callable[[], asyncio.Protocol]") -> None:
        self._hub = hub
        self._stack = make()
        self._transport: asyncio.Transport | None = None
        self._address = ""
        self._timer: Timer | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes, only like them.
        self._transport = cast("asyncio.Transport", transport)
        peer = self._transport.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        seconds = self._hub.settings.limits.first_byte_seconds
        self._timer = self._hub.clock.call_later(seconds, self._transport.abort)
        self._hub.http_waiting[transport] = self
        self._stack.connection_made(transport)
        if not self._hub.addresses.arrive(self._address, self._hub.clock.now()):
            self._transport.abort()

    def request_came(self) -> None:
        """The first request has reached the application."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._hub.http_waiting.pop(self._transport, None)

    @override
    def data_received(self, data: bytes) -> None:
        self._stack.data_received(data)

    @override
    def eof_received(self) -> bool | None:
        return self._stack.eof_received()

    @override
    def pause_writing(self) -> None:
        self._stack.pause_writing()

    @override
    def resume_writing(self) -> None:
        self._stack.resume_writing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.request_came()
        self._hub.addresses.leave(self._address, self._hub.clock.now())
        self._stack.connection_lost(exc)
