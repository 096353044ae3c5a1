"""Walks in which people appear run on SQLite, on PostgreSQL, and on two nodes over PostgreSQL and NATS.

    async def test_something(world: World) -> None:
        ada, bob = await world.person("Ada"), await world.person("Bob")

or `async with World(Settings(…)) as world:` in the walk itself. With two nodes, clients come to them in
turn: Ada and Bob are on different ones. What happens at about the same time may be pushed in one
container: `person.told` has the single updates. Another node tells everything at length, where the same
one would use a short form. A walk that looks into one node is marked `one_node`.

`make check` runs the first backend only, `make test` all of them (mark `backends`).
"""

import asyncio
import inspect
from collections.abc import AsyncIterator
from functools import cache
from types import ModuleType

import pytest
from backends import NATS, KeptDatabase, SharedSchema, need_nats, need_postgres

from chappe.testing.convergence import Watcher, check_story, converge, watch
from chappe.testing.person import Person
from chappe.testing.place import Place
from chappe.testing.world import World

BACKENDS = (
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.backends),
    pytest.param("nodes", marks=pytest.mark.backends),
)


def pytest_sessionfinish() -> None:
    """Leave nothing behind."""
    SharedSchema.drop()


PEOPLE = (".person(", "newcomer(", "gathered(", " forum(")
"""By which a walk brings people in."""


@cache
def _with_people(module: ModuleType) -> bool:
    source = inspect.getsource(module)
    return any(each in source for each in PEOPLE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every walk with people the three backends."""
    alone = metafunc.definition.get_closest_marker("one_node") is not None
    if _with_people(metafunc.module) and not alone:
        metafunc.parametrize("backend", BACKENDS, indirect=True)


@pytest.fixture(autouse=True)
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the worlds of this walk live."""
    name: str = getattr(request, "param", "sqlite")
    if name != "sqlite":
        need_postgres()
    if name == "nodes":
        need_nats()

    def place() -> Place:
        if name == "sqlite":
            return Place()
        if name == "postgresql":
            return SharedSchema()
        return SharedSchema(bus=NATS, nodes=2)

    monkeypatch.setattr(World, "places", place)
    if hasattr(request, "param"):
        _watch_everybody(monkeypatch)
    return name


def _watch_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every world ends by convergence."""
    watchers: dict[World, dict[tuple[int, int], Watcher]] = {}
    sessions: dict[Person, int] = {}

    async def greet(world: World, person: Person) -> None:
        sessions[person] = person.client.session_id
        known = watchers.setdefault(world, {})
        name = (person.user_id, person.client.layer)
        if name not in known and (watcher := await watch(world, person)) is not None:
            known[name] = watcher

    async def check(world: World) -> None:
        await world.settle()
        for watcher in watchers.pop(world, {}).values():
            await converge(watcher)
        for person in world.people:
            check_story(person, sessions[person])

    monkeypatch.setattr(World, "arrivals", [greet])
    monkeypatch.setattr(World, "checks", [check])


@pytest.fixture(scope="session", autouse=True)
async def kept_connections() -> AsyncIterator[None]:
    """Let go of them at the end, in the loop that they were made in."""
    yield
    await KeptDatabase.let_go()


@pytest.fixture(autouse=True)
async def nothing_goes_on(backend: str) -> AsyncIterator[None]:
    """What a walk has left running ends with it, though the loop goes on."""
    yield
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@pytest.fixture
def worlds(backend: str) -> type[World]:
    """Makes worlds, with what `World` takes."""
    return World


@pytest.fixture
async def world(backend: str) -> AsyncIterator[World]:
    """A world without settings of its own."""
    async with World() as world:
        yield world
