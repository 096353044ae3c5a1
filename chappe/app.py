"""Putting the house together: a node without doors, and the server with them."""

import asyncio
import ipaddress
import os
import ssl
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from typing_extensions import override

from chappe import features
from chappe.blobs.open import MEMORY, open_blobs
from chappe.botapi.door import BotDoor
from chappe.botapi.server import BotApi
from chappe.botapi.shortcut import Shortcut
from chappe.botapi.stat_door import StatDoor
from chappe.bus.local import LocalBus
from chappe.bus.open import open_bus
from chappe.clock import Clock, SystemClock
from chappe.config import Settings
from chappe.couriers.open import open_couriers
from chappe.crypto import pq
from chappe.crypto.rsa import RsaKey
from chappe.db.database import Database, Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.db.sqlite import SqliteDatabase
from chappe.features.keys.secrets import load_secret
from chappe.fetch.fetcher import Fetcher
from chappe.gateway import keyring
from chappe.gateway.http import HTTP_LOG, HttpDoor
from chappe.gateway.http_guard import HttpGuard
from chappe.gateway.hub import Hub
from chappe.gateway.keyring import Keyring
from chappe.gateway.tcp import TcpDoor
from chappe.ids import AuthKeyId, BoxId, DcId, UserId
from chappe.jobs.runner import Runner
from chappe.keys_on_disk import load_or_make, public_path
from chappe.mtproto.handshake import Handshakes
from chappe.rpc.bells import Bells
from chappe.rpc.call import World
from chappe.rpc.caller import Caller
from chappe.tl import api
from chappe.updates import words
from chappe.updates.fanout import Fanout
from chappe.updates.log import Journal, Witness
from chappe.updates.tallies import Tallies

DEFAULT_DC = DcId(2)
"""What clients start with that do not say."""
TELEGRAM_DCS = 5
"""Clients have built-in lists of five; in single-DC mode each of them is here."""
DRAIN_SECONDS = 3.0
SWEEP_SECONDS = 30.0
"""How long a lost word of another node can keep a push waiting."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a data center listens."""

    dc: DcId
    host: str
    port: int


