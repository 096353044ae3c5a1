"""MTProto over WebSocket, through the real door."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from http_walks import port_of, serving
from wire_walks import NEAREST, told

from chappe.app import Server
from chappe.clock import SystemClock
from chappe.testing.carrier import Carrier, deaf
from chappe.testing.client import Client
from chappe.testing.frames import Kind
from chappe.tl import api, layers, mtproto


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path) as server:
        yield server


class Socket(Carrier):
    """One WebSocket; `cut` says how what the client sends is split into messages."""

    def __init__(
        self, ws: aiohttp.ClientWebSocketResponse, cut: Callable[[bytes], list[bytes]]
    ) -> None:
        self.closed = False
        self.heard = deaf
        self.ended = asyncio.Event()
        self.messages: list[bytes] = []
        self._ws, self._cut = ws, cut
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()

    def send(self, data: bytes) -> None:
        for piece in self._cut(data):
            self._queue.put_nowait(piece)

    def hang_up(self) -> None:
        self.closed = True

    async def write(self) -> None:
        while True:
            await self._ws.send_bytes(await self._queue.get())

    async def read(self) -> None:
        async for message in self._ws:
            self.messages.append(message.data)
            self.heard(message.data)
        self.closed = True
        self.ended.set()


def whole(data: bytes) -> list[bytes]:
    return [data]


def single_bytes(data: bytes) -> list[bytes]:
    return [data[i : i + 1] for i in range(len(data))]


@asynccontextmanager
async def connected(
    server: Server,
    cut: Callable[[bytes], list[bytes]] = whole,
    kind: Kind = Kind.ABRIDGED,
    path: str = "/apiws",
    port: int = 0,
) -> AsyncIterator[tuple[Client, Socket]]:
    url = f"http://127.0.0.1:{port or server.http[1]}{path}"
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(url, protocols=("binary",), compress=15) as ws,
    ):
        assert ws.protocol == "binary"
        assert not ws.compress, "no compression, however it is asked for"
        socket = Socket(ws, cut)
        tasks = [asyncio.create_task(work) for work in (socket.write(), socket.read())]
        key = server.node.key.public
        client = Client(socket, key, SystemClock(), kind=kind, obfuscated=True)
        yield client, socket
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("kind", [Kind.ABRIDGED, Kind.INTERMEDIATE, Kind.PADDED])
@pytest.mark.parametrize("cut", [whole, single_bytes])
async def test_every_framing_works_however_the_input_is_split(
    server: Server, kind: Kind, cut: Callable[[bytes], list[bytes]]
) -> None:
    async with connected(server, cut, kind) as (client, _):
        await client.shake_hands()
        assert (await client.call("help.getConfig")).this_dc == 2


async def test_one_message_of_ours_is_one_packet(server: Server) -> None:
    async with connected(server) as (client, socket):
        await client.shake_hands()
        await client.call("help.getNearestDc")
        before, packets = len(socket.messages), len(client.packets)
        questions = [
            client.question(
                layers.write(api.help.GetCountriesList(lang_code="de", hash=0)), ""
            ),
            client.question(NEAREST, ""),
        ]
        client.tell(mtproto.Ping(ping_id=1))
        for question in questions:
            await client.ask(question)
        await client.call("help.getNearestDc")
        assert told(client, mtproto.Pong)
        assert len(socket.messages) - before == len(client.packets) - packets


@pytest.mark.parametrize("path", ["/apiws", "/apiws_test"])
async def test_both_paths_and_both_ports_serve(server: Server, path: str) -> None:
    for port in (0, port_of(server)):
        async with connected(server, path=path, port=port) as (client, _):
            await client.shake_hands()


@pytest.mark.parametrize("protocols", [(), ("text",), ("binaries",)])
async def test_without_the_sub_protocol_there_is_no_connection(
    server: Server, protocols: tuple[str, ...]
) -> None:
    url = "http://{}:{}/apiws".format(*server.http)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(url, protocols=protocols)
        assert refused.value.status == 400


async def test_only_obfuscated_framing_is_taken(server: Server) -> None:
    url = "http://{}:{}/apiws".format(*server.http)
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(url, protocols=("binary",)) as ws,
    ):
        await ws.send_bytes(b"\xef" + bytes(80))
        message = await asyncio.wait_for(ws.receive(), 3)
        assert message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


async def test_text_ends_the_connection(server: Server) -> None:
    url = "http://{}:{}/apiws".format(*server.http)
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(url, protocols=("binary",)) as ws,
    ):
        await ws.send_str("hello")
        message = await asyncio.wait_for(ws.receive(), 3)
        assert message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


async def test_a_wrong_key_is_said_and_the_socket_closed(server: Server) -> None:
    async with connected(server) as (client, socket):
        client.send(b"\1" * 72)
        await asyncio.wait_for(socket.ended.wait(), 3)
        assert client.errors == [-404]


async def test_a_session_goes_on_over_the_next_socket(server: Server) -> None:
    async with connected(server) as (client, _):
        await client.shake_hands()
        await client.call("help.getNearestDc")
    async with connected(server) as (another, socket):
        client.carrier, client.framing, socket.heard = socket, another.framing, client._hear
        assert (await client.call("help.getNearestDc")).nearest_dc == 2
        assert len({each.unique_id for each in told(client, mtproto.NewSessionCreated)}) == 1
