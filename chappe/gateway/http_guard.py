"""The limits of a connection that speaks HTTP, which the HTTP stack itself does not know.

It stands between the transport and the stack, on the HTTP port and on the MTProto port alike: counts the
address, and hangs up on one whose first request does not come whole in time (slow-loris). After it, the
stack's own keep-alive limit holds.

Whoever else answers on the port may have a shorter way for what is plain (`Shortcut`). A connection takes it until
it brings the first thing that is for the stack; from then on it is the stack's.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, cast

from typing_extensions import override

from chappe.gateway import eager

if TYPE_CHECKING:
    from chappe.clock import Timer
    from chappe.gateway.hub import Hub


HELD_BYTES_MAX = 1 << 20
"""Requests that come before the one in front of them is answered."""
IDLE_SECONDS = 75.0
"""As the stack keeps a connection on which nothing is asked."""
Answer = tuple[bytes, bool]
"""An answer as it goes out, and whether the connection ends with it."""
Shortcut = Callable[[bytes, str], Coroutine[Any, Any, Answer] | None]
"""Answers a whole request of an address; None: the request is for the stack."""


class HttpGuard(asyncio.Protocol):
    """One HTTP connection; `make` makes the stack's protocol behind it."""

    def __init__(
        self,
        hub: "Hub",
        make: "Callable[[], asyncio.Protocol]",
        shortcut: Shortcut | None = None,
    ) -> None:
        self._hub = hub
        self._shortcut = shortcut
        self._answering = self._asked = False
        self._held = b""
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
        self._expect_request()
        self._hub.http_open.add(self)
        self._stack.connection_made(transport)
        if not self._hub.addresses.arrive(self._address, self._hub.clock.now()):
            self._transport.abort()

    def _expect_request(self) -> None:
        """The first request of the stack has to come whole in time."""
        if self._transport is None or self._transport in self._hub.http_waiting:
            return
        if self._timer is not None:
            self._timer.cancel()
        seconds = self._hub.settings.limits.first_byte_seconds
        self._timer = self._hub.clock.call_later(seconds, self._transport.abort)
        self._hub.http_waiting[self._transport] = self

    def request_came(self) -> None:
        """The first request has reached the application."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._hub.http_waiting.pop(self._transport, None)

    @override
    def data_received(self, data: bytes) -> None:
        if self._answering:
            self._held += data
            if len(self._held) > HELD_BYTES_MAX:
                self.hang_up()
        elif self._shortcut is None:
            self._stack.data_received(data)
        else:
            self._take(self._shortcut, data)

    def _take(self, shortcut: Shortcut, data: bytes) -> None:
        work = shortcut(data, self._address)
        if work is None:
            self._shortcut = None
            self._expect_request()
            self._stack.data_received(data)
            return
        if self._transport in self._hub.http_waiting:
            self.request_came()
        self._answering = self._asked = True
        eager.run(work, self._answered, self.hang_up, by_hand=self._hub.by_hand)

    def _answered(self, answer: Answer) -> None:
        self._answering = False
        if self._transport is None or self._transport.is_closing():
            return
        data, ends = answer
        self._transport.write(data)
        if ends:
            self.hang_up()
            return
        if self._timer is None:
            self._idle_later()
        held, self._held = self._held, b""
        if held:
            self.data_received(held)

    def _idle_later(self) -> None:
        self._asked = False
        self._timer = self._hub.clock.call_later(IDLE_SECONDS, self._idle)

    def _idle(self) -> None:
        """Hang up on a connection on which nothing was asked for long; the stack looks after its own."""
        self._timer = None
        if self._shortcut is None:
            return
        if self._answering or self._asked:
            self._idle_later()
        else:
            self.hang_up()

    def hang_up(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

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
        self._hub.http_open.discard(self)
        self._hub.addresses.leave(self._address, self._hub.clock.now())
        self._stack.connection_lost(exc)
