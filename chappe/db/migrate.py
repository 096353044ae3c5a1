"""Making the tables: scripts applied once, in a fixed order, in one transaction.

A room keeps its scripts as `migrations/0001_name.sql`, written once for both engines in the words of
`sql.py`. A script that has been applied anywhere is never edited: its hash is remembered and a
changed one is refused; the next change is the next number.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from chappe.db.database import Database, DatabaseFault, Tx
from chappe.db.sql import spell_words, split_statements

TABLE = """
CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sha256 {bytes} NOT NULL) {strict}
"""
APPLIED = "SELECT name, sha256 FROM migration"
NOTE = "INSERT INTO migration (name, sha256) VALUES (:name, :sha256)"


class MigrationRefused(DatabaseFault):
    """The tables were made by scripts other than the ones that this program has."""


@dataclass(frozen=True)
class Migration:
    """One script: `room/0001_name`, and its text with the seam's words still in braces."""

    name: str
    text: str

    @cached_property
    def sha256(self) -> bytes:
        """Hash of the text, 32 bytes."""
        return hashlib.sha256(self.text.encode()).digest()


def read_migrations(packages: Iterable[str]) -> list[Migration]:
    """The scripts of some rooms (`chappe.features.keys`, …): rooms as given, scripts by number."""
    return [script for package in packages for script in _read_scripts(package)]


@cache
def _read_scripts(package: str) -> list[Migration]:
    """Those of one room by number; the files of a running program do not change."""
    room = package.rpartition(".")[2]
    folder = files(package) / "migrations"
    scripts = {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(".sql")}
    return [
        Migration(f"{room}/{name.removesuffix('.sql')}", scripts[name].read_text("utf-8"))
        for name in sorted(scripts)
    ]


async def migrate(database: Database, migrations: Sequence[Migration]) -> list[str]:
    """Apply what is missing, all or nothing; the names of what was applied.

    Any number of nodes may call it at once.
    Raises: MigrationRefused when an applied script has changed, or a room given here has an
    applied script that is not given (the database is of a newer program).
    """
    async with database.transaction(write=True) as tx:
        if database.dialect.lock_schema is not None:
            await tx.rows(database.dialect.lock_schema)
        await tx.run(spell_words(TABLE, database.dialect))
        applied: dict[str, bytes] = dict(await tx.rows(APPLIED))
        _refuse_strangers(applied, migrations)
        missing = [migration for migration in migrations if migration.name not in applied]
        for migration in missing:
            await _apply(tx, migration, spell_words(migration.text, database.dialect))
    return [migration.name for migration in missing]


async def _apply(tx: Tx, migration: Migration, sql: str) -> None:
    for statement in split_statements(sql):
        if "DEFERR" in statement.upper():
            raise MigrationRefused(f"{migration.name}: no deferred constraints (database.py)")
        await tx.run(statement)
    await tx.run(NOTE, name=migration.name, sha256=migration.sha256)


def _refuse_strangers(applied: dict[str, bytes], migrations: Sequence[Migration]) -> None:
    known = {migration.name: migration.sha256 for migration in migrations}
    rooms = {name.partition("/")[0] for name in known}
    for name, sha256 in applied.items():
        if name.partition("/")[0] in rooms and name not in known:
            raise MigrationRefused(f"{name} was applied by a newer program")
        if known.get(name, sha256) != sha256:
            raise MigrationRefused(f"{name} was changed after it had been applied")
