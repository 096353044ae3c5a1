"""Against a real HTTP server on this machine, which `Fetch.LOOPBACK` allows."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from chappe.config import Fetch
from chappe.fetch import fetcher as module
from chappe.fetch.errors import FetchFailed
from chappe.fetch.fetcher import Fetched, Fetcher

HTML = ("text/html",)


async def page(_request: web.Request) -> web.Response:
    return web.Response(text="<p>ж</p>", content_type="text/html", charset="utf-8")


async def packed(request: web.Request) -> web.Response:
    body = gzip.compress(b"x" * int(request.query["n"]))
    return web.Response(
        body=body, content_type="text/html", headers={"Content-Encoding": "gzip"}
    )


async def badly_packed(request: web.Request) -> web.Response:
    headers = {"Content-Encoding": request.query["how"]}
    return web.Response(body=b"not packed", content_type="text/html", headers=headers)


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    for _ in range(1000):
        await answer.write(b"x" * 10000)
    return answer


async def slow(_request: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.Response()


async def elsewhere(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": request.query["to"]})


async def headers(request: web.Request) -> web.Response:
    names = {"Cookie", "Authorization"} & set(request.headers)
    answer = web.Response(text=",".join(names), content_type="text/html")
    answer.set_cookie("a", "b")
    return answer


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    for path, handler in {
        "/page": page, "/packed": packed, "/bad": badly_packed, "/endless": endless,
        "/slow": slow, "/go": elsewhere, "/headers": headers,
    }.items():  # fmt: skip
        app.router.add_get(path, handler)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0.1)
    yield server
    await server.close()


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(Fetch.LOOPBACK)
    yield fetcher
    await fetcher.close()


async def test_a_page_comes_with_its_type(server: TestServer, fetcher: Fetcher) -> None:
    url = str(server.make_url("/page"))
    fetched = await fetcher.get(url, accept=HTML, bytes_max=100)
    assert fetched == Fetched(url, "text/html", "utf-8", "<p>ж</p>".encode())


async def test_hops_are_followed_and_told(server: TestServer, fetcher: Fetcher) -> None:
    url = str(server.make_url("/go?to=/go?to=/page"))
    fetched = await fetcher.get(url, accept=HTML, bytes_max=100)
    assert fetched.url == str(server.make_url("/page"))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/missing", "status"),
        ("/go?to=/go", "status"),
        ("/go?to=http://169.254.169.254/latest", "address"),
        ("/go?to=http://10.0.0.1/", "address"),
        ("/go?to=http://[::ffff:10.0.0.1]/", "address"),
        ("/go?to=http://192.168.0.1:8500/", "port"),
        ("/go?to=file:///etc/passwd", "scheme"),
        ("/go?to=", "redirects"),
        ("/packed?n=101", "bytes"),
        ("/packed?n=5000000", "bytes"),
        ("/endless", "bytes"),
        ("/bad?how=gzip", "encoding"),
        ("/bad?how=br", "encoding"),
        ("/slow", "time"),
    ],
)
async def test_what_does_not_come(
    server: TestServer, fetcher: Fetcher, path: str, reason: str
) -> None:
    with pytest.raises(FetchFailed) as failed:
        await fetcher.get(str(server.make_url(path)), accept=HTML, bytes_max=100, seconds=0.3)
    assert failed.value.reason == reason


async def test_other_types_do_not_come(server: TestServer, fetcher: Fetcher) -> None:
    with pytest.raises(FetchFailed, match="type"):
        await fetcher.get(str(server.make_url("/page")), accept=("image/",), bytes_max=100)


async def test_the_beginning_may_be_enough(server: TestServer, fetcher: Fetcher) -> None:
    for path in ("/endless", "/packed?n=5000000"):
        url = str(server.make_url(path))
        fetched = await fetcher.get(url, accept=HTML, bytes_max=70_000, cut=True)
        assert fetched.body == b"x" * 70_000


async def test_no_cookie_and_no_password_is_sent(server: TestServer, fetcher: Fetcher) -> None:
    url = str(server.make_url("/headers").with_user("me").with_password("secret"))
    for _ in range(2):
        assert (await fetcher.get(url, accept=HTML, bytes_max=100)).body == b""


async def test_nobody_goes_out_when_it_is_off(server: TestServer) -> None:
    fetcher = Fetcher(Fetch.OFF)
    assert not fetcher.is_on
    with pytest.raises(FetchFailed, match="off"):
        await fetcher.get(str(server.make_url("/page")), accept=HTML, bytes_max=100)
    await fetcher.close()


async def test_this_machine_is_closed_to_a_server_for_people(server: TestServer) -> None:
    fetcher = Fetcher(Fetch.ON)
    for host in ("127.0.0.1", "localhost"):
        with pytest.raises(FetchFailed, match=r"address|port"):
            await fetcher.get(f"http://{host}:{server.port}/page", accept=HTML, bytes_max=100)
    with pytest.raises(FetchFailed, match="address"):
        await fetcher.get("http://localhost/page", accept=HTML, bytes_max=100)
    await fetcher.close()


async def test_a_crowd_is_turned_away(
    server: TestServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING_MAX", 2)
    url = str(server.make_url("/page"))
    asked = [fetcher.get(url, accept=HTML, bytes_max=100) for _ in range(3)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Fetched, Fetched, FetchFailed]
    assert (await fetcher.get(url, accept=HTML, bytes_max=100)).body


@pytest.mark.parametrize(
    "url", ["", "x", "http://", "http://[", "http://a:b:c/", "http://\0/", "h" * 99999]
)
async def test_nonsense_is_refused(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchFailed):
        await fetcher.get(url, accept=HTML, bytes_max=100)
