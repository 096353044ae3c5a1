"""The port on which whoever runs the server reads what bots do: `/` for people, `/metrics` for Prometheus.

It is off unless asked for, and meant for this machine: it has no password. A page of another origin cannot read it,
and a name that leads here by a trick of DNS is refused.
"""

from collections.abc import Callable

from aiohttp import web

from chappe.botapi.figures import Figures, as_prometheus, as_table
from chappe.botapi.server import BotApi
from chappe.fetch.guard import is_literal

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
Write = Callable[[Figures, float, dict[str, int]], str]


class StatDoor:
    """The routes of one node's numbers."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    def application(self) -> web.Application:
        """The routes."""
        application = web.Application()
        application.router.add_get("/", self._table)
        application.router.add_get("/metrics", self._metrics)
        return application

    async def _table(self, request: web.Request) -> web.Response:
        return self._answer(request, as_table, "text/plain; charset=utf-8")

    async def _metrics(self, request: web.Request) -> web.Response:
        return self._answer(request, as_prometheus, PROMETHEUS)

    def _answer(self, request: web.Request, write: Write, kind: str) -> web.Response:
        host = request.url.host or ""
        if "Origin" in request.headers or not (host == "localhost" or is_literal(host)):
            return web.Response(status=403)
        api = self._api
        gauges = {"polling": api.polling.waiting, "webhooks": api.webhooks.count}
        text = write(api.figures, api.house.clock.now(), gauges)
        headers = {"Content-Type": kind, "Cache-Control": "no-store"}
        return web.Response(body=text.encode(), headers=headers)
