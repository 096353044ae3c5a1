"""Where a `World` lives: its database, its bus, how many nodes it has."""

import secrets
from dataclasses import dataclass

from typing_extensions import override

from chappe.db.database import Database
from chappe.db.open import MEMORY, open_database
from chappe.testing.ready import ReadyDatabase


@dataclass(slots=True)
class Place:
    """One node with its database in memory, unless said otherwise. Several nodes need a `bus`."""

    database: str = MEMORY
    bus: str | None = None
    nodes: int = 1

    def open(self) -> Database:
        """The database for one more node, not yet connected."""
        return ReadyDatabase() if self.database == MEMORY else open_database(self.database)

    async def make(self) -> None:
        """Prepare it, before the first node opens."""

    async def clear(self) -> None:
        """Leave nothing behind, when the last node is closed."""


class OwnSchema(Place):
    """A schema of its own in a PostgreSQL database, dropped at the end."""

    __slots__ = ("_name", "_url")

    def __init__(self, url: str, *, bus: str | None = None, nodes: int = 1) -> None:
        self._url = url
        self._name = f"chappe_{secrets.token_hex(8)}"
        own = f"{url}{'&' if '?' in url else '?'}search_path={self._name}"
        super().__init__(own, bus, nodes)

    @override
    async def make(self) -> None:
        await self._tell(f"CREATE SCHEMA {self._name}")

    @override
    async def clear(self) -> None:
        await self._tell(f"DROP SCHEMA {self._name} CASCADE")

    async def _tell(self, statement: str) -> None:
        import asyncpg  # noqa: PLC0415 - worlds in memory need not wait for it

        connection = await asyncpg.connect(
            self._url, server_settings={"client_min_messages": "warning"}
        )
        await connection.execute(statement)
        await connection.close()
