"""Where the servers are that some tests need.

PostgreSQL is looked for at CHAPPE_TEST_POSTGRES, else at 127.0.0.1:5432 (user postgres, database test);
NATS at CHAPPE_TEST_NATS, else at 127.0.0.1:4222. Where nothing listens, the tests that need it are
skipped by name.
"""

import asyncio
import os
import socket
from functools import cache
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from typing_extensions import override

from chappe import features
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.db.postgres import Connections, PostgresDatabase
from chappe.testing.place import OwnSchema, Place

POSTGRES = os.environ.get("CHAPPE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
NATS = os.environ.get("CHAPPE_TEST_NATS", "nats://127.0.0.1:4222")


@cache
def _listens(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port or port), timeout=1).close()
    except OSError:
        return False
    return True


def need_postgres() -> None:
    """Skip the test where there is no PostgreSQL."""
    if not _listens(POSTGRES, 5432):
        pytest.skip("PostgreSQL: no server listens (CHAPPE_TEST_POSTGRES)")


def need_nats() -> None:
    """Skip the test where there is no NATS."""
    if not _listens(NATS, 4222):
        pytest.skip("NATS: no server listens (CHAPPE_TEST_NATS)")


KEEP = """
DO $$
DECLARE name text;
DECLARE filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = current_schema() AND tablename <> 'migration'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE %I AS TABLE %I', 'kept_' || name, name); END IF;
    END LOOP;
END $$
"""
"""What the migrations have written stays aside."""
EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT relname FROM pg_class
        WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r'
            AND relname <> 'migration' AND relname NOT LIKE 'kept\\_%'
            AND pg_relation_size(oid) > 0
    LOOP
        EXECUTE format('DELETE FROM %I', name);
        IF to_regclass('kept_' || name) IS NOT NULL THEN
            EXECUTE format('INSERT INTO %I SELECT * FROM %I', name, 'kept_' || name);
        END IF;
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()
    LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', name); END LOOP;
END $$
"""
"""As a new schema is, in a tenth of the time; it needs a superuser."""


CONNECTIONS_KEPT_MAX = 6
"""Of one node, for the next world; a walk that had more of them at once does not keep them."""


class KeptDatabase(PostgresDatabase):
    """Its connections stay open for the next world of this process: what they have prepared is half of what
    a walk costs. All walks run in one event loop for that."""

    _kept: ClassVar[list[Connections]] = []

    @override
    async def open(self) -> None:
        if KeptDatabase._kept:
            self._watch.begin()
            self._connections = KeptDatabase._kept.pop()
        else:
            await super().open()

    @override
    async def close(self) -> None:
        held = self._connections
        if held is None or not held.at_rest or held.count > CONNECTIONS_KEPT_MAX:
            await super().close()
            return
        self._watch.end()
        self._connections = None
        KeptDatabase._kept.append(held)

    @classmethod
    async def let_go(cls) -> None:
        """At the end of all walks, in their loop."""
        while cls._kept:
            await cls._kept.pop().close()


class SharedSchema(Place):
    """One schema for all tests of this process, emptied before each."""

    _schema: ClassVar[OwnSchema | None] = None

    def __init__(self, *, bus: str | None = None, nodes: int = 1) -> None:
        if SharedSchema._schema is None:
            SharedSchema._schema = OwnSchema(POSTGRES)
            self._is_new = True
        else:
            self._is_new = False
        super().__init__(SharedSchema._schema.database, bus, nodes)

    @override
    def open(self) -> Database:
        return KeptDatabase(self.database)

    @override
    async def make(self) -> None:
        if self._is_new:
            assert SharedSchema._schema is not None
            await SharedSchema._schema.make()
        database = self.open()
        await database.open()
        if self._is_new:
            await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
        async with database.transaction(write=True) as tx:
            await tx.run(KEEP if self._is_new else EMPTY)
        await database.close()

    @classmethod
    def drop(cls) -> None:
        """At the end of all tests."""
        schema, cls._schema = cls._schema, None
        if schema is not None:
            asyncio.run(schema.clear())
