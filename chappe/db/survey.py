"""A look at a database from outside: nothing is made, locked or changed, and a server may be running.

For `chappe doctor`, which has to say what is wrong before, or while, the server serves from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chappe.db.database import DatabaseFault
from chappe.db.migrate import APPLIED, Migration

CONNECT_SECONDS = 5.0


class Unreachable(DatabaseFault):
    """There is no looking into it; the text says why, without the URL, which may hold a password."""


class NoSuchDatabase(Unreachable):
    """The server is there, the database is not."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found.

    `engine`: name and version. `exists`: False for a SQLite file that is not there yet. `applied`:
    migrations by name, with the hash of their text. `served`: a process serves from it now; None
    where that cannot be told. `settings`: of the engine, those that decide what a power cut costs.
    """

    engine: str
    exists: bool
    applied: dict[str, bytes]
    served: bool | None
    settings: dict[str, str]

    def missing(self, migrations: Sequence[Migration]) -> list[str]:
        """The migrations that the next start will apply."""
        return [each.name for each in migrations if each.name not in self.applied]

    def strange(self, migrations: Sequence[Migration]) -> list[str]:
        """Applied migrations that this program does not have, or has in another form."""
        known = {each.name: each.sha256 for each in migrations}
        return [name for name, sha256 in self.applied.items() if known.get(name) != sha256]


async def survey(url: str) -> Survey:
    """Look at the database that a URL names (as in `open_database`, a file or PostgreSQL).

    Raises: Unreachable.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return _file(Path(rest[1:]))
    if scheme in {"postgresql", "postgres"}:
        return await _postgres(url)
    raise Unreachable("a database URL is sqlite:///PATH or postgresql://…")


def _file(path: Path) -> Survey:
    import apsw  # noqa: PLC0415 - only the engine that is asked for

    engine = f"SQLite {apsw.sqlite_lib_version()}"
    if not path.exists():
        return Survey(engine, False, {}, False, {})
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            connection.set_busy_timeout(1000)
            tables = connection.execute("SELECT name FROM sqlite_schema").fetchall()
            applied = connection.execute(APPLIED).fetchall() if ("migration",) in tables else []
        finally:
            connection.close()
    except apsw.Error as error:
        raise Unreachable(f"{path}: {error}") from error
    rows: dict[str, Any] = {str(name): sha256 for name, sha256 in applied}
    return Survey(engine, True, rows, _is_served(path), {})


def _is_served(path: Path) -> bool:
    """Whether a server holds the lock that lies beside the file (see `sqlite._lock_file`)."""
    import apsw  # noqa: PLC0415 - only the engine that is asked for

    lock = path.with_name(path.name + ".lock")
    if not lock.exists():
        return False
    connection = apsw.Connection(str(lock), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        connection.execute("SELECT name FROM sqlite_schema").fetchall()
    except apsw.BusyError:
        return True
    finally:
        connection.close()
    return False


async def _postgres(url: str) -> Survey:
    import asyncpg  # noqa: PLC0415 - only the engine that is asked for

    try:
        connection: Any = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    except asyncpg.InvalidCatalogNameError as error:
        raise NoSuchDatabase(str(error)) from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        # asyncpg quotes a part of a URL that it cannot read, so only the kind of error is told then.
        text = "the URL cannot be read" if isinstance(error, ValueError) else str(error)
        raise Unreachable(text or type(error).__name__) from error
    try:
        version = await connection.fetchval("SHOW server_version")
        names = ("synchronous_commit", "fsync", "full_page_writes", "max_connections")
        settings = {name: await connection.fetchval(f"SHOW {name}") for name in names}
        there = await connection.fetchval("SELECT to_regclass('migration')")
        rows = await connection.fetch(APPLIED) if there is not None else []
    except asyncpg.PostgresError as error:
        raise Unreachable(str(error)) from error
    finally:
        await connection.close()
    applied = {row[0]: row[1] for row in rows}
    return Survey(f"PostgreSQL {version}", True, applied, None, settings)
