"""SQLite, through apsw: one connection in the process, for writing and for reading.

One connection sees its own writes at once, needs no thread, and makes a snapshot of every
transaction for free, because no two are open at a time. The price is that a transaction must never
wait for the network; within that law nothing here suspends a coroutine unless another
transaction is open, so a handler may even be driven by a bare `send(None)`.
"""

import enum
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec
from typing_extensions import override

from chappe.db.database import (
    Database,
    DatabaseBusy,
    DatabaseUnreachable,
    Durable,
    Param,
    ReadOnly,
    Row,
    Tx,
    TxFailed,
    TxOver,
    Value,
)
from chappe.db.group_commit import GroupCommit
from chappe.db.sql import SQLITE, STATEMENTS_KEPT_MAX, spell_lists

# The first of a batch should not wait longer than some 5 ms for the others' work.
BATCH_SIZE_MAX = 256
STATEMENT_CACHE_SIZE = 512
# Readers from outside (`chappe doctor`, a backup) never block us in WAL mode; only someone who
# writes into our file does, and for that long the whole server may stand still, not longer.
BUSY_TIMEOUT_MS = 2000
SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an answered call survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32768",  # KiB
    "PRAGMA temp_store = MEMORY",
)


class SqliteDatabase(Database):
    """A file, or a database in memory when `path` is None. Everything from one event loop.

    `beside`: another process may be serving from the file. For a command that reads, or writes rows
    that a server only reads: a few milliseconds, for which the server's own writes wait.
    """

    dialect = SQLITE

    def __init__(self, path: str | os.PathLike[str] | None, *, beside: bool = False) -> None:
        self._path = None if path is None else Path(path)
        self._beside = beside
        self._lock: apsw.Connection | None = None
        self._connection: apsw.Connection | None = None
        self._reading: dict[str, bool] = {}
        self.current: SqliteTx | None = None

    def exists(self) -> bool:
        """Whether there is a file to open; opening makes one."""
        return self._path is not None and self._path.exists()

    @override
    async def open(self) -> None:
        if self._path is not None and not self._beside:
            self._lock = _lock_file(self._path)
        try:
            self._connection = _connect(self._path)
        except apsw.NotADBError as error:
            self._unlock()
            raise DatabaseUnreachable(f"{self._path} is no SQLite database") from error
        except BaseException:
            self._unlock()
            raise
        self.cursor = self._connection.cursor()
        self.group = GroupCommit(self._connection, 1 if self._path is None else BATCH_SIZE_MAX)

    @override
    async def close(self) -> None:
        if self._connection is None:
            return
        if self.current is not None:
            await self.current.rollback()
        self.group.flush()
        self._connection.close()
        self._connection = None
        self._unlock()

    @override
    async def begin(self, write: bool) -> Tx:
        return SqliteTx(self, write)

    @property
    def connection(self) -> apsw.Connection:
        """The one of the process; the database is open."""
        assert self._connection is not None
        return self._connection

    def changes(self) -> tuple[int, int]:
        """Rows changed by the last statement that changed any; and by all, triggers included."""
        assert self._connection is not None
        return self._connection.changes(), self._connection.total_changes()

    def only_reads(self, sql: str, params: dict[str, Param]) -> bool:
        """Whether a statement leaves the database as it is; SQLite is asked once for each."""
        known = self._reading.get(sql)
        if known is None:
            if len(self._reading) >= STATEMENTS_KEPT_MAX:
                self._reading.clear()
            known = self._reading[sql] = self._ask(sql, params)
        return known

    def _ask(self, sql: str, params: dict[str, Param]) -> bool:
        """Compile the statement and stop short of running it."""
        answer = False

        def look(cursor: apsw.Cursor, _sql: str, _params: object) -> bool:
            nonlocal answer
            answer = cursor.is_readonly
            return False

        probe = self.connection.cursor()
        probe.exec_trace = look
        try:
            probe.execute(sql, params)
        except apsw.ExecTraceAbort:
            probe.close(force=True)
        return answer

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


class _Phase(enum.Enum):
    """How far a transaction has come."""

    FRESH = enum.auto()  # no statement yet: it holds nothing
    READING = enum.auto()  # holds the turn
    WRITING = enum.auto()  # holds the turn and a savepoint
    FAILED = enum.auto()  # holds the turn; the savepoint is undone
    OVER = enum.auto()


