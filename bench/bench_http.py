"""What HTTP stacks cost: a 200-byte JSON question, a 50 MB upload; and which can take over a connection.

python bench/bench_http.py [ROUNDS]

Ours (aiohttp) always; the others when this environment has them: uvicorn with starlette, httptools and
python-multipart, granian. Each serves from a process of its own and is judged by that process's CPU time
(user and system, all threads), so that a slow client or a busy machine matters little. Imports nothing
of Chappe: an environment with only the stacks in it will do. docs/decisions/0004 has what was found.
"""

import asyncio
import contextlib
import importlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Mapping,
)
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

import uvloop
from aiohttp import BodyPartReader, web
from typing_extensions import override

CONNECTIONS = 16
JSON_SECONDS = 2.0
FILE_BYTES = 50_000_000
UPLOADS = 8
READ_BYTES = 65536
TICKS = os.sysconf("SC_CLK_TCK")
HOST = "127.0.0.1"
UVICORN = {
    "host": HOST,
    "loop": "uvloop",
    "http": "httptools",
    "lifespan": "off",
    "log_level": "error",
}
JSON_TYPE = "application/json"
BOUNDARY = "the-boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
QUESTION = b'{"chat_id": 777000, "text": "%s"}' % (b"q" * 169)
MADE_ANSWER = {"ok": True, "result": {"message_id": 1, "chat_id": 777000, "text": "a" * 128}}
ANSWER_BYTES = len(json.dumps(MADE_ANSWER))


# --- what is served: the same work for every stack


def answer(question: bytes) -> bytes:
    """The JSON work: read one object, write one."""
    result = {"message_id": 1, "chat_id": json.loads(question)["chat_id"], "text": "a" * 128}
    return json.dumps({"ok": True, "result": result}).encode()


class Sink:
    """/dev/null that counts."""

    def __init__(self) -> None:
        self._file = os.open(os.devnull, os.O_WRONLY)
        self._taken = 0

    def write(self, data: bytes, start: int = 0, end: int | None = None) -> None:
        """Take a piece of `data`, without copying it."""
        self._taken += os.write(self._file, memoryview(data)[start:end])

    def close(self) -> bytes:
        """How many bytes were taken, as JSON."""
        os.close(self._file)
        return b"%d" % self._taken


async def take_body(chunks: AsyncIterable[bytes]) -> bytes:
    """Stream a plain body away."""
    sink = Sink()
    async for chunk in chunks:
        sink.write(chunk)
    return sink.close()


async def take_form(chunks: AsyncIterable[bytes]) -> bytes:
    """Stream the file of a form away, by python-multipart."""
    sink = Sink()
    module = importlib.import_module("python_multipart")
    parser = module.MultipartParser(BOUNDARY, {"on_part_data": sink.write})
    async for chunk in chunks:
        parser.write(chunk)
    parser.finalize()
    return sink.close()


# --- aiohttp


async def aiohttp_form(request: web.Request) -> bytes:
    """Stream the file of a form away, by aiohttp's own reader."""
    sink = Sink()
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        while chunk := await part.read_chunk(READ_BYTES):
            sink.write(chunk)
    return sink.close()


