"""A server for tests: in this process, on a clock that stands still, without a port or a file.

async with World() as world:
    client = await world.client(layer=158)
    config = await client.call("help.getConfig")
    world.advance(60)
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from types import TracebackType
from typing import Any, ClassVar, Self

from chappe.app import Node
from chappe.clock import ManualClock
from chappe.config import Settings
from chappe.crypto import pq
from chappe.crypto.entropy import Entropy
from chappe.crypto.rsa import RsaKey
from chappe.features.bots.actions import make_bot, username_for
from chappe.ids import DcId, UserId
from chappe.mtproto import salts
from chappe.testing.carrier import Pipe
from chappe.testing.client import Client, Device
from chappe.testing.frames import Kind
from chappe.testing.handshake import Wishes
from chappe.testing.outbox import Outbox
from chappe.testing.person import API, Person, Robot, sign_in
from chappe.testing.place import Place
from chappe.tl import layers
from chappe.updates.log import Journal

SETTLE_SECONDS_MAX = 10.0
Check = Callable[["World"], Awaitable[None]]
Arrival = Callable[["World", Person], Awaitable[None]]


@cache
def shared_key() -> RsaKey:
    """One RSA key for every world of the process: making one takes longer than most walks."""
    return RsaKey.generate()


@cache
def shared_factors() -> tuple[int, int]:
    """Two primes for every handshake of the process: to find them is most of what a client costs."""
    return pq.product()


def shared_product(_: Entropy) -> tuple[int, int]:
    """What the nodes of worlds give their clients to take apart."""
    return shared_factors()


class World:
    """A server and its clients. `database`: a URL; what `places` says when not given.

    `nodes`: those of the server; clients come to them in turn. `node`: the first. `outbox`: the letters
    with codes that were sent. `people`: everybody with an account, each device.
    """

    places: ClassVar[Callable[[], Place]] = Place
    """Where worlds live that do not name a database: one node in memory. A suite may say otherwise."""
    arrivals: ClassVar[list[Arrival]] = []
    """What is done when somebody has come."""
    checks: ClassVar[list[Check]] = []
    """What has to be so at the end of every world that ended well."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: ManualClock | None = None,
        database: str | None = None,
        key: RsaKey | None = None,
    ) -> None:
        self._place = World.places() if database is None else Place(database)
        self.settings = replace(settings or Settings(), bus=self._place.bus)
        self.clock = clock or ManualClock()
        self.key = key or shared_key()
        self.people: list[Person] = []
        self._visits = itertools.count()
        self._numbers = itertools.count(1)
        self.outbox = Outbox()
        self.nodes = [
            Node(self.settings, self.clock, self._place.open(), self.key)
            for _ in range(self._place.nodes)
        ]
        self.node = self.nodes[0]
        for node in self.nodes:
            node.courier = self.outbox
            node.blobs = self.node.blobs
            node.product = shared_product

    async def __aenter__(self) -> Self:
        await self._place.make()
        opened: list[Node] = []
        try:
            for node in self.nodes:
                await node.open()
                opened.append(node)
        except BaseException:
            await self._end(opened)
            raise
        self._name_addresses()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                for check in World.checks:
                    await check(self)
        finally:
            await self._end(self.nodes)

    async def _end(self, nodes: list[Node]) -> None:
        for node in nodes:
            await node.close()
        await self._place.clear()

    def _name_addresses(self) -> None:
        """Clients are told of data centers, though there is no port here."""
        host, port = self.settings.mtproto
        for node in self.nodes:
            node.name_addresses([(host, port + i) for i in range(len(node.door_ids()))])

    def advance(self, seconds: float) -> None:
        """Move the clock; whatever falls due happens."""
        self.clock.advance(seconds)

    def leap(self, seconds: float) -> None:
        """Let months pass at once: what falls due again and again meanwhile happens once."""
        self.clock.leap(seconds)

    async def settle(self) -> None:
        """Wait until everything that is under way has been answered and pushed."""
        await self._rest()
        if len(self.nodes) > 1:
            # What one says is on its way when it has settled; the others have it when they have.
            for node in [*self.nodes, *self.nodes]:
                await node.bus.settle()
            await self._rest()
        for _ in range(3):  # what was said leaves at the end of a turn of the loop
            await asyncio.sleep(0)

    async def _rest(self) -> None:
        """Wait until no node has anything under way."""
        for _ in range(1000):
            await asyncio.sleep(0)
            if self._idle():
                return
        async with asyncio.timeout(SETTLE_SECONDS_MAX):
            while not self._idle():  # noqa: ASYNC110 - the server has no event for its tests
                await asyncio.sleep(0.002)

    def _idle(self) -> bool:
        return all(node.idle for node in self.nodes)

    async def person(self, first_name: str, *, phone: str | None = None, **how: Any) -> Person:
        """Somebody new with an account. `phone`: a test number (99966XYYYY); `how`: as for `client`."""
        if phone is None:
            phone = f"999662{next(self._numbers):04d}"
        client = await self.client(**how)
        answer = await sign_in(client, phone, phone[5] * 5, first_name)
        return await self._met(Person(client, phone, UserId(answer.user.id), self.node.secret))

    async def another(self, person: Person, **how: Any) -> Person:
        """The same account on another device, as a copy of its login: nobody is told of it.

        `sign_in` with the code is the loud way, after which the service account writes to the others.
        """
        await self.settle()  # what came before is not pushed to it
        client = await self.client(**how)
        asking = self.stranger(layer=person.client.layer)
        asking.key, asking.salt = person.client.key, person.client.salt
        out: Any = await asking.call("auth.exportAuthorization", dc_id=self.settings.dcs)
        asking.carrier.hang_up()
        await client.call("auth.importAuthorization", id=out.id, bytes=out.bytes)
        return await self._met(Person(client, person.phone, person.user_id, self.node.secret))

    async def bot(
        self,
        name: str,
        *,
        username: str | None = None,
        owner: Person | None = None,
        **how: Any,
    ) -> Robot:
        """A new bot that has signed in over MTProto. `how`: as for `client`."""
        username = username or username_for(name, next(self._numbers))
        now, owner_id = self.clock.now(), None if owner is None else owner.user_id
        async with self.node.database.transaction(write=True) as tx:
            journal = Journal(tx, now)
            made = await make_bot(journal, owner_id, name, username)
            await journal.flush()
        client = await self.client(**how)
        await client.call(
            "auth.importBotAuthorization", flags=0, bot_auth_token=made.token, **API
        )
        robot = Robot(client, "", made.id, self.node.secret, made.token, username)
        await self._met(robot)
        return robot

    async def _met(self, person: Person) -> Person:
        self.people.append(person)
        for greet in World.arrivals:
            await greet(self, person)
        return person

    def beside(self, person: Person) -> Client:
        """Another session of a person's key, on the next node."""
        own = person.client
        door = own.carrier.connection.dc if isinstance(own.carrier, Pipe) else None
        beside = self.stranger(layer=own.layer, version=own.version, device=own.device, dc=door)
        beside.key, beside.salt = own.key, own.salt
        return beside

    def current_salt(self, client: Client) -> int:
        """The newest server salt of a client's key."""
        assert client.key is not None, "shake hands first"
        return salts.current(client.key, self.clock.now())

    def pipe(
        self, *, dc: int | None = None, address: str = "pipe", node: Node | None = None
    ) -> Pipe:
        """A new connection to a node; a single data center has one door for all numbers."""
        door = DcId(dc or 2) if self.settings.strict_dcs else None
        return Pipe((node or self.node).hub, dc=door, address=address)

    def stranger(
        self,
        *,
        layer: int = layers.LATEST,
        kind: Kind = Kind.INTERMEDIATE,
        obfuscated: bool = False,
        version: int = 2,
        dc: int | None = None,
        device: Device | None = None,
    ) -> Client:
        """A client that has connected and nothing else, to the node whose turn it is."""
        node = self.nodes[next(self._visits) % len(self.nodes)]
        return Client(
            self.pipe(dc=dc, node=node),
            self.key.public,
            self.clock,
            layer=layer,
            kind=kind,
            obfuscated=obfuscated,
            version=version,
            device=device,
        )

    async def client(
        self,
        *,
        layer: int = layers.LATEST,
        kind: Kind = Kind.INTERMEDIATE,
        obfuscated: bool = False,
        version: int = 2,
        dc: int | None = None,
        device: Device | None = None,
        wishes: Wishes | None = None,
    ) -> Client:
        """A client with an auth key."""
        client = self.stranger(
            layer=layer, kind=kind, obfuscated=obfuscated, version=version, dc=dc, device=device
        )
        if wishes is None and dc is not None:
            wishes = Wishes(dc=dc)
        await client.shake_hands(wishes)
        return client
