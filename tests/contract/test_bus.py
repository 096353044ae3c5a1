"""What the bus over NATS promises; where a NATS server of one's own can be started, its restart too."""

import asyncio
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from backends import NATS, need_nats

from chappe.bus.bus import BusUnreachable
from chappe.bus.local import LocalBus
from chappe.bus.nats import NatsBus
from chappe.bus.open import open_bus

SECRET = bytes(32)


class Ear:
    """One node's end of the bus, and what it heard."""

    def __init__(self, url: str) -> None:
        self.bus = open_bus(url)
        self.words: list[bytes] = []
        self.missed = 0

    def _missed(self) -> None:
        self.missed += 1

    async def open(self, secret: bytes) -> None:
        await self.bus.open(secret, self.words.append, self._missed)


@asynccontextmanager
async def ears(url: str, *secrets: bytes) -> AsyncIterator[list[Ear]]:
    opened = [Ear(url) for _ in secrets]
    for ear, secret in zip(opened, secrets, strict=True):
        await ear.open(secret)
    yield opened
    for ear in opened:
        await ear.bus.close()


async def settle(*opened: Ear) -> None:
    for ear in (*opened, *opened):
        await ear.bus.settle()


@pytest.fixture
def nats() -> str:
    need_nats()
    return NATS


async def test_all_others_hear_in_order_and_the_speaker_does_not(nats: str) -> None:
    async with ears(nats, SECRET, SECRET, SECRET) as (one, two, three):
        said = [b"%d" % number for number in range(500)]
        for word in said:
            one.bus.say(word)
        two.bus.say(b"from two")
        await settle(one, two, three)
        assert two.words == said
        assert [word for word in three.words if word != b"from two"] == said
        assert one.words == [b"from two"]


async def test_two_installations_do_not_hear_each_other(nats: str) -> None:
    async with ears(nats, SECRET, bytes(31) + b"\1") as (one, other):
        one.bus.say(b"for us only")
        await settle(one, other)
        assert other.words == []


async def test_what_is_said_last_is_heard_before_the_end(nats: str) -> None:
    async with ears(nats, SECRET, SECRET) as (one, two):
        one.bus.say(b"goodbye")
        await one.bus.close()
        await two.bus.settle()
        assert two.words == [b"goodbye"]


async def test_a_listener_that_fails_hears_the_next_word(nats: str) -> None:
    async with ears(nats, SECRET) as (one,):
        two = NatsBus([NATS])
        heard: list[bytes] = []

        def listen(word: bytes) -> None:
            heard.append(word)
            assert word != b"bad"

        await two.open(SECRET, listen, lambda: None)
        one.bus.say(b"bad")
        one.bus.say(b"good")
        await one.bus.settle()
        await two.settle()
        await two.close()
        assert heard == [b"bad", b"good"]


async def test_where_nobody_listens_the_start_fails_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chappe.bus.nats.CONNECT_SECONDS_MAX", 0.3)
    ear = Ear(f"nats://user:secret@127.0.0.1:{free_port()}")
    with pytest.raises(BusUnreachable) as caught:
        await ear.open(SECRET)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["kafka://host", "nats://", "nats://a:1,http://b"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="nats://HOST:PORT"):
        open_bus(url)


async def test_who_is_alone_speaks_to_nobody() -> None:
    bus = open_bus(None)
    assert isinstance(bus, LocalBus)
    await bus.open(SECRET, lambda _: None, lambda: None)
    bus.say(b"hello?")
    await bus.settle()
    await bus.close()


# -- a server that goes away ------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class OwnNats:
    """A NATS server that a test may stop and start again."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._port = free_port()
        self.url = f"nats://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "-a", "127.0.0.1", "-p", str(self._port)],
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                with pytest.raises(subprocess.TimeoutExpired):
                    self._process.wait(0.02)
            else:
                return
        pytest.fail("nats-server did not start")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def own_nats() -> Iterator[OwnNats]:
    program = shutil.which("nats-server")
    if program is None:
        pytest.skip("NATS: nats-server is not installed")
    server = OwnNats(program)
    yield server
    server.stop()


async def both_are_back(*opened: Ear) -> None:
    async with asyncio.timeout(10):
        while not all(ear.missed for ear in opened):  # noqa: ASYNC110 - a counter has no event
            await asyncio.sleep(0.02)


async def test_the_connection_comes_back_with_what_was_said_meanwhile(
    own_nats: OwnNats,
) -> None:
    async with ears(own_nats.url, SECRET, SECRET) as (one, two):
        own_nats.stop()
        await asyncio.sleep(0.05)
        one.bus.say(b"into the dark")
        own_nats.start()
        await both_are_back(one, two)
        one.bus.say(b"back again")
        await settle(one, two)
        assert two.words[-1] == b"back again"


async def test_more_than_can_wait_is_lost_and_it_is_said(
    own_nats: OwnNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chappe.bus.nats.UNSENT_BYTES_MAX", 4000)
    async with ears(own_nats.url, SECRET, SECRET) as (one, two):
        own_nats.stop()
        await asyncio.sleep(0.05)
        for _ in range(100):
            one.bus.say(bytes(1000))
        await asyncio.sleep(0.05)
        own_nats.start()
        await both_are_back(one, two)
        await settle(one, two)
        assert len(two.words) < 10
