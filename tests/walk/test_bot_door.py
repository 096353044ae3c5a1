"""The short way of calls through the real port, and what is left to the HTTP stack."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from http_walks import serving

from chappe.app import Server
from chappe.botapi.shortcut import read_request
from chappe.clock import SystemClock
from chappe.features.bots.actions import make_bot
from chappe.updates.log import Journal


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path) as server:
        yield server


async def new_token(server: Server) -> str:
    async with server.node.database.transaction(write=True) as tx:
        journal = Journal(tx, SystemClock().now())
        bot = await make_bot(journal, None, "Echo", "echo_test_bot")
        await journal.flush()
    return bot.token


def request(path: str, body: str = "", more: str = "") -> bytes:
    kind = "Content-Type: application/json\r\n" if body else ""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{kind}{more}Content-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, dict[str, object]]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return head, json.loads(await reader.readexactly(length))


async def test_calls_follow_one_another_on_a_connection(server: Server) -> None:
    token = await new_token(server)
    reader, writer = await asyncio.open_connection(*server.http)
    for _ in range(3):
        writer.write(request(f"/bot{token}/getMe"))
        head, said = await answer(reader)
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"Access-Control-Allow-Origin: *" in head
        assert said["ok"]
    writer.write(request(f"/bot{token}/sendMessage", '{"text":"x"}'))
    head, said = await answer(reader)
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert said["description"] == "Bad Request: chat_id is empty"
    writer.write(request(f"/bot{token}/getNothing"))
    assert (await answer(reader))[0].startswith(b"HTTP/1.1 404 Not Found\r\n")
    writer.close()


async def test_a_call_that_comes_before_the_one_in_front_is_answered_waits(
    server: Server,
) -> None:
    token = await new_token(server)
    reader, writer = await asyncio.open_connection(*server.http)
    writer.write(request(f"/bot{token}/getUpdates", '{"timeout":1}'))
    await asyncio.sleep(0.1)
    writer.write(request(f"/bot{token}/getMe"))
    assert (await answer(reader))[1]["result"] == []
    assert (await answer(reader))[1]["result"]["is_bot"]  # type: ignore[index]  # an object
    writer.close()


async def test_what_is_not_plain_is_left_to_the_stack(server: Server) -> None:
    token = await new_token(server)
    reader, writer = await asyncio.open_connection(*server.http)
    whole = request(f"/bot{token}/getMe", '{"a":1}')
    writer.write(whole[:40])
    await asyncio.sleep(0.05)
    writer.write(whole[40:])
    assert (await answer(reader))[1]["ok"]
    writer.write(request(f"/bot{token}/getMe", more="Connection: close\r\n"))
    assert (await answer(reader))[1]["ok"]
    assert await reader.read() == b""
    writer.close()
    origin = "http://{}:{}".format(*server.http)
    async with aiohttp.ClientSession() as http:
        form = aiohttp.FormData({"a": "b"}, default_to_multipart=True)
        async with http.post(f"{origin}/bot{token}/getMe", data=form) as response:
            assert (await response.json())["ok"]
        async with http.get(f"{origin}/openapi.json") as response:
            assert (await response.json())["openapi"] == "3.1.0"
        async with http.get(f"{origin}/bot{token}/a/b/c") as response:
            assert response.status == 404


async def test_a_connection_is_ended_when_it_asks_for_it(server: Server) -> None:
    token = await new_token(server)
    reader, writer = await asyncio.open_connection(*server.http)
    writer.write(request(f"/bot{token}/getMe", more="Connection: close\r\n"))
    head, said = await answer(reader)
    assert said["ok"]
    assert b"connection: close" in head.lower()
    assert await reader.read() == b""
    writer.close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"POST /bot1:x/getMe HTTP/1.1\r\nHost: x\r\n",
        b"POST /bot1:x/getMe HTTP/1.0\r\n\r\n",
        b"POST /bot1:x/getMe HTTP/1.1\r\nContent-Length: 5\r\n\r\n1234",
        b"POST /bot1:x/getMe HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST /bot1:x/getMe HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /bot1:x/getMe HTTP/1.1\r\nContent-Length: 1\r\nContent-Type: multipart/form-data\r\n\r\n1",
        b"nonsense\r\n\r\n",
    ],
)
def test_only_whole_plain_requests_take_the_short_way(data: bytes) -> None:
    assert read_request(data) is None