class SqliteTx(Tx):
    """A turn at the connection, and a savepoint from the first statement that writes."""

    __slots__ = ("_database", "_phase", "_write")

    def __init__(self, database: SqliteDatabase, write: bool) -> None:
        self._database = database
        self._write = write
        self._phase = _Phase.FRESH

    @override
    async def rows(self, sql: str, /, **params: Param) -> list[Row]:
        if self._phase is _Phase.FRESH:
            await self._enter()
        return self._do(sql, params, None)

    @override
    async def row(self, sql: str, /, **params: Param) -> Row | None:
        if self._phase is _Phase.FRESH:
            await self._enter()
        rows = self._do(sql, params, None)
        return rows[0] if rows else None

    @override
    async def run(self, sql: str, /, **params: Param) -> int:
        if self._phase is _Phase.FRESH:
            await self._enter()
        _, before = self._database.changes()
        self._do(sql, params, writes=True)
        last, after = self._database.changes()
        return last if after != before else 0

    @override
    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Value]], /) -> None:
        if self._phase is _Phase.FRESH:
            await self._enter()
        for row in rows:
            self._do(sql, dict(row), writes=True)

    @override
    async def commit(self) -> Durable | None:
        phase, self._phase = self._phase, _Phase.OVER
        if phase is _Phase.FRESH:
            return None
        if phase is _Phase.OVER:
            raise TxOver
        try:
            if phase is _Phase.FAILED:
                raise TxFailed
            group = self._database.group
            return group.keep() if phase is _Phase.WRITING else group.seen()
        finally:
            self._leave()

    @override
    async def rollback(self) -> None:
        phase, self._phase = self._phase, _Phase.OVER
        if phase in {_Phase.FRESH, _Phase.OVER}:
            return
        try:
            if phase is _Phase.WRITING:
                self._database.group.undo()
        finally:
            self._leave()

    async def _enter(self) -> None:
        await self._database.group.turn.acquire()
        self._database.current = self
        self._phase = _Phase.READING

    def _leave(self) -> None:
        self._database.current = None
        self._database.group.leave()

    def _do(self, sql: str, params: dict[str, Param], writes: bool | None) -> list[Row]:
        """Run it, in a savepoint if it writes (None: find out)."""
        if self._phase is _Phase.FAILED:
            raise TxFailed
        if self._phase is _Phase.OVER:
            raise TxOver
        if names := spell_lists(sql).names:
            sql, params = _with_lists(sql, names, params)
        try:
            if self._phase is not _Phase.WRITING and (
                writes or not self._database.only_reads(sql, params)
            ):
                self._start_writing()
            return self._database.cursor.execute(sql, params).fetchall()
        except Exception as error:
            self._fail(error)
            raise

    def _start_writing(self) -> None:
        if not self._write:
            raise ReadOnly
        self._database.group.save()
        self._phase = _Phase.WRITING

    def _fail(self, error: Exception) -> None:
        """Undo at once: whoever comes next must not find a savepoint of ours."""
        phase, self._phase = self._phase, _Phase.FAILED
        self._database.group.check(error)
        if phase is _Phase.WRITING:
            self._database.group.undo()


def _with_lists(
    sql: str, names: tuple[str, ...], params: Mapping[str, Any]
) -> tuple[str, dict[str, Param]]:
    """A statement with lists as SQLite takes it, and its parameters."""
    ones = tuple(name for name in names if len(params[name]) == 1)
    spelled, params = spell_lists(sql, ones), dict(params)
    for name in ones:
        (params[name],) = params[name]
    for name in spelled.names:
        params[name] = msgspec.json.encode(params[name]).decode()
    return spelled.text, params


def _lock_file(path: Path) -> apsw.Connection:
    """Claim the file for this process until the connection is closed, or the process dies.

    The claim lies on an empty database beside it, not on the file itself, so that others may still
    read the file while we serve; SQLite's own locks work on every system it runs on.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = apsw.Connection(os.fspath(path.with_name(path.name + ".lock")))
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except apsw.BusyError as error:
        lock.close()
        raise DatabaseBusy(f"another process serves from {path}") from error
    return lock


def _connect(path: Path | None) -> apsw.Connection:
    """A connection with our settings; a new file is for its owner's eyes only: it holds keys."""
    if path is not None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = apsw.Connection(
        ":memory:" if path is None else os.fspath(path),
        statementcachesize=STATEMENT_CACHE_SIZE,
    )
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    # "x" is a column and never a string, as on PostgreSQL
    connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
    connection.config(apsw.SQLITE_DBCONFIG_DQS_DDL, 0)
    # A plan is made without a look at the values, and once: whatever meets a partial index with a
    # parameter (a join, an ORDER BY, an EXISTS) would be compiled anew each time it is run.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    for setting in SETTINGS:
        connection.execute(setting).fetchall()
    return connection