def aiohttp_app() -> web.Application:
    """The work as an aiohttp application."""

    def respond(
        work: Callable[[web.Request], Awaitable[bytes]],
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            return web.Response(body=await work(request), content_type=JSON_TYPE)

        return handler

    async def ask(request: web.Request) -> bytes:
        return answer(await request.read())

    app = web.Application()
    app.router.add_post("/json", respond(ask))
    app.router.add_post("/raw", respond(lambda r: take_body(r.content.iter_any())))
    app.router.add_post("/form", respond(lambda r: take_form(r.content.iter_any())))
    app.router.add_post("/own", respond(aiohttp_form))
    return app


async def aiohttp_bare(request: web.BaseRequest) -> web.StreamResponse:
    """The work without application and router."""
    match request.path:
        case "/json":
            body = answer(await request.read())
        case "/raw":
            body = await take_body(request.content.iter_any())
        case _:
            body = await take_form(request.content.iter_any())
    return web.Response(body=body, content_type=JSON_TYPE)


async def serve_aiohttp_bare(port: int) -> None:
    loop = asyncio.get_running_loop()
    await loop.create_server(web.Server(aiohttp_bare, access_log=None), HOST, port)
    await asyncio.Event().wait()


async def serve_aiohttp(port: int) -> None:
    runner = web.AppRunner(aiohttp_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    await asyncio.Event().wait()


# --- uvicorn and granian: not installed with Chappe, so imported by name and described here

Message = Mapping[str, object]


class Asked(Protocol):
    """What we need of a starlette request."""

    async def body(self) -> bytes: ...
    def stream(self) -> AsyncIterable[bytes]: ...


class RsgiScope(Protocol):
    """What we need of granian's scope."""

    path: str


class RsgiProtocol(AsyncIterable[bytes], Protocol):
    """What we need of granian's protocol."""

    async def __call__(self) -> bytes: ...
    def response_bytes(
        self, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None: ...


def starlette_app() -> object:
    """The work as a starlette application."""
    starlette = importlib.import_module("starlette.applications")
    route = importlib.import_module("starlette.routing").Route
    response = importlib.import_module("starlette.responses").Response

    def respond(work: Callable[[Asked], Awaitable[bytes]]) -> object:
        async def handler(request: Asked) -> object:
            return response(await work(request), media_type=JSON_TYPE)

        return handler

    async def ask(request: Asked) -> bytes:
        return answer(await request.body())

    works: dict[str, Callable[[Asked], Awaitable[bytes]]] = {
        "/json": ask,
        "/raw": lambda request: take_body(request.stream()),
        "/form": lambda request: take_form(request.stream()),
    }
    return starlette.Starlette(
        routes=[route(path, respond(work), methods=["POST"]) for path, work in works.items()]
    )


async def rsgi(scope: RsgiScope, protocol: RsgiProtocol) -> None:
    """The work for granian's own interface; without a router or request objects."""
    match scope.path:
        case "/json":
            body = answer(await protocol())
        case "/raw":
            body = await take_body(protocol)
        case _:
            body = await take_form(protocol)
    protocol.response_bytes(200, [("content-type", JSON_TYPE)], body)


async def asgi(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """The work for ASGI; without a router or request objects."""

    async def chunks() -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await receive()
            more = bool(message.get("more_body"))
            yield cast("bytes", message["body"])

    match scope["path"]:
        case "/json":
            body = answer(b"".join([chunk async for chunk in chunks()]))
        case "/raw":
            body = await take_body(chunks())
        case _:
            body = await take_form(chunks())
    length = (b"content-length", b"%d" % len(body))
    headers = [(b"content-type", JSON_TYPE.encode()), length]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def serve_uvicorn(port: int, app: object) -> None:
    module = importlib.import_module("uvicorn")
    module.Server(module.Config(app, port=port, **UVICORN)).run()


def serve_granian(port: int, interface: str, target: str) -> None:
    constants = importlib.import_module("granian.constants")
    importlib.import_module("granian").Granian(
        f"bench_http:{target}",
        address=HOST,
        port=port,
        interface=constants.Interfaces(interface),
        loop=constants.Loops.uvloop,
        factory=target == "starlette_app",
        working_dir=Path(__file__).parent,
        log_enabled=False,
    ).serve()


# --- the hand-over: the MTProto port reads the first bytes, and only then knows that this is HTTP


class Door(asyncio.Protocol):
    """Reads the first bytes of a connection, then gives it to another protocol."""

    def __init__(self, make_http: Callable[[], asyncio.Protocol]) -> None:
        self._make_http = make_http
        self._transport: asyncio.BaseTransport

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        http = self._make_http()
        self._transport.set_protocol(http)
        http.connection_made(self._transport)
        http.data_received(data)


async def hands_over(make_http: Callable[[], asyncio.Protocol]) -> bool:
    """Whether two questions, the first in two pieces, are answered behind a door."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Door(make_http), HOST, 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    request = post("/json", JSON_TYPE, len(QUESTION)) + QUESTION
    good = True
    for pieces in ((request[:20], request[20:]), (request,)):
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.05)
        async with asyncio.timeout(5):
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(ANSWER_BYTES)
        good = good and b" 200 " in head and body == answer(QUESTION)
    writer.close()
    server.close()
    return good


async def aiohttp_hands_over() -> bool:
    runner = web.AppRunner(aiohttp_app(), access_log=None)
    await runner.setup()
    assert runner.server is not None
    good = await hands_over(runner.server)
    await runner.cleanup()
    return good


async def uvicorn_hands_over() -> bool:
    config = importlib.import_module("uvicorn").Config(asgi, **UVICORN)
    config.load()
    state = importlib.import_module("uvicorn.server").ServerState()
    return await hands_over(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={})
    )


# --- the stacks


@dataclass
class Stack:
    """One way to serve. `roads`: what its uploads take; `hands_over` None: it has no protocol to give."""

    name: str
    needs: tuple[str, ...]
    serve: Callable[[int], object]
    roads: tuple[str, ...] = ("/raw", "/form")
    hands_over: Callable[[], Coroutine[None, None, bool]] | None = None
    json_us: list[float] = field(default_factory=list)
    json_rate: list[float] = field(default_factory=list)
    upload_seconds: dict[str, list[float]] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """The packages that this environment lacks."""
        return [need for need in self.needs if find_spec(need) is None]


FORM_ROAD = ("/form",) if find_spec("python_multipart") else ()
STACKS = (
    Stack(
        "aiohttp",
        (),
        lambda port: uvloop.run(serve_aiohttp(port)),
        ("/raw", "/own", *FORM_ROAD),
        aiohttp_hands_over,
    ),
    Stack(
        "aiohttp, bare",
        (),
        lambda port: uvloop.run(serve_aiohttp_bare(port)),
        ("/raw", *FORM_ROAD),
        aiohttp_hands_over,
    ),
    Stack(
        "uvicorn+starlette",
        ("uvicorn", "httptools", "starlette", "python_multipart"),
        lambda port: serve_uvicorn(port, starlette_app()),
        hands_over=uvicorn_hands_over,
    ),
    Stack(
        "uvicorn, bare",
        ("uvicorn", "httptools", "python_multipart"),
        lambda port: serve_uvicorn(port, asgi),
        hands_over=uvicorn_hands_over,
    ),
    Stack(
        "granian+starlette",
        ("granian", "starlette", "python_multipart"),
        lambda port: serve_granian(port, "asgi", "starlette_app"),
    ),
    Stack(
        "granian RSGI, bare",
        ("granian", "python_multipart"),
        lambda port: serve_granian(port, "rsgi", "rsgi"),
    ),
)


# --- the client


def post(path: str, kind: str, length: int) -> bytes:
    """The head of a request."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    ).encode()


class Asker(asyncio.Protocol):
    """Asks again as soon as it is answered, and counts. The answers are equally long."""

    REQUEST = post("/json", JSON_TYPE, len(QUESTION)) + QUESTION

    def __init__(self) -> None:
        self.answered = 0
        self._whole = 0
        self._got = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes, only like them.
        self._write = cast("asyncio.WriteTransport", transport).write
        self._write(self.REQUEST)

    @override
    def data_received(self, data: bytes) -> None:
        self._got += data
        head = self._got.find(b"\r\n\r\n") + 4
        if head < 4 or len(self._got) < head + ANSWER_BYTES:
            return
        assert self._got.startswith(b"HTTP/1.1 200 ")
        assert len(self._got) == head + ANSWER_BYTES
        self._got = b""
        self.answered += 1
        self._write(self.REQUEST)


async def ask_for(port: int, seconds: float) -> tuple[int, float]:
    """Ask on all connections for so long; how many answers, in how many seconds."""
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    made = [await loop.create_connection(Asker, HOST, port) for _ in range(CONNECTIONS)]
    await asyncio.sleep(seconds)
    wall = time.perf_counter() - start
    answered = sum(asker.answered for _, asker in made)
    for transport, _ in made:
        transport.abort()
    return answered, wall


def upload(port: int, road: str, count: int) -> None:
    """Send the file so often, on one connection."""
    head, tail = b"", b""
    if road != "/raw":
        disposition = 'Content-Disposition: form-data; name="document"; filename="file"'
        head = f"--{BOUNDARY}\r\n{disposition}\r\n\r\n".encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    body = head + os.urandom(FILE_BYTES) + tail
    kind = "application/octet-stream" if road == "/raw" else FORM
    with socket.create_connection((HOST, port), timeout=60) as connection:
        for _ in range(count):
            connection.sendall(post(road, kind, len(body)))
            connection.sendall(body)
            got = b""
            while not got.endswith(b"\r\n\r\n%d" % FILE_BYTES):
                piece = connection.recv(READ_BYTES)
                assert piece, got
                got += piece


# --- the measurement


@dataclass
class Child:
    """A serving process (granian has a second one, which works for the first)."""

    process: subprocess.Popen[bytes]
    port: int

    def pids(self) -> list[int]:
        top = self.process.pid
        found = [top]
        for task in Path(f"/proc/{top}/task").iterdir():
            found += [int(pid) for pid in (task / "children").read_text().split()]
        return found

    def cpu_seconds(self) -> float:
        """User and system time so far, of all threads."""
        ticks = 0
        for pid in self.pids():
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
        return ticks / TICKS

    def peak_bytes(self) -> int:
        """The most memory that its largest process ever had in RAM."""
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids()]
        return max(int(text.split("VmHWM:")[1].split()[0]) * 1024 for text in statuses)


@contextlib.contextmanager
def child(stack: Stack) -> Iterator[Child]:
    """The stack in a process, until it is no longer needed; ended by its own pid."""
    with socket.create_server((HOST, 0)) as probe:
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, __file__, "--serve", stack.name, str(port)])
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection((HOST, port)):
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{stack.name} did not start")
        yield Child(process, port)
    finally:
        process.terminate()
        process.wait(10)


def measure(stack: Stack, server: Child) -> None:
    """One round."""
    before = server.cpu_seconds()
    answered, wall = uvloop.run(ask_for(server.port, JSON_SECONDS))
    stack.json_us.append((server.cpu_seconds() - before) / answered * 1e6)
    stack.json_rate.append(answered / wall)
    for road in stack.roads:
        before = server.cpu_seconds()
        upload(server.port, road, UPLOADS)
        spent = (server.cpu_seconds() - before) / (UPLOADS * FILE_BYTES / 1e9)
        stack.upload_seconds.setdefault(road, []).append(spent)


def show(stack: Stack, peak_bytes: int, takes_over: str) -> None:
    uploads = [
        f"{min(stack.upload_seconds[road]):8.2f}"
        if road in stack.upload_seconds
        else "       -"
        for road in ("/raw", "/own", "/form")
    ]
    print(
        f"{stack.name:20} {min(stack.json_us):7.0f} {max(stack.json_rate):8.0f}"
        f" {' '.join(uploads)} {peak_bytes / 1e6:8.0f}  {takes_over}"
    )


def main(rounds: int) -> None:
    here = [stack for stack in STACKS if not stack.missing()]
    with contextlib.ExitStack() as running:
        servers = [running.enter_context(child(stack)) for stack in here]
        for server in servers:  # warm
            uvloop.run(ask_for(server.port, 0.5))
        for _ in range(rounds):
            for stack, server in zip(here, servers, strict=True):
                measure(stack, server)
        print("server CPU; the best of the rounds      s per GB uploaded")
        print(
            "stack                us/JSON   JSON/s    plain  own form pm form  peak MB  hand-over"
        )
        for stack, server in zip(here, servers, strict=True):
            good = uvloop.run(stack.hands_over()) if stack.hands_over else False
            show(stack, server.peak_bytes(), "works" if good else "no")
    for stack in STACKS:
        if missing := stack.missing():
            print(f"{stack.name:20} not installed: {', '.join(missing)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        next(stack for stack in STACKS if stack.name == sys.argv[2]).serve(int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
