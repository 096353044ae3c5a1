"""Walks that take `world` run on SQLite, on PostgreSQL, and on two nodes over PostgreSQL and NATS.

    async def test_something(world: World) -> None:
        ada, bob = await world.person("Ada"), await world.person("Bob")

With several nodes, clients come to them in turn: Ada and Bob are on different ones. A walk that needs
settings of its own takes `worlds`:

    async with worlds(Settings(dcs=3)) as world:

`make check` runs the first backend only, `make test` all of them (mark `backends`).
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from backends import NATS, need_nats, need_postgres, own_schema

from chappe.config import Settings
from chappe.testing.world import World

BACKENDS = (
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.backends),
    pytest.param("nodes", marks=pytest.mark.backends),
)
Worlds = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture(params=BACKENDS)
def worlds(request: pytest.FixtureRequest) -> Worlds:
    """Makes worlds on one of the backends, with what `World` takes."""
    backend: str = request.param
    if backend != "sqlite":
        need_postgres()
    if backend == "nodes":
        need_nats()

    @asynccontextmanager
    async def make(settings: Settings | None = None, **how: Any) -> AsyncIterator[World]:
        if backend == "sqlite":
            async with World(settings, **how) as world:
                yield world
            return
        settings = settings or Settings()
        if backend == "nodes":
            settings = replace(settings, bus=NATS)
            how["nodes"] = 2
        async with own_schema() as url, World(settings, database=url, **how) as world:
            yield world

    return make


@pytest.fixture
async def world(worlds: Worlds) -> AsyncIterator[World]:
    """A world without settings."""
    async with worlds() as world:
        yield world
