"""A database in memory that has its tables as soon as it opens.

To make them from the migrations takes longer than most walks; they are made once a process, and every
database after that begins as a copy. It is a real one and shares nothing with the others; the node looks
at its migrations as at any other's, and finds none missing.
"""

from typing import ClassVar

from typing_extensions import override

from chappe import features
from chappe.db.migrate import migrate, read_migrations
from chappe.db.sqlite import SqliteDatabase


class ReadyDatabase(SqliteDatabase):
    """SQLite in memory, with the tables of every room."""

    _pattern: ClassVar[SqliteDatabase | None] = None

    def __init__(self) -> None:
        super().__init__(None)

    @override
    async def open(self) -> None:
        if ReadyDatabase._pattern is None:
            pattern = SqliteDatabase(None)
            await pattern.open()
            await migrate(pattern, read_migrations(features.ROOMS_WITH_TABLES))
            ReadyDatabase._pattern = pattern
        await super().open()
        with self.connection.backup("main", ReadyDatabase._pattern.connection, "main") as copy:
            copy.step()
