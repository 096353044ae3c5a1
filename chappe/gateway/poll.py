"""MTProto over HTTP: one packet in the request, one in the answer, and a wait in between.

A request with `http_wait` stays open until there is something to say, at the longest `max_wait`. One
without it is answered as soon as the calls it brought are: Telethon sends the next request on the same
connection before it has the answer to the last, and a held one would block it.
https://core.telegram.org/mtproto/transports#http
"""

import asyncio
from collections.abc import Callable

from typing_extensions import override

from chappe.gateway.connection import Connection
from chappe.gateway.hub import Hub
from chappe.ids import DcId
from chappe.mtproto.container import pack
from chappe.mtproto.errors import RemoteError
from chappe.mtproto.events import Call
from chappe.mtproto.frames.framing import Framing, Packet
from chappe.mtproto.history import Status

WAIT_SECONDS_MAX = 120.0
"""A longer max_wait would keep the requests of clients that are long gone."""
CALL_SECONDS_MAX = 25.0
"""A request without http_wait waits so long for its own calls."""


class Bare(Framing):
    """No framing: the HTTP message's own length bounds the packet."""

    __slots__ = ()

    @override
    def feed(self, data: bytes) -> list[Packet]:
        return [Packet(data)]

    @override
    def frame(self, payload: bytes) -> bytes:
        return payload

    @override
    def quick_ack(self, token: int) -> bytes:
        return b""


class Poll(Connection):
    """One HTTP request as a connection of its own. `refused`: the transport error, when there is one."""

    __slots__ = ("_called", "_news", "_outgoing", "refused")

    def __init__(self, hub: Hub, address: str, *, dc: DcId | None, reached: str | None) -> None:
        self._called: list[Call] = []
        self._news = asyncio.Event()
        self._outgoing: list[bytes] = []
        self.refused: int | None = None
        super().__init__(
            hub, address, self._outgoing.extend, self._news.set, dc=dc, reached=reached
        )
        self.link.is_poll = True
        self._framing = Bare()
        self._deadline = float("inf")

    async def exchange(self, packet: bytes) -> bytes:
        """Take the request's packet; the answer's, empty when there is nothing to say."""
        try:
            if self.refused is None:
                self.data_received(packet)
                await self._wait()
            if self.refused is None:
                super().flush()
        finally:
            self.connection_lost()
        return b"".join(self._outgoing[:1])

    @override
    def flush(self) -> None:
        """There is something to say: leave it to `exchange`, which knows when."""
        self._flush_scheduled = False
        self._news.set()

    @override
    def begin(self, call: Call) -> None:
        self._called.append(call)
        super().begin(call)

    @override
    def fail(self, error: RemoteError) -> None:
        self.refused = error.code or 0
        super().fail(error)

    async def _wait(self) -> None:
        """Stay until it is time to answer."""
        if self.link.poll is None:
            await self._until(self._nothing_runs, CALL_SECONDS_MAX)
            return
        max_delay, wait_after, max_wait = self.link.poll
        if not await self._until(self._something_to_say, min(max_wait, WAIT_SECONDS_MAX)):
            for session in self.link.sessions_here:
                session.outbox.say(pack([]), self.hub.clock.now(), answer=False)
            return
        await self._let_more_come(min(max_delay, WAIT_SECONDS_MAX), wait_after)

    async def _let_more_come(self, max_delay: float, wait_after: float) -> None:
        """Wait for more to say, until it is quiet for `wait_after`, `max_delay` at the longest."""
        loop = asyncio.get_running_loop()
        end = loop.time() + max_delay
        while (quiet := min(wait_after, end - loop.time())) > 0 and not self.closed:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), quiet)
            except TimeoutError:
                return

    async def _until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait for `ready`; False when the time is over first."""
        try:
            async with asyncio.timeout(seconds):
                while not (self.closed or ready()):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _nothing_runs(self) -> bool:
        if self.refused is not None or self._outgoing:
            return True
        return self._queue is None and not any(
            call.session.history.status(call.msg_id) is Status.RUNNING for call in self._called
        )

    def _something_to_say(self) -> bool:
        return (
            self.refused is not None
            or bool(self._outgoing)
            or any(s.outbox or s.acks for s in self.link.sessions_here)
        )
