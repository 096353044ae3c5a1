"""The HTTP door: the MTProto transport over HTTP and WebSocket, at the paths that clients know.

`POST /api` for programs, `/apiw1` for pages (with CORS headers), `/apiws` for WebSocket; the `_test`
forms of each are the same thing. Whoever else answers on the port hangs its routes beside these (`Hang`).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from chappe.gateway.hub import Hub
from chappe.gateway.poll import Poll
from chappe.gateway.ws import WebSocketDoor, address_reached
from chappe.ids import DcId

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "origin, content-type",
    "Access-Control-Max-Age": "1728000",
}
NO_STORE = {"Cache-Control": "no-store"}
BINARY = "application/octet-stream"
PROGRAM_PATHS = ("/api", "/api_test")
PAGE_PATHS = ("/apiw1", "/apiw_test1", "/apiw")
SOCKET_PATHS = ("/apiws", "/apiws_test")


HTTP_LOG = logging.getLogger("chappe.http")
"""What the HTTP stack has to say, without requests that cannot be read: they hold tokens, and fill the log."""
HTTP_LOG.addFilter(
    lambda said: not (said.exc_info and isinstance(said.exc_info[1], HttpProcessingError))
)
Hang = Callable[[web.Application], None]
"""Adds routes of its own to the application of the port."""


class HttpDoor:
    """The HTTP application of one data center's door; `dc` None: of all. `beside`: who else answers here."""

    def __init__(self, hub: Hub, dc: DcId | None, *beside: Hang) -> None:
        self._hub = hub
        self._dc = dc
        self._beside = beside

    def application(self) -> web.Application:
        """The routes."""
        application = web.Application(
            client_max_size=self._hub.settings.limits.packet_bytes_max
        )
        application.middlewares.append(self._note_first_request)
        application.on_response_prepare.append(_length_last)
        socket = WebSocketDoor(self._hub, self._dc)
        for path in PROGRAM_PATHS:
            application.router.add_post(path, self._exchange)
        for path in PAGE_PATHS:
            application.router.add_post(path, self._exchange_with_page)
            application.router.add_options(path, _preflight)
        for path in SOCKET_PATHS:
            application.router.add_get(path, socket.serve)
        for hang in self._beside:
            hang(application)
        return application

    @web.middleware
    async def _note_first_request(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        guard = self._hub.http_waiting.get(request.transport)
        if guard is not None:
            guard.request_came()
        return await handler(request)

    async def _exchange(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, {})

    async def _exchange_with_page(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, CORS)

    async def _answer(
        self, request: web.Request, extra: Mapping[str, str]
    ) -> web.StreamResponse:
        try:
            async with asyncio.timeout(self._hub.settings.limits.body_seconds):
                packet = await request.read()
        except (TimeoutError, ConnectionResetError):
            raise web.HTTPRequestTimeout(headers={"Connection": "close"}) from None
        poll = Poll(
            self._hub,
            request.remote or "",
            dc=self._dc,
            reached=address_reached(request),
        )
        body = await poll.exchange(packet)
        status = 200 if poll.refused is None else abs(poll.refused) or 400
        return web.Response(
            status=status, headers={**NO_STORE, **extra}, body=body, content_type=BINARY
        )


async def _length_last(_request: web.Request, response: web.StreamResponse) -> None:
    """Telethon takes Content-Length for the last header; so it is."""
    length = response.headers.pop("Content-Length", None)
    if length is not None:
        response.headers["Content-Length"] = length


async def _preflight(_request: web.Request) -> web.Response:
    """What a browser asks before a page of another origin may post."""
    return web.Response(status=204, headers=CORS)
