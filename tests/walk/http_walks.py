"""A client that speaks through the real doors: HTTP posts and WebSocket."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from chappe.app import Server
from chappe.clock import SystemClock
from chappe.config import Settings
from chappe.testing.carrier import Carrier, deaf
from chappe.testing.client import Client
from chappe.testing.frames import Answer, ClientFraming, Kind
from chappe.testing.handshake import shake_hands
from chappe.testing.world import shared_key
from chappe.tl import mtproto
from chappe.tl.build import TLObject


@asynccontextmanager
async def serving(data: Path, **settings: object) -> AsyncIterator[Server]:
    """A server with its doors open, under the key that all tests share."""
    (data / "keys").mkdir(parents=True, exist_ok=True)
    (data / "keys" / "rsa.pem").write_bytes(shared_key().private_pem())
    lawful = {"mtproto": ("127.0.0.1", 0), "http": ("127.0.0.1", 0)}
    server = Server(Settings(data=data, **(lawful | settings)))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


class Bare(ClientFraming):
    """HTTP frames packets by itself."""

    def __init__(self) -> None:
        super().__init__(Kind.INTERMEDIATE)

    def hello(self) -> bytes:
        return b""

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        return payload

    def feed(self, data: bytes) -> list[Answer]:
        return [Answer(data)] if len(data) > 4 else []


class Postbox(Carrier):
    """Keeps what the client says until it is posted."""

    def __init__(self) -> None:
        self.closed = False
        self.heard = deaf
        self.waiting: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.waiting.append(data)

    def hang_up(self) -> None:
        self.closed = True


class HttpClient:
    """A testing client whose packets are posted one by one."""

    def __init__(self, http: aiohttp.ClientSession, url: str, server: Server) -> None:
        self.http, self.url = http, url
        self.box = Postbox()
        self.client = Client(self.box, server.node.key.public, SystemClock())
        self.client.framing = Bare()
        self.box.waiting.clear()  # the framing that it began with

    async def post(self) -> aiohttp.ClientResponse:
        """Post the oldest packet that waits; the answer has been heard."""
        async with self.http.post(self.url, data=self.box.waiting.pop(0)) as response:
            body = await response.read()
            if response.status == 200 and body:
                self.client._hear(body)
            return response

    async def shake_hands(self) -> None:
        client, hands = self.client, shake_hands(self.client.public_key)
        try:
            question = next(hands)
            while True:
                head = bytes(8) + client.next_msg_id().to_bytes(8, "little")
                client.send(head + len(question).to_bytes(4, "little") + question)
                async with self.http.post(self.url, data=self.box.waiting.pop(0)) as response:
                    question = hands.send((await response.read())[20:])
        except StopIteration as end:
            client.use(end.value)

    async def call(self, method: str, **fields: object) -> object:
        question = self.client.begin(method, **fields)
        await self.post()
        return await self.client.ask(question)

    async def tell(self, said: TLObject) -> aiohttp.ClientResponse:
        self.client.tell(said)
        return await self.post()


def http_wait(max_wait: float, max_delay: float = 0, wait_after: float = 0) -> TLObject:
    return mtproto.HttpWait(
        max_delay=int(max_delay * 1000),
        wait_after=int(wait_after * 1000),
        max_wait=int(max_wait * 1000),
    )


def port_of(server: Server) -> int:
    return server.node.addresses[0].port


def raw_posts(address: tuple[str, int], path: str, bodies: list[bytes]) -> bytes:
    """Several posts at once on one connection; all that comes back until it is closed."""
    with socket.create_connection(address, timeout=10) as there:
        for body, last in zip(bodies, [False] * (len(bodies) - 1) + [True], strict=True):
            end = "Connection: close\r\n" if last else ""
            head = (
                f"POST {path} HTTP/1.1\r\nHost: x\r\n{end}Content-Length: {len(body)}\r\n\r\n"
            )
            there.sendall(head.encode() + body)
        got = b""
        while piece := there.recv(65536):
            got += piece
        return got
