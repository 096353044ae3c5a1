"""The bus over NATS: one subject for each installation, heard by all of its nodes.

Plain publish and subscribe, nothing kept: a word is a hint. The connection comes back by itself, for
ever; meanwhile words wait in a buffer that is bounded, and what does not fit is lost.
"""

import asyncio
from collections import deque
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from typing_extensions import override

from chappe.bus.bus import Bus, BusUnreachable, Heard, Missed
from chappe.logs import log

if TYPE_CHECKING:
    from nats.aio.subscription import Subscription

CONNECT_SECONDS_MAX = 5.0
"""At the start, where a wrong address should be seen; later it is tried for ever."""
RECONNECT_SECONDS = 0.25
PING_SECONDS = 10
"""A server that has not answered two of these is gone."""
UNSENT_BYTES_MAX = 4 << 20
"""While there is no connection."""
UNSENT_WORDS_MAX = 50_000
"""While the connection takes nothing."""
SETTLE_SECONDS_MAX = 10
CLOSE_SECONDS_MAX = 1


class NatsBus(Bus):
    """A connection to NATS. `servers`: URLs of one server, or of the servers of one cluster."""

    def __init__(self, servers: list[str]) -> None:
        self._servers = servers
        self._client = Client()
        self._subject = ""
        self._heard: Heard = _deaf
        self._missed: Missed = _unmoved
        self._ears: Subscription | None = None
        self._mouth: asyncio.Task[None] | None = None
        self._unsaid: deque[bytes] = deque()
        self._waiting = asyncio.Event()
        self._lost = False
        self._silent = asyncio.Event()
        self._silent.set()

    @override
    async def open(self, secret: bytes, heard: Heard, missed: Missed) -> None:
        self._subject = "chappe." + blake2b(b"bus", key=secret, digest_size=16).hexdigest()
        self._heard, self._missed = heard, missed
        try:
            async with asyncio.timeout(CONNECT_SECONDS_MAX):
                await self._connect()
        except (TimeoutError, errors.Error, OSError) as error:
            with suppress(errors.Error, OSError):
                await self._client.close()
            raise BusUnreachable("NATS does not answer (--bus)") from error
        self._mouth = asyncio.get_running_loop().create_task(self._speak())

    async def _connect(self) -> None:
        await self._client.connect(
            self._servers,
            name="chappe",
            no_echo=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RECONNECT_SECONDS,  # type: ignore[arg-type]  # it sleeps so long
            ping_interval=PING_SECONDS,
            pending_size=UNSENT_BYTES_MAX,
            error_cb=self._on_error,
            disconnected_cb=self._on_disconnected,
            reconnected_cb=self._on_reconnected,
        )
        self._ears = await self._client.subscribe(self._subject, cb=self._on_word)
        await self._client.flush()

    @override
    def say(self, word: bytes) -> None:
        if len(self._unsaid) >= UNSENT_WORDS_MAX:
            self._lost = True
            return
        self._unsaid.append(word)
        self._silent.clear()
        self._waiting.set()

    async def _speak(self) -> None:
        """Hand over what is said, in its order."""
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            while self._unsaid:
                try:
                    await self._client.publish(self._subject, self._unsaid.popleft())
                except (errors.Error, OSError):  # no room, while there is no connection
                    self._lost = True
            if self._lost and self._client.is_connected:
                self._lost = False
                self._missed()
            if not self._unsaid:
                self._silent.set()

    @override
    async def settle(self) -> None:
        """NATS hands out words and answers in one order for each connection."""
        await self._silent.wait()
        await self._client.flush(SETTLE_SECONDS_MAX)
        ears = self._ears
        while ears is not None and ears.pending_msgs:  # noqa: ASYNC110 - the library has no event
            await asyncio.sleep(0)

    @override
    async def close(self) -> None:
        if self._mouth is not None:
            self._mouth.cancel()
            self._mouth = None
            with suppress(errors.Error, OSError):
                while self._unsaid and self._client.is_connected:
                    await self._client.publish(self._subject, self._unsaid.popleft())
                if self._client.is_connected:
                    await self._client.flush(CLOSE_SECONDS_MAX)
        await self._client.close()

    # -- what NATS tells ----------------------------------------------------------------

    async def _on_word(self, message: Msg) -> None:
        try:
            self._heard(message.data)
        except Exception:
            log.exception("a word on the bus failed")

    async def _on_disconnected(self) -> None:
        if not self._client.is_closed:
            log.warning("the bus is gone; it is looked for")

    async def _on_reconnected(self) -> None:
        log.warning("the bus is back")
        self._missed()

    async def _on_error(self, error: Exception) -> None:
        """Attempts that failed, and words that came faster than they were heard."""
        log.info("the bus has trouble", error=repr(error))
        if isinstance(error, errors.SlowConsumerError):
            self._missed()


def _deaf(_word: bytes) -> None:
    pass


def _unmoved() -> None:
    pass
