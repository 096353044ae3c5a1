"""Commands that look into the database, or change rows that a server only reads; it may be running."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from chappe import features
from chappe.db.database import Database, DatabaseBusy, DatabaseFault, Tx
from chappe.db.migrate import APPLIED, migrate, read_migrations
from chappe.db.open import open_database
from chappe.db.sqlite import SqliteDatabase

T = TypeVar("T")


class NotYet(DatabaseFault):
    """There are no tables to look into, or not the ones that this program knows."""


def read_rows(data: Path, database: str | None, work: Callable[[Tx], Awaitable[T]]) -> T:
    """What `work` finds; ends the command with a line when there is no looking in."""
    return _told(_read(_url(data, database), work))


def change_rows(data: Path, database: str | None, work: Callable[[Tx], Awaitable[T]]) -> T:
    """What `work` gives, once its changes are on the disk; makes a database that is not there."""
    return _told(_change(_url(data, database), work))


def _url(data: Path, database: str | None) -> str:
    return database or f"sqlite:///{data / 'chappe.db'}"


def _told(work: Awaitable[T]) -> T:
    async def run() -> T:
        return await work

    try:
        return asyncio.run(run())
    except (OSError, ValueError, DatabaseFault) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


async def _read(url: str, work: Callable[[Tx], Awaitable[T]]) -> T:
    database = open_database(url, beside=True)
    if isinstance(database, SqliteDatabase) and not database.exists():
        raise NotYet("there is no database yet; `chappe serve` makes one")
    await database.open()
    try:
        await _check(database)
        async with database.transaction(write=False) as tx:
            return await work(tx)
    finally:
        await database.close()


async def _change(url: str, work: Callable[[Tx], Awaitable[T]]) -> T:
    database = open_database(url)
    if isinstance(database, SqliteDatabase) and not database.exists():
        told = f"a new database: {url.removeprefix('sqlite:///')}; give `chappe serve` the same --data"
        typer.echo(told, err=True)
    try:
        await database.open()
    except DatabaseBusy:
        database = open_database(url, beside=True)
        await database.open()
        served = True
    else:
        served = False
    try:
        if served:
            await _check(database)
        else:
            await migrate(database, read_migrations(features.ROOMS_WITH_TABLES))
        async with database.transaction(write=True) as tx:
            return await work(tx)
    finally:
        await database.close()


async def _check(database: Database) -> None:
    """Refuse tables that another version of the program made, or none has made yet."""
    async with database.transaction(write=False) as tx:
        applied = {name for name, _ in await tx.rows(APPLIED)}
    if any(each.name not in applied for each in read_migrations(features.ROOMS_WITH_TABLES)):
        raise NotYet("the tables are of an older version; start `chappe serve` anew first")
