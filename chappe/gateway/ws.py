"""WebSocket: `/apiws`, sub-protocol `binary`, obfuscated framing inside.

One WebSocket message of ours is one packet: Web K takes each for one, whatever the documents say of a
byte stream. No compression. https://core.telegram.org/mtproto/transports#websocket
"""

import asyncio

from aiohttp import WSMsgType, web

from chappe.gateway.connection import Connection
from chappe.gateway.hub import Hub
from chappe.ids import DcId

SUB_PROTOCOL = "binary"


class WebSocketDoor:
    """Serves `/apiws` for one data center (None: for all)."""

    def __init__(self, hub: Hub, dc: DcId | None) -> None:
        self._hub = hub
        self._dc = dc

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket connection, from the upgrade to the end."""
        offered = request.headers.get("Sec-WebSocket-Protocol", "")
        if SUB_PROTOCOL not in (name.strip() for name in offered.split(",")):
            raise web.HTTPBadRequest(text="the sub-protocol `binary` is mandatory\n")
        socket = web.WebSocketResponse(
            protocols=(SUB_PROTOCOL,),
            compress=False,
            max_msg_size=self._hub.settings.limits.packet_bytes_max + 64,
            autoping=True,
        )
        await socket.prepare(request)
        writer = _Writer(socket, request.transport, self._hub.settings.limits.unsent_bytes_max)
        connection = Connection(
            self._hub,
            request.remote or "",
            writer.send,
            writer.close,
            dc=self._dc,
            reached=address_reached(request),
            websocket=True,
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                writing = tasks.create_task(writer.run())
                async for message in socket:
                    if message.type is not WSMsgType.BINARY:
                        break
                    connection.data_received(message.data)
                writing.cancel()
        finally:
            connection.connection_lost()
        return socket


def address_reached(request: web.Request) -> str | None:
    """Our address that the request came to; never what its Host header claims."""
    here = request.transport.get_extra_info("sockname") if request.transport else None
    return str(here[0]) if here else None


class _Writer:
    """Sends packets in order, each as one message."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        unsent_bytes_max: int,
    ) -> None:
        self._socket = socket
        self._transport = transport
        self._unsent_bytes_max = unsent_bytes_max
        self._unsent = 0
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()

    def send(self, packets: list[bytes]) -> None:
        for packet in packets:
            self._unsent += len(packet)
            self._queue.put_nowait(packet)
        if self._unsent > self._unsent_bytes_max and self._transport is not None:
            self._transport.abort()  # a peer that does not read will not read a goodbye either

    def close(self) -> None:
        self._queue.put_nowait(None)

    async def run(self) -> None:
        while (packet := await self._queue.get()) is not None:
            await self._socket.send_bytes(packet)
            self._unsent -= len(packet)
        await self._socket.close()
