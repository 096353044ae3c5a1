import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from chappe.couriers.courier import Letter, Medium, Purpose, Undeliverable
from chappe.couriers.webhook import WebhookCourier

LETTER = Letter(Medium.PHONE, "+12025550111", Purpose.SIGN_IN, "01234")


@asynccontextmanager
async def carrier(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/codes", answer)
    async with TestServer(app) as server:
        yield f"127.0.0.1:{server.port}/codes"


async def deliver(url: str) -> None:
    courier = WebhookCourier(url)
    try:
        await courier.deliver(LETTER)
    finally:
        await courier.close()


async def test_a_letter_is_posted_as_json() -> None:
    heard: list[tuple[dict[str, Any], str | None]] = []

    async def take(request: web.Request) -> web.Response:
        heard.append((await request.json(), request.headers.get("Authorization")))
        return web.Response(status=202)

    async with carrier(take) as place:
        await deliver(f"http://user:word@{place}")
    ((body, authorization),) = heard
    assert body.pop("text").startswith("01234 is your code to sign in")
    assert body == {
        "medium": "phone",
        "to": "+12025550111",
        "purpose": "sign_in",
        "code": "01234",
    }
    assert authorization == "Basic " + base64.b64encode(b"user:word").decode()


@pytest.mark.parametrize("status", [302, 400, 404, 500])
async def test_anything_but_2xx_is_undeliverable(status: int) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    async with carrier(refuse) as place:
        with pytest.raises(Undeliverable, match=f"HTTP {status}"):
            await deliver(f"http://{place}")


async def test_nobody_there_is_undeliverable() -> None:
    async def never(_: web.Request) -> web.Response:
        raise AssertionError

    async with carrier(never) as place:
        gone = place
    with pytest.raises(Undeliverable, match="webhook"):
        await deliver(f"http://{gone}")
