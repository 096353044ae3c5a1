"""What the Bot API makes of those who mean no good: through the real port, and between two bots."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from http_walks import serving

from chappe.app import Server
from chappe.botapi.guesses import WRONG_MAX, Guesses
from chappe.botapi.shortcut import read_request
from chappe.clock import ManualClock, SystemClock
from chappe.config import Limits, Profile
from chappe.features.bots.actions import make_bot
from chappe.updates.log import Journal

SECONDS = 0.4


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path) as server:
        yield server


@pytest.fixture
async def hasty(tmp_path: Path) -> AsyncIterator[Server]:
    limits = Limits(first_byte_seconds=SECONDS, body_seconds=SECONDS)
    async with serving(tmp_path, limits=limits) as server:
        yield server


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(
        tmp_path, profile=Profile.PRODUCTION, couriers=("https://codes.example.org/",)
    ) as server:
        yield server


async def new_token(server: Server) -> str:
    async with server.node.database.transaction(write=True) as tx:
        journal = Journal(tx, SystemClock().now())
        bot = await make_bot(journal, None, "Echo", "echo_test_bot")
        await journal.flush()
    return bot.token


async def ask(server: Server, path: str, **how: Any) -> tuple[int, Any]:
    origin = "http://{}:{}".format(*server.http)
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{origin}{path}", **how) as response,
    ):
        return response.status, await response.json()


def parts(*bodies: bytes) -> dict[str, Any]:
    """A form with files, written by hand."""
    data = b"".join(b"--b\r\n" + each + b"\r\n" for each in bodies) + b"--b--\r\n"
    return {
        "data": io.BytesIO(data),
        "headers": {"Content-Type": "multipart/form-data; boundary=b"},
    }


def part(name: str, value: bytes, more: str = "") -> bytes:
    return f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value


async def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    path = f"/bot{await new_token(server)}/getMe"
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        status, said = await ask(
            server, path, data=io.BytesIO(b"x" * (9 << 20)), headers={"Content-Type": kind}
        )
        assert (status, said["description"]) == (413, "Request Entity Too Large"), kind
    status, said = await ask(server, path, **parts(part("text", b"x" * (9 << 20))))
    assert (status, said["ok"]) == (413, False)


@pytest.mark.parametrize(
    "form",
    [
        parts(*[part(f"n{number}", b"v") for number in range(2000)]),
        parts(*[b"Content-Type: text/plain\r\n\r\nx"] * 2000),
        parts(*[part("same", b"v", '; filename="a"')] * 1200),
        parts(part("n" * 100_000, b"v")),
        parts(b"".join(b"X-%d: y\r\n" % number for number in range(2000)) + b"\r\nv"),
        parts(b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--"),
        parts(b"nonsense"),
        {"data": b"--x", "headers": {"Content-Type": "multipart/form-data"}},
    ],
    ids=[
        "many",
        "nameless",
        "files",
        "long name",
        "headers",
        "nested",
        "nonsense",
        "no border",
    ],
)
async def test_a_form_that_is_a_bomb_is_refused(server: Server, form: dict[str, Any]) -> None:
    status, said = await ask(server, f"/bot{await new_token(server)}/getMe", **form)
    assert (status, said["ok"]) == (400, False), said


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"chat_id":' + b"9" * 5000 + b',"text":"x"}',
        b'{"chat_id":1e999,"text":"x"}',
        b'{"chat_id":1,"text":"\\ud800"}',
        b'{"chat_id":1,"text":"\xff"}',
        b'{"chat_id":"@a\\u0000b","text":"x"}',
        b"null",
        b'{"chat_id":1,"text":"x","reply_markup":"' + b"[" * 5000 + b'"}',
        b'{"chat_id":1,"text":"x","reply_markup":' + b"[" * 60 + b"]" * 60 + b"}",
        b'{"chat_id":1,"text":"x","entities":[{"type":"bold","offset":-1,"length":99999999999}]}',
    ],
)
async def test_json_that_is_a_trap_is_a_bad_request(server: Server, body: bytes) -> None:
    path = f"/bot{await new_token(server)}/sendMessage"
    how = {"data": body, "headers": {"Content-Type": "application/json"}}
    status, said = await ask(server, path, **how)
    assert (status, said["ok"]) == (400, False), said


async def raw(server: Server, *pieces: bytes, until: int = -1) -> bytes:
    """What comes until the server hangs up, or so many bytes of it."""
    reader, writer = await asyncio.open_connection(*server.http)
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(0.02)
    try:
        async with asyncio.timeout(10 * SECONDS):
            return await reader.read(until)
    finally:
        writer.close()


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


async def test_who_is_slow_is_not_waited_for(hasty: Server) -> None:
    path = f"/bot{await new_token(hasty)}/getMe"
    assert await raw(hasty, head(path)[:30]) == b""
    # A whole call before does not help.
    said = await raw(hasty, head(path), b"POST /bo")
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert said.count(b"HTTP/1.1") == 1
    kind = "Content-Type: application/json"
    said = await raw(hasty, head(path, kind, "Content-Length: 100"), b'{"a"', until=100)
    assert said.startswith(b"HTTP/1.1 408 ")
    kind = "Content-Type: multipart/form-data; boundary=b"
    body = b'--b\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nxx'
    said = await raw(hasty, head(path, kind, "Content-Length: 1000"), body, until=100)
    assert said.startswith(b"HTTP/1.1 408 ")


def test_requests_that_two_may_read_in_two_ways_do_not_take_the_short_way() -> None:
    plain = head("/bot1:x/getMe", "Content-Type: application/json", "Content-Length: 2") + b"{}"
    assert read_request(plain) is not None
    for line in (
        "Content-Length: 2",
        "X: y\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked",
        "Content-Length: " + "9" * 5000,
    ):
        lines = ("Content-Type: application/json", "Content-Length: 2", line)
        assert read_request(head("/bot1:x/getMe", *lines) + b"{}") is None


async def test_a_length_without_end_is_refused_by_the_stack(server: Server) -> None:
    path = f"/bot{await new_token(server)}/getMe"
    said = await raw(server, head(path, "Content-Length: " + "9" * 5000))
    assert b" 400 Bad Request" in said[:30]


async def test_who_guesses_tokens_has_to_wait(strict: Server) -> None:
    token = await new_token(strict)
    number = token.partition(":")[0]
    wrong = f"/bot{number}:{'A' * 35}/getMe"
    origin = "http://{}:{}".format(*strict.http)
    async with aiohttp.ClientSession() as http:
        for _ in range(WRONG_MAX):
            async with http.get(origin + wrong) as response:
                assert response.status == 401
        for path in (wrong, f"/bot{token}/getMe", f"/file/bot{token}/photos/x.jpg"):
            async with http.get(origin + path) as response:
                said = await response.json()
                assert response.status == 429
                assert 0 < said["parameters"]["retry_after"] <= 61


def test_guesses_are_counted_by_address_and_minute() -> None:
    clock = ManualClock()
    guesses = Guesses(clock)
    for _ in range(WRONG_MAX):
        guesses.wrong("2001:db8::1")
    assert guesses.wait_seconds("2001:db8::2") > 0
    assert guesses.wait_seconds("2001:db8:0:1::1") == 0
    assert guesses.wait_seconds("192.0.2.1") == 0
    clock.advance(61)
    assert guesses.wait_seconds("2001:db8::1") == 0


@pytest.mark.parametrize(
    "given",
    [
        {"url": "https://127.0.0.1/"},
        {"url": "https://10.1.2.3:8443/hook"},
        {"url": "https://169.254.169.254/latest"},
        {"url": "https://[::1]/"},
        {"url": "https://[::ffff:10.0.0.1]/"},
        {"url": "https://example.com/", "ip_address": "192.168.1.1"},
        {"url": "https://example.com/", "ip_address": "nonsense"},
    ],
)
async def test_no_webhook_leads_into_a_network_of_our_own(
    strict: Server, given: dict[str, str]
) -> None:
    token = await new_token(strict)
    status, said = await ask(strict, f"/bot{token}/setWebhook", json=given)
    assert status == 400
    assert "IP address" in said["description"]


async def test_a_name_that_leads_into_a_network_of_our_own_is_not_posted_to(
    strict: Server,
) -> None:
    token = await new_token(strict)
    url = "https://localhost/hook"
    assert (await ask(strict, f"/bot{token}/setWebhook", json={"url": url}))[1]["ok"]
    poster = strict.node.bots.webhooks._poster
    delivery = next(iter(strict.node.bots.webhooks._deliveries.values()))
    posted = await poster.post(delivery._queue, b"{}")
    assert (posted.status, posted.why) == (0, "Connection refused: the address is reserved")


async def test_neither_tokens_nor_words_are_logged(
    server: Server, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    token = await new_token(server)
    secret = token.partition(":")[2]
    words = "what nobody else shall read"
    for path in (f"/bot{token}/sendMessage", f"/bot{token}x/getMe", f"/bot{token}/nothing"):
        await ask(server, path, json={"chat_id": 5, "text": words})
    url = f"http://127.0.0.1:9/{token}"
    assert (await ask(server, f"/bot{token}/setWebhook", json={"url": url}))[1]["ok"]
    await raw(server, head(f"/bot{token}/getMe", "Content-Length: x"), until=99)
    await raw(server, f"POST /bot{token}/getMe HTTP/x\r\n\r\n".encode(), until=99)
    await raw(
        server, f"POST /bot{token}/getMe HTTP/1.1\r\n{token} x\r\n\r\n".encode(), until=99
    )
    await ask(server, f"/bot{token}/sendMessage", **parts(part("text", words.encode()), b"x"))
    logged = caplog.text + "".join(capfd.readouterr())
    assert secret not in logged
    assert words not in logged


async def test_a_page_of_another_origin_has_nothing_but_what_it_knows_itself(
    server: Server,
) -> None:
    token = await new_token(server)
    origin = "http://{}:{}".format(*server.http)
    async with aiohttp.ClientSession(headers={"Origin": "https://evil.example"}) as http:
        for path in (f"/bot{token}/getMe", "/bot1:wrong/getMe", "/openapi.json"):
            async with http.get(origin + path) as response:
                assert "Access-Control-Allow-Credentials" not in response.headers
                assert "Set-Cookie" not in response.headers
                assert json.loads(await response.read())
