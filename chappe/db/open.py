"""From a URL to a database."""

from chappe.db.database import Database
from chappe.db.sqlite import SqliteDatabase

MEMORY = "sqlite://:memory:"


def open_database(url: str, *, beside: bool = False) -> Database:
    """The database that `url` names, not yet connected: `await database.open()` is the next step.

    * `sqlite:///data/chappe.db`: a file, from the working directory; with four slashes
      (`sqlite:////var/lib/chappe.db`) from the root.
    * `sqlite://:memory:`: gone when closed, for tests.
    * `postgresql://user:password@host:port/database`, further `?name=value` as server settings.

    `beside`: a server may be running on it (`SqliteDatabase`; PostgreSQL does not mind).
    Raises: ValueError for anything else (the URL is not repeated: it may hold a password).
    """
    if url == MEMORY:
        return SqliteDatabase(None)
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return SqliteDatabase(rest[1:], beside=beside)
    if scheme in {"postgresql", "postgres"}:
        # Whoever serves from a file need not wait for asyncpg to load: 70 ms of a start below 1 s.
        from chappe.db.postgres import PostgresDatabase  # noqa: PLC0415 - see above

        return PostgresDatabase(url)
    raise ValueError("a database URL is sqlite:///PATH, sqlite://:memory: or postgresql://…")
