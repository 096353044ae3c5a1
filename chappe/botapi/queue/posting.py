"""Posting an update to a bot's server. https://core.telegram.org/bots/webhooks"""

import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

from chappe.botapi.queue.model import Queue
from chappe.config import Profile
from chappe.fetch.errors import FetchFailed
from chappe.fetch.guard import GuardedResolver, is_literal, is_public
from chappe.ids import UserId

SECONDS_MAX = 60.0
CONNECT_SECONDS_MAX = 10.0
ANSWER_BYTES_MAX = 1 << 20
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


@dataclass(frozen=True, slots=True)
class Posted:
    """What a server said. `status`: 0: nothing; `why`: in words for getWebhookInfo; `body`: of an answer that
    may hold a method; `retry_after`: in seconds, as it asks for."""

    status: int
    why: str = ""
    body: bytes = b""
    retry_after: float | None = None

    @property
    def taken(self) -> bool:
        """Whether the server has the update."""
        return 200 <= self.status < 300


class FixedResolver(AbstractResolver):
    """Every name is at one address: the one that the bot's owner gave."""

    def __init__(self, ip: str) -> None:
        self._ip = ip

    @override
    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        family = 10 if ":" in self._ip else 2
        found: ResolveResult = {
            "hostname": host,
            "host": self._ip,
            "port": port,
            "family": family,
            "proto": 0,
            "flags": 0,
        }
        return [found]

    @override
    async def close(self) -> None:
        """Nothing to let go of."""


class Poster:
    """Posts for all bots of a node, with a session for each: connections are kept between two updates."""

    def __init__(self, profile: Profile) -> None:
        self._open = profile is Profile.DEV
        """Whether any address may be posted to: this machine, those of a local network."""
        self._sessions: dict[UserId, tuple[Queue, aiohttp.ClientSession]] = {}

    async def close(self) -> None:
        """Let go of all connections."""
        sessions = [session for _, session in self._sessions.values()]
        self._sessions.clear()
        for session in sessions:
            await session.close()

    async def forget(self, bot: UserId) -> None:
        """A bot's webhook is another now."""
        kept = self._sessions.pop(bot, None)
        if kept is not None:
            await kept[1].close()

    async def post(self, queue: Queue, body: bytes) -> Posted:
        """Post an update; what the server says, or why it says nothing."""
        headers = {"Content-Type": "application/json"}
        if queue.hook.secret:
            headers[SECRET_HEADER] = queue.hook.secret
        try:
            async with self._session(queue).post(
                queue.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                taken = await answer.content.read(ANSWER_BYTES_MAX)
                return _posted(answer, taken)
        except FetchFailed:
            return Posted(0, "Connection refused: the address is reserved")
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return Posted(0, _why(error))

    def _session(self, queue: Queue) -> aiohttp.ClientSession:
        kept = self._sessions.get(queue.bot_id)
        if kept is not None and kept[0].url == queue.url and kept[0].hook == queue.hook:
            return kept[1]
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._resolver(queue), limit=queue.hook.connections, ssl=_tls(queue)
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
            trust_env=False,
        )
        self._sessions[queue.bot_id] = queue, session
        return session

    def _resolver(self, queue: Queue) -> AbstractResolver | None:
        # The connector asks no resolver for an address.
        place = queue.hook.ip or urlsplit(queue.url).hostname or ""
        if not self._open and is_literal(place) and not is_public(place):
            raise FetchFailed("address")
        if queue.hook.ip:
            return FixedResolver(queue.hook.ip)
        return None if self._open else GuardedResolver(loopback=False)


def _tls(queue: Queue) -> ssl.SSLContext | bool:
    """How the server's certificate is looked at: as everybody does, or against the bot's own."""
    if queue.hook.certificate is None:
        return True
    context = ssl.create_default_context(cadata=queue.hook.certificate.decode("ascii"))
    context.check_hostname = False
    return context


def _posted(answer: aiohttp.ClientResponse, body: bytes) -> Posted:
    if 200 <= answer.status < 300:
        is_json = answer.content_type == "application/json"
        return Posted(answer.status, body=body if is_json else b"")
    said = answer.headers.get("Retry-After", "")
    after = float(said) if said.isdecimal() and len(said) < 6 else None
    why = f"Wrong response from the webhook: {answer.status} {answer.reason or ''}".strip()
    return Posted(answer.status, why, retry_after=after)


def _why(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "Connection timed out"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return "SSL error {error:0A000086:SSL routines::certificate verify failed}"
        case aiohttp.ClientConnectorDNSError():
            return "Failed to resolve host: Name or service not known"
        case aiohttp.ClientConnectorError():
            return "Connection refused"
        case _:
            return "Connection closed"
