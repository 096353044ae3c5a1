"""MTProto over HTTP, through the real door."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from http_walks import HttpClient, http_wait, port_of, raw_posts, serving
from wire_walks import NEAREST, call, last, told

from chappe.app import Server
from chappe.config import Limits
from chappe.mtproto.container import CONTAINER_ID, pack
from chappe.tl import mtproto


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path) as server:
        yield server


@pytest.fixture
async def http(server: Server) -> AsyncIterator[HttpClient]:
    async with aiohttp.ClientSession() as session:
        host, port = server.http
        yield HttpClient(session, f"http://{host}:{port}/api", server)


def origin(server: Server) -> str:
    return "http://{}:{}".format(*server.http)


@pytest.mark.parametrize("path", ["/api", "/api_test", "/apiw1", "/apiw_test1"])
async def test_a_key_is_made_and_a_call_answered(
    server: Server, http: HttpClient, path: str
) -> None:
    http.url = origin(server) + path
    await http.shake_hands()
    assert (await http.call("help.getConfig")).this_dc == 2
    assert (await http.call("help.getNearestDc")).nearest_dc == 2


async def test_the_port_for_tcp_speaks_http_as_well(server: Server, http: HttpClient) -> None:
    http.url = f"http://127.0.0.1:{port_of(server)}/api"
    await http.shake_hands()
    assert (await http.call("help.getNearestDc")).nearest_dc == 2


async def test_a_page_is_asked_for_leave_and_given_it(server: Server, http: HttpClient) -> None:
    async with http.http.options(origin(server) + "/apiw1") as response:
        assert response.status in {200, 204}
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
    http.url = origin(server) + "/apiw1"
    await http.shake_hands()
    http.client.begin("help.getNearestDc")
    response = await http.post()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"
    http.url = origin(server) + "/api"
    response = await http.tell(mtproto.Ping(ping_id=1))
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("packet", "status"),
    [
        (b"\1" * 72, 404),
        (b"", 404),
        (bytes(40), 404),
        (b"\1" * 20, 404),
    ],
)
async def test_a_transport_error_is_a_status(
    http: HttpClient, packet: bytes, status: int
) -> None:
    http.box.waiting.append(packet)
    assert (await http.post()).status == status


async def test_a_container_of_too_many_is_status_429(http: HttpClient) -> None:
    await http.shake_hands()
    client = http.client
    body = CONTAINER_ID + (1025).to_bytes(4, "little")
    client.send(client.envelope(client.message(body, content=False)))
    assert (await http.post()).status == 429


async def test_a_body_beyond_the_limit_is_refused(http: HttpClient) -> None:
    async with http.http.post(http.url, data=io.BytesIO(bytes(3 << 20))) as response:
        assert response.status == 413


async def test_an_unknown_path_is_no_transport(server: Server, http: HttpClient) -> None:
    http.url = origin(server) + "/nothing"
    http.box.waiting.append(bytes(40))
    assert (await http.post()).status == 404
    async with http.http.get(origin(server) + "/apiws") as response:
        assert response.status == 400


async def test_a_poll_with_nothing_to_say_ends_with_an_empty_container(
    http: HttpClient,
) -> None:
    await http.shake_hands()
    await http.call("help.getNearestDc")
    http.client.post()
    await http.post()
    heard = len(http.client.messages)
    began = time.monotonic()
    await http.tell(http_wait(max_wait=0.2))
    assert 0.15 < time.monotonic() - began < 2
    assert [m.body for m in http.client.messages[heard:]] == [pack([])]


async def test_a_poll_brings_what_comes_up_meanwhile(server: Server, http: HttpClient) -> None:
    await http.shake_hands()
    await http.call("help.getNearestDc")
    poll = asyncio.ensure_future(http.tell(http_wait(max_wait=10)))
    await asyncio.sleep(0.1)
    push(server, http, 5)
    await asyncio.wait_for(poll, 3)
    assert last(http.client, mtproto.Pong).ping_id == 5


def push(server: Server, http: HttpClient, number: int) -> None:
    """Something of the server's own; a pong will do."""
    (session,) = server.node.hub.sessions.of_key(http.client.key.key_id)
    session.push(mtproto.write(mtproto.Pong(msg_id=1, ping_id=number)), server.node.clock.now())
    assert session.link is not None
    session.link.on_news()


