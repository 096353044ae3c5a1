"""The promise that both engines keep.

One call of a client is one `Tx`. What the engines differ in is hidden here, and nowhere else:

* A `Tx` costs nothing before its first statement: no connection, no lock, no savepoint.
* From its first statement on, a `Tx` sees one snapshot when it only reads (`write=False`), and
  the newest committed rows, statement by statement, when it writes.
* After a statement has failed, the only way out is `rollback`; `commit` raises `TxFailed`.
  (PostgreSQL is like that by nature; SQLite is held to it, so that no code grows on one engine
  that breaks on the other.) A conflict that is expected is written `ON CONFLICT`.
* `commit` may return before the disk has the rows. Then it gives a `Durable`, and nothing that
  depends on this `Tx` may leave the house before that is done: not the answer, not an update.
* Constraints are never `DEFERRABLE`: on SQLite many transactions share one COMMIT, and one
  broken promise would take all of them down.
* Values are `int` (signed 64 bits), `float`, `str`, `bytes` and `None`; the time of day and random
  numbers come in as parameters, never from SQL. A `str` holds no zero character: PostgreSQL
  cannot keep one, so what strangers send is cleaned by the `store` before.

SQL names its parameters `:like_this` and casts with `CAST(x AS t)`, never `::`.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

from chappe.db.sql import Dialect

Value = int | float | str | bytes | None
"""What comes out of a column, on both engines."""
Param = Value | Sequence[int] | Sequence[str]
"""What goes into a parameter; a list only into `IN :name[]` (numbers) or `IN :name[text]`."""
Row = tuple[Any, ...]
"""One row; the `store` that wrote the SQL knows the columns."""


class DatabaseFault(Exception):
    """Something that the database refused; the engine's own error is its `__cause__`."""


class DatabaseBusy(DatabaseFault):
    """Another process serves from this SQLite file."""


class DatabaseUnreachable(DatabaseFault):
    """It cannot be opened; the text says why, without the URL, which may hold a password."""


class CommitFailed(DatabaseFault):
    """The rows are not kept: as far as anyone may say, the transaction never happened."""


class ReadOnly(DatabaseFault):
    """A `Tx` that was opened with `write=False` was asked to change rows."""


class TxFailed(DatabaseFault):
    """A statement of this `Tx` failed earlier; nothing but `rollback` is left."""


class TxOver(DatabaseFault):
    """This `Tx` was committed or rolled back before."""


RACES = {"23505", "40001", "40P01"}
"""SQLSTATE: a unique row was there already, transactions could not be put in a row, two waited for one
another."""


def lost_race(error: BaseException) -> bool:
    """Whether a statement failed because another transaction was faster; run again, it may do well."""
    return getattr(error, "sqlstate", None) in RACES


class Durable(Protocol):
    """A promise that committed rows will be on the disk; shared by all that wait for one fsync."""

    async def wait(self) -> None:
        """Return when the rows are safe.

        Raises: CommitFailed.
        """

    def when_done(self, action: Callable[[Exception | None], None]) -> None:
        """Call `action` from the event loop once it is decided: None when safe, else the error.

        For callers that hold back bytes without keeping a task for it.
        """


class Tx(Protocol):
    """One transaction. Not for two tasks at a time."""

    async def rows(self, sql: str, /, **params: Param) -> list[Row]:
        """Run one statement; every row that it gives (SELECT, or RETURNING)."""

    async def row(self, sql: str, /, **params: Param) -> Row | None:
        """Run one statement; its first row, None when there is none."""

    async def run(self, sql: str, /, **params: Param) -> int:
        """Run one statement; how many rows it inserted, updated or deleted itself.

        Rows touched by triggers and foreign keys are not counted; 0 for other statements.
        """

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Value]], /) -> None:
        """Run one statement once for each row of parameters."""

    async def commit(self) -> Durable | None:
        """End it and keep the changes; None when they (and all rows seen) are durable already.

        Raises: TxFailed (rolled back instead), CommitFailed, TxOver.
        """

    async def rollback(self) -> None:
        """End it and forget the changes. Harmless when it is over already."""


class Database(Protocol):
    """Where transactions come from."""

    dialect: Dialect

    async def open(self) -> None:
        """Connect, or make the file.

        Raises: DatabaseBusy, or the engine's own error.
        """

    async def close(self) -> None:
        """Bring what is committed to the disk, roll back what is open, let go of everything."""

    async def begin(self, write: bool) -> Tx:
        """Start a transaction; `write`: it may change rows.

        SQLite lets one `Tx` at a time past its first statement, in order of arrival; a second one
        opened by the same coroutine meanwhile waits for ever.
        """

    @asynccontextmanager
    async def transaction(self, *, write: bool) -> AsyncIterator[Tx]:
        """A `Tx` for a block: rolled back when the block raises, else committed and durable."""
        tx = await self.begin(write)
        try:
            yield tx
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if durable is not None:
            await durable.wait()