class Node(World):
    """Everything but the sockets: database, keys, sessions, handlers."""

    def __init__(
        self, settings: Settings, clock: Clock, database: Database, key: RsaKey
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.database = database
        self.key = key
        self.blobs = open_blobs(_blobs_url(settings))
        self.addresses: list[Address] = []
        self.keyring = Keyring(database)
        self.courier = open_couriers(settings.couriers, settings.profile)
        self.fetcher = Fetcher(settings.fetch)
        self.product: pq.Product = pq.product
        self.bells = Bells(clock)
        self.bus = open_bus(settings.bus)
        self._closed = self._sweeping = False
        self.hub: Hub
        self.fanout: Fanout
        self.jobs: Runner
        self.bots: BotApi
        self.witness: Witness | None = None
        self.tallies: Tallies

    async def open(self) -> None:
        """Connect to the database, bring its tables up to date, be ready for connections."""
        features.load()
        features.read_files(self.settings.data)
        await self.blobs.open()
        await self.database.open()
        await migrate(self.database, read_migrations(features.ROOMS_WITH_TABLES))
        async with self.database.transaction(write=True) as tx:
            self.secret = await load_secret(tx, "access")
            await features.furnish(Journal(tx, self.clock.now()))
        by_hand = isinstance(self.database, SqliteDatabase)
        self.fanout = Fanout(self.database, self.clock, self.secret, self._run)
        self.hub = Hub(
            self.settings,
            self.clock,
            self.database,
            self.keyring,
            {dc: self._handshakes(dc) for dc in self.door_ids()},
            self,
            self.fanout,
            by_hand=by_hand,
        )
        # Without a bus there is no other node; a lease that is left over is of one that was killed.
        alone = by_hand or self.settings.bus is None
        self.bots = BotApi(self, self.database, self.clock, self._run, self._say, alone=alone)
        self.witness = self.bots.hearing.hear
        self.tallies = Tallies(self.database, self.clock, self._run, self.publish)
        self._sweep_later()
        await self.bus.open(self.secret, self._heard, self._missed)
        self.jobs = Runner(self, self.database, self.clock, self._run, alone=by_hand)
        await self.jobs.start()
        await self.bots.start()

    async def close(self) -> None:
        """Let go of everything; what was answered is on the disk."""
        self._closed = True
        self.bells.stop()
        await self.bots.stop()
        await self.jobs.stop()
        await self.tallies.close()
        self.fanout.stop()
        self.hub.stop()
        await self.courier.close()
        await self.fetcher.close()
        await self.bus.close()
        await self.database.close()
        await self.blobs.close()

    @property
    def idle(self) -> bool:
        """Whether nothing runs and all that is known of has been pushed (for tests)."""
        busy = self.hub.calls.running > self.bells.waiting or self.hub.working
        workers = (self.jobs, self.fanout, self.bots, self.tallies)
        return not busy and all(each.idle for each in workers)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.hub.run(work)

    def name_addresses(self, places: list[tuple[str, int]]) -> None:
        """Say where the doors are, in the order of `door_ids`: what clients are told."""
        ids = [dc or DEFAULT_DC for dc in self.door_ids()]
        self.addresses = [Address(dc, *place) for dc, place in zip(ids, places, strict=True)]

    def door_ids(self) -> list[DcId | None]:
        """One for each data center, or None for the one that is all of them."""
        if self.settings.strict_dcs:
            return list(self.dc_ids())
        return [None]

    def _handshakes(self, dc: DcId | None) -> Handshakes:
        return Handshakes(
            [self.key],
            strict_dc=dc,
            allow_legacy_padding=self.settings.allow_legacy_padding,
            product=self.product,
        )

    # -- World --------------------------------------------------------------------------

    @override
    def dc_ids(self) -> list[DcId]:
        count = self.settings.dcs if self.settings.strict_dcs else TELEGRAM_DCS
        return [DcId(n) for n in range(1, count + 1)]

    @override
    def dc_options(self, caller: Caller) -> list[api.DcOption]:
        if self.settings.strict_dcs:
            return [_option(a.dc, self._public(a.host, caller), a.port) for a in self.addresses]
        ids = sorted({*self.dc_ids(), caller.dc_id})
        return [
            _option(dc, self._public(a.host, caller), a.port)
            for dc in ids
            for a in self.addresses
        ]

    def _public(self, host: str, caller: Caller) -> str:
        """The address to tell a client: as set, or the one it reached us by."""
        if self.settings.public_host:
            return self.settings.public_host
        wildcard = host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not bound to
        return caller.reached if wildcard and caller.reached else host

    @override
    async def note_client(self, tx: Tx, caller: Caller, now: float) -> None:
        await keyring.note_client(tx, caller, now)

    @override
    def bind(
        self,
        caller: Caller,
        perm_key_id: AuthKeyId,
        user_id: UserId | None,
        home_dc: DcId | None = None,
    ) -> None:
        self.keyring.bind(caller, perm_key_id, user_id, home_dc)

    @override
    def sign(
        self, perm_key_id: AuthKeyId, user_id: UserId | None, home_dc: DcId | None = None
    ) -> None:
        self.hub.sign(perm_key_id, user_id, home_dc)
        self._say(words.KeysChanged([perm_key_id]))

    @override
    def visit(self, user_id: UserId, box: BoxId, place: int) -> None:
        self.fanout.visit(user_id, box, place)

    @override
    def publish(self, journal: Journal) -> None:
        self.fanout.heard(journal.entries)
        self.tallies.take(journal)
        if journal.entries:
            self._say(words.grown(journal.entries))
        for told in journal.told:
            self.fanout.tell(told)
            self._say(words.said(told))
        if journal.rung:
            self.bells.ring(journal.rung)
            self._say(words.Rung(journal.rung))
        if journal.due_at is not None:
            self.jobs.wake(journal.due_at)

    def _say(self, word: words.Word) -> None:
        if not isinstance(self.bus, LocalBus):
            self.bus.say(words.write_word(word))

    def _missed(self) -> None:
        """Words were lost, of others or of ours: everybody looks at the log."""
        self._say(words.Lost())
        self._run(self._look())

    async def _look(self) -> None:
        if not self._closed:
            self.bells.ring_all()
            await self.fanout.look()
            if not isinstance(self.database, SqliteDatabase):  # it has no other node
                await self.hub.look()
                await self.bots.look()

    def _sweep_later(self) -> None:
        self.clock.call_later(SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        """Look whether words of other nodes were lost, unless that is being done."""
        if self._closed:
            return
        self._sweep_later()
        if not self._sweeping:
            self._sweeping = True
            self._run(self._sweep_once())

    async def _sweep_once(self) -> None:
        try:
            await self._look()
        finally:
            self._sweeping = False

    def _heard(self, data: bytes) -> None:
        """What another node says."""
        match words.read_word(data):
            case words.Grown(boxes=boxes):
                self.fanout.grown((BoxId(box), n) for box, n in boxes)
            case words.Said() as word:
                self.fanout.tell(words.told(word))
            case words.KeysChanged(key_ids=key_ids):
                self._run(self.hub.reload([AuthKeyId(key_id) for key_id in key_ids]))
            case words.BotsWoken() as word:
                self.bots.heard(word)
            case words.Rung(names=names):
                self.bells.ring(names)
            case words.Lost():
                self._run(self._look())
            case None:
                pass

    @override
    def drop_temporary(self, perm_key_id: AuthKeyId, except_ids: frozenset[AuthKeyId]) -> None:
        self.keyring.drop_temporary(perm_key_id, except_ids)


class Server:
    """A node with its doors open. `http`: where the HTTP door is, (host, port); `http_stat`: that of numbers."""

    def __init__(self, settings: Settings) -> None:
        assert settings.data is not None, "a server with doors has a data directory"
        self._settings = settings
        settings.data.mkdir(parents=True, exist_ok=True)
        url = settings.database or f"sqlite:///{settings.data / 'chappe.db'}"
        self.node = Node(
            settings, SystemClock(), open_database(url), load_or_make(settings.data)
        )
        self.public_key = public_path(settings.data)
        self.http = settings.http
        self.http_stat = settings.http_stat
        self._doors: list[TcpDoor] = []
        self._runners: list[web.AppRunner] = []
        self._http_server: asyncio.Server | None = None

    @property
    def speaks_tls(self) -> bool:
        """Whether its doors speak TLS."""
        return self._settings.tls_certificate is not None

    async def start(self) -> None:
        """Open the database and the doors."""
        await self.node.open()
        tls = _tls(self._settings)
        host, port = self._settings.mtproto
        places: list[tuple[str, int]] = []
        for index, dc in enumerate(self.node.door_ids()):
            runner = await self._http_runner(dc)
            assert runner.server is not None
            door = TcpDoor(self.node.hub, dc, runner.server)
            wanted = port + index if port else 0
            with _listening("--mtproto", host, wanted):
                taken = await door.open(host, wanted, tls)
            self._doors.append(door)
            places.append((host, taken))
        self.node.name_addresses(places)
        await self._open_http(tls)

    async def stop(self) -> None:
        """Stop listening, let running calls end, close."""
        for door in self._doors:
            door.stop_listening()
        if self._http_server is not None:
            self._http_server.close()
        self.node.bells.stop()
        await self.node.hub.calls.drain(DRAIN_SECONDS)
        for door in self._doors:
            door.close()
        for guard in list(self.node.hub.http_open):
            guard.hang_up()
        for runner in self._runners:
            await runner.cleanup()
        await self.node.close()

    async def _http_runner(self, dc: DcId | None) -> web.AppRunner:
        runner = web.AppRunner(
            HttpDoor(self.node.hub, dc, BotDoor(self.node.bots).hang).application(),
            access_log=None,
            shutdown_timeout=0.5,
            logger=HTTP_LOG,
        )
        await runner.setup()
        self._runners.append(runner)
        return runner

    async def _open_http(self, tls: ssl.SSLContext | None) -> None:
        """The HTTP port; with several data centers its MTProto paths belong to the default one."""
        host, port = self._settings.http
        runner = await self._http_runner(DEFAULT_DC if self._settings.strict_dcs else None)
        make, shortcut = runner.server, Shortcut(self.node.bots).take
        assert make is not None
        with _listening("--http", host, port):
            self._http_server = await asyncio.get_running_loop().create_server(
                lambda: HttpGuard(self.node.hub, make, shortcut),
                host,
                port,
                ssl=tls,
                backlog=4096,
            )
        self.http = (host, int(self._http_server.sockets[0].getsockname()[1]))
        if self._settings.http_stat is not None:
            await self._open_stat(*self._settings.http_stat)

    async def _open_stat(self, host: str, port: int) -> None:
        """The port on which numbers about bots are read."""
        runner = web.AppRunner(
            StatDoor(self.node.bots).application(),
            access_log=None,
            shutdown_timeout=0.5,
            logger=HTTP_LOG,
        )
        await runner.setup()
        self._runners.append(runner)
        with _listening("--http-stat", host, port):
            await web.TCPSite(runner, host, port).start()
        self.http_stat = (host, int(runner.addresses[0][1]))


def _option(dc: DcId, host: str, port: int) -> api.DcOption:
    return api.DcOption(
        id=dc, ip_address=host, port=port, ipv6=_is_v6(host), static=True, this_port_only=True
    )


def _blobs_url(settings: Settings) -> str:
    if settings.blobs is not None:
        return settings.blobs
    return MEMORY if settings.data is None else f"file://{(settings.data / 'blobs').absolute()}"


def _is_v6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.tls_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
    except ssl.SSLError as error:
        raise ValueError(
            "--tls-certificate, --tls-key: no certificate with its private key in PEM"
        ) from error
    except OSError as error:
        raise OSError(f"--tls-certificate, --tls-key: {error.strerror}") from error
    return context


@contextmanager
def _listening(option: str, host: str, port: int) -> Iterator[None]:
    """Say which door it is that cannot be opened."""
    try:
        yield
    except OSError as error:
        # What asyncio says of an address repeats it; what a resolver says has a number of its own.
        known = error.errno is not None and error.errno > 0
        reason = os.strerror(error.errno) if known and error.errno else error.strerror
        raise OSError(f"cannot listen on {host}:{port} ({option}): {reason}") from error
