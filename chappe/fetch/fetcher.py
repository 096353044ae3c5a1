"""The one who goes out: GET, a few hops, a few bytes, a few seconds."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from chappe import __version__
from chappe.config import Fetch
from chappe.fetch.errors import FetchFailed
from chappe.fetch.guard import GuardedResolver, check_url
from chappe.fetch.turns import Turns

HOPS_MAX = 5
SECONDS_MAX = 8.0
CONNECT_SECONDS_MAX = 4.0
AT_ONCE_MAX = 16
WAITING_MAX = 64  # more would only time out in the queue
CHUNK_BYTES = 1 << 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADERS = {
    "User-Agent": f"Mozilla/5.0 (compatible; Chappe/{__version__}; preview bot)",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip",  # unpacked here, with a limit
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `url` after all hops, `content_type` in lower case without its parameters."""

    url: str
    content_type: str
    charset: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted: the arguments of `Fetcher.get`."""

    accept: tuple[str, ...]
    bytes_max: int
    bytes_max_of: Mapping[str, int]
    cut: bool


class Fetcher:
    """A client of the web for strangers' addresses. One for the node; `close` it."""

    def __init__(self, fetch: Fetch, *, resolver: AbstractResolver | None = None) -> None:
        self.is_on = fetch is not Fetch.OFF
        self._loopback = fetch is Fetch.LOOPBACK
        self._inner_resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._turn = asyncio.Semaphore(AT_ONCE_MAX)
        self._waiting = 0
        self.turns = Turns()
        """Of jobs that go out."""

    async def close(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self,
        url: str,
        *,
        accept: Sequence[str],
        bytes_max: int,
        bytes_max_of: Mapping[str, int] | None = None,
        cut: bool = False,
        seconds: float = SECONDS_MAX,
    ) -> Fetched:
        """What is at an address. Slow: with no transaction open.

        `accept`: how the content's type may begin ("image/", "text/html"); `bytes_max_of`: limits of
        some types (whole names) that differ from `bytes_max`. More than `bytes_max` is an
        error, or, with `cut`, the beginning is enough.
        Raises: FetchFailed.
        """
        if not self.is_on:
            raise FetchFailed("off")
        await asyncio.sleep(
            0
        )  # a call may be run by hand so far; what comes wants to be in a task
        if self._waiting >= WAITING_MAX:
            raise FetchFailed("busy")
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds), self._turn:
                wish = _Wish(tuple(accept), bytes_max, bytes_max_of or {}, cut)
                return await self._follow(_parse(url), wish)
        except TimeoutError as error:
            raise FetchFailed("time") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchFailed(_reason(error)) from error
        finally:
            self._waiting -= 1

    async def _follow(self, url: URL, wish: "_Wish") -> Fetched:
        """Hop by hop: each is checked like the first."""
        session = self._open()
        headers = HEADERS | {
            "Accept": ", ".join(f"{t}*" if t.endswith("/") else t for t in wish.accept)
        }
        for _ in range(HOPS_MAX):
            url = check_url(url, loopback=self._loopback)
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status not in REDIRECTS:
                    return await _read(answer, wish)
                target = answer.headers.get("Location", "")
            url = url.join(_parse(target))
        raise FetchFailed("redirects")

    def _open(self) -> aiohttp.ClientSession:
        """The session: no cookies, no proxy, no cache of names, each connection used once."""
        if self._session is None:
            resolver = GuardedResolver(loopback=self._loopback, inner=self._inner_resolver)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=resolver, use_dns_cache=False, force_close=True, limit=AT_ONCE_MAX
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session


def _parse(text: str) -> URL:
    if len(text) > 1 << 14:
        raise FetchFailed("long")
    try:
        return URL(text)
    except ValueError as error:
        raise FetchFailed("scheme") from error


def _reason(error: Exception) -> str:
    """The guard's word, when the refusal came out of the connector."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, FetchFailed):
            return inner.reason
        inner = inner.__cause__ or inner.__context__
    return "network"


async def _read(answer: aiohttp.ClientResponse, wish: _Wish) -> Fetched:
    if answer.status != 200:
        raise FetchFailed("status")
    content_type, cut = answer.content_type.lower(), wish.cut
    if not content_type.startswith(wish.accept):
        raise FetchFailed("type")
    bytes_max = wish.bytes_max_of.get(content_type, wish.bytes_max)
    if not cut and (answer.content_length or 0) > bytes_max:
        raise FetchFailed("bytes")
    body = bytearray()
    async for piece in _unpacked(answer, bytes_max + 1):
        body += piece
        if len(body) > bytes_max:
            if not cut:
                raise FetchFailed("bytes")
            break
    return Fetched(str(answer.url), content_type, answer.charset, bytes(body[:bytes_max]))


async def _unpacked(answer: aiohttp.ClientResponse, step_max: int) -> AsyncIterator[bytes]:
    """The body in pieces of at most `step_max`, however small it was packed."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", ""}:
        raise FetchFailed("encoding")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in encoding else None
    async for piece in answer.content.iter_chunked(CHUNK_BYTES):
        if unpack is None:
            yield piece
            continue
        while piece:
            try:
                yield unpack.decompress(piece, step_max)
            except zlib.error as error:
                raise FetchFailed("encoding") from error
            piece = unpack.unconsumed_tail  # noqa: PLW2901 - what did not fit is the next piece