async def test_a_poll_lets_more_come_before_it_answers(
    server: Server, http: HttpClient
) -> None:
    await http.shake_hands()
    await http.call("help.getNearestDc")
    wait = http_wait(max_wait=10, max_delay=1, wait_after=0.2)
    poll = asyncio.ensure_future(http.tell(wait))
    await asyncio.sleep(0.1)
    for number in range(3):
        push(server, http, number)
        await asyncio.sleep(0.05)
    assert not poll.done()
    await asyncio.wait_for(poll, 3)
    assert [pong.ping_id for pong in told(http.client, mtproto.Pong)] == [0, 1, 2]


async def test_a_query_beside_a_long_poll_does_not_take_the_session_for_good(
    server: Server, http: HttpClient
) -> None:
    await http.shake_hands()
    await http.call("help.getNearestDc")
    poll = asyncio.ensure_future(http.tell(http_wait(max_wait=10)))
    await asyncio.sleep(0.1)
    assert (await http.call("help.getNearestDc")).nearest_dc == 2
    await asyncio.sleep(0.05)
    assert not poll.done()
    push(server, http, 7)
    await asyncio.wait_for(poll, 3)
    assert last(http.client, mtproto.Pong).ping_id == 7


async def test_requests_one_behind_the_other_on_one_connection_are_all_answered(
    server: Server, http: HttpClient
) -> None:
    await http.shake_hands()
    await http.call("help.getNearestDc")
    client = http.client
    queries = [call(client) for _ in range(3)]
    bodies, http.box.waiting = http.box.waiting, []
    got = await asyncio.to_thread(raw_posts, server.http, "/api", bodies)
    answers = got.split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200"] * 3
    for answer in answers:
        head, body = answer.split(b"\r\n\r\n", 1)
        assert head.splitlines()[-1].lower().startswith(b"content-length:"), "Telethon wants so"
        client._hear(body)
    heads = [m.body[4:12] for m in client.messages]
    assert all(query.to_bytes(8, "little") in heads for query in queries)


async def test_an_answer_that_got_lost_comes_again_after_a_while(
    server: Server, http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chappe.mtproto.link.RESEND_ON_HTTP_SECONDS", 0.05)
    await http.shake_hands()
    await http.call("help.getNearestDc")
    client = http.client
    query = client.message(NEAREST)
    client.send(client.envelope(query))
    async with http.http.post(http.url, data=http.box.waiting.pop(0)) as response:
        await response.read()  # and lost
    await asyncio.sleep(0.1)
    await http.tell(mtproto.Ping(ping_id=1))
    assert query.msg_id.to_bytes(8, "little") in [m.body[4:12] for m in client.messages]


async def test_a_destroyed_key_is_confirmed(http: HttpClient) -> None:
    await http.shake_hands()
    await http.call("help.getNearestDc")
    await http.tell(mtproto.DestroyAuthKey())
    assert told(http.client, mtproto.DestroyAuthKeyOk)


async def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(body_seconds=0.2)) as server:
        reader, writer = await asyncio.open_connection(*server.http)
        writer.write(b"POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
        assert (await asyncio.wait_for(reader.readline(), 3)).startswith(b"HTTP/1.1 408 ")
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("first", [b"", b"POST /api HTTP/1.1\r\n", b"GET / HT"])
@pytest.mark.parametrize("door", ["http", "mtproto"])
async def test_a_head_that_does_not_come_is_not_waited_for(
    tmp_path: Path, door: str, first: bytes
) -> None:
    async with serving(tmp_path, limits=Limits(first_byte_seconds=0.2)) as server:
        address = server.node.addresses[0]
        place = server.http if door == "http" else (address.host, address.port)
        reader, writer = await asyncio.open_connection(*place)
        writer.write(first)
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 3) == b""
        writer.close()
        assert server.node.hub.http_waiting == {}


async def test_connections_that_speak_http_are_counted_by_address(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(connections_per_address_max=2)) as server:
        places = [await asyncio.open_connection(*server.http) for _ in range(2)]
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection(*server.http)
        writer.write(b"GET /api HTTP/1.1\r\nHost: x\r\n\r\n")
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 3) == b""
        for _, one in [*places, (reader, writer)]:
            one.close()


async def test_a_kept_connection_outlives_the_time_of_the_first_head(tmp_path: Path) -> None:
    async with (
        serving(tmp_path, limits=Limits(first_byte_seconds=0.2)) as server,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session,
    ):
        url = f"http://{server.http[0]}:{server.http[1]}/apiw1"
        async with session.options(url) as answer:
            assert answer.status == 204
        await asyncio.sleep(0.4)
        async with session.options(url) as answer:
            assert answer.status == 204
