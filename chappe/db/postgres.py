"""PostgreSQL, through asyncpg: a pool of connections, for any number of nodes.

A `Tx` that writes is a READ COMMITTED transaction: row locks order the writers, and nobody has to
try again. A `Tx` that reads is a REPEATABLE READ READ ONLY transaction, so that a box's pts and the
facts up to it are of one moment, as they are on SQLite; such a transaction cannot fail to serialise.
That costs a BEGIN and a COMMIT on the wire even for a single SELECT, but never for a call without
SQL. COMMIT returns when the rows are on the disk (`synchronous_commit`), so there is no `Durable`.
"""

import asyncio
import enum
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import asyncpg
from typing_extensions import override

from chappe.db.database import (
    CommitFailed,
    Database,
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
from chappe.db.sql import POSTGRES, number_parameters

CONNECTIONS_MAX = 20  # a node; the server's default is 100 for all of them
STATEMENT_CACHE_SIZE = 512
# A statement of ours takes milliseconds; a server that says nothing for that long is gone.
STATEMENT_SECONDS_MAX = 30
WATCH_SECONDS = 5
# For transactions still open when the house closes; then the server rolls them back.
CLOSE_SECONDS_MAX = 1
SETTINGS = {"application_name": "chappe", "synchronous_commit": "on", "jit": "off"}
TROUBLES = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
)  # a TimeoutError is an OSError
BEGIN = {
    True: "BEGIN ISOLATION LEVEL READ COMMITTED",
    False: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


class PostgresDatabase(Database):
    """The database that a `postgresql://` URL names."""

    dialect = POSTGRES

    def __init__(self, url: str, connections_max: int = CONNECTIONS_MAX) -> None:
        self._url = url
        self._connections_max = connections_max
        self._connections: Connections | None = None
        self._watch = Watch()

    @override
    async def open(self) -> None:
        self._watch.begin()
        try:
            pool = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=self._connections_max,
                reset=_as_it_is,
                statement_cache_size=STATEMENT_CACHE_SIZE,
                max_cached_statement_lifetime=0,
                server_settings=SETTINGS,
            )
        except TROUBLES as error:
            self._watch.end()
            reason = str(error) or type(error).__name__
            raise DatabaseUnreachable(f"PostgreSQL (--database): {reason}") from error
        self._connections = Connections(pool, self._connections_max)

    @override
    async def close(self) -> None:
        self._watch.end()
        connections, self._connections = self._connections, None
        if connections is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS_MAX):
                    await connections.close()

    @override
    async def begin(self, write: bool) -> Tx:
        assert self._connections is not None, "open the database first"
        return PostgresTx(self._connections, self._watch, write)


class Connections:
    """Those of the pool, kept at hand: the pool makes a task each time it takes one back."""

    def __init__(self, pool: asyncpg.Pool, size_max: int) -> None:
        self._pool = pool
        self._size_max = size_max
        self._room = asyncio.Semaphore(size_max)
        self._free: list[Any] = []

    @property
    def at_rest(self) -> bool:
        """Whether no transaction has one."""
        return bool(self.count - self._pool.get_idle_size() == len(self._free))

    @property
    def count(self) -> int:
        """How many are open."""
        return int(self._pool.get_size())

    async def take(self) -> Any:
        """One for a transaction; waits while all are in use."""
        await self._room.acquire()
        try:
            while self._free:
                connection = self._free.pop()
                if not connection.is_closed():
                    return connection
                await self._pool.release(connection)
            return await self._pool.acquire()
        except BaseException:
            self._room.release()
            raise

    def give_back(self, connection: Any) -> None:
        """It is as it came: we SET nothing, LISTEN to nothing, and end what we begin."""
        self._free.append(connection)
        self._room.release()

    async def drop(self, connection: Any) -> None:
        """It cannot be used any more."""
        try:
            connection.terminate()
            await self._pool.release(connection)
        finally:
            self._room.release()

    async def close(self) -> None:
        """Wait for those that are in use; cut them off when that is given up."""
        try:
            for _ in range(self._size_max):
                await self._room.acquire()
            for connection in self._free:
                await self._pool.release(connection)
            await self._pool.close()
        except BaseException:
            self._pool.terminate()
            raise


class Watch:
    """Cuts off statements that the server does not answer.

    One look at all of them every few seconds: a timer for each statement (asyncpg's `command_timeout`) is a
    tenth of what a message costs.
    """

    def __init__(self) -> None:
        self.asking: set[PostgresTx] = set()
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Look again and again, until the end."""
        self._timer = asyncio.get_running_loop().call_later(WATCH_SECONDS, self._look)

    def end(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        for tx in list(self.asking):
            tx.look(now)
        self.begin()


async def _as_it_is(_connection: Any) -> None:
    """A connection goes back as it came."""


class _Phase(enum.Enum):
    """How far a transaction has come."""

    FRESH = enum.auto()  # no statement yet: it holds nothing
    OPEN = enum.auto()
    FAILED = enum.auto()
    OVER = enum.auto()


class PostgresTx(Tx):
    """A connection of the pool, from the first statement on."""

    __slots__ = (
        "_connection",
        "_connections",
        "_number",
        "_phase",
        "_seen",
        "_watch",
        "_write",
    )

    def __init__(self, connections: Connections, watch: Watch, write: bool) -> None:
        self._connections = connections
        self._watch = watch
        self._number = 0  # of the statement that is asked
        self._seen: tuple[int, float] | None = None  # it, and when it was first seen
        self._write = write
        self._connection: Any = None
        self._phase = _Phase.FRESH

    @override
    async def rows(self, sql: str, /, **params: Param) -> list[Row]:
        return [tuple(record) for record in await self._do("fetch", sql, params)]

    @override
    async def row(self, sql: str, /, **params: Param) -> Row | None:
        record = await self._do("fetchrow", sql, params)
        return None if record is None else tuple(record)

    @override
    async def run(self, sql: str, /, **params: Param) -> int:
        return _rows_changed(await self._do("execute", sql, params))

    @override
    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Value]], /) -> None:
        if len(rows) == 1:
            await self._do("execute", sql, rows[0])
        elif rows:
            await self._do("executemany", sql, rows)

    @override
    async def commit(self) -> Durable | None:
        phase, self._phase = self._phase, _Phase.OVER
        if phase is _Phase.OVER:
            raise TxOver
        if phase is _Phase.FRESH:
            return None
        if phase is _Phase.FAILED:
            await self._undo()
            raise TxFailed
        try:
            await self._end("COMMIT")
        except TROUBLES as error:
            raise CommitFailed from error
        return None

    @override
    async def rollback(self) -> None:
        phase, self._phase = self._phase, _Phase.OVER
        if phase not in {_Phase.FRESH, _Phase.OVER}:
            await self._undo()

    async def _undo(self) -> None:
        """ROLLBACK; a server that cannot be reached any more has done it by itself."""
        with suppress(*TROUBLES):
            await self._end("ROLLBACK")

    async def _do(
        self, verb: str, sql: str, params: Mapping[str, Param] | Sequence[Mapping[str, Value]]
    ) -> Any:
        """Ask the connection, and remember a failure."""
        if self._phase is _Phase.FAILED:
            raise TxFailed
        if self._phase is _Phase.OVER:
            raise TxOver
        if self._phase is _Phase.FRESH:
            await self._enter()
        self._number += 1
        self._watch.asking.add(self)
        try:
            numbered = number_parameters(sql)
            if isinstance(params, Mapping):
                values = [params[name] for name in numbered.names]
                return await getattr(self._connection, verb)(numbered.text, *values)
            table = [[row[name] for name in numbered.names] for row in params]
            return await self._connection.executemany(numbered.text, table)
        except asyncpg.ReadOnlySQLTransactionError as error:
            self._phase = _Phase.FAILED
            raise ReadOnly from error
        except BaseException:
            self._phase = _Phase.FAILED
            raise
        finally:
            self._watch.asking.discard(self)

    def look(self, now: float) -> None:
        """Cut the connection off when the statement that it was asked has been seen too long ago."""
        if self._seen is None or self._seen[0] != self._number:
            self._seen = self._number, now
        elif now - self._seen[1] >= STATEMENT_SECONDS_MAX:
            self._connection.terminate()

    async def _enter(self) -> None:
        self._connection = await self._connections.take()
        self._phase = _Phase.OPEN
        self._watch.asking.add(self)
        try:
            await self._connection.execute(BEGIN[self._write])
        except BaseException:
            self._phase = _Phase.OVER
            await self._drop()
            raise
        finally:
            self._watch.asking.discard(self)

    async def _end(self, verb: str) -> None:
        """COMMIT or ROLLBACK; a connection that cannot even do that is thrown away."""
        self._number += 1
        self._watch.asking.add(self)
        try:
            await self._connection.execute(verb)
        except BaseException:
            await self._drop()
            raise
        finally:
            self._watch.asking.discard(self)
        self._connections.give_back(self._connection)

    async def _drop(self) -> None:
        await self._connections.drop(self._connection)


def _rows_changed(status: str) -> int:
    """The count in `INSERT 0 1`, `UPDATE 3`, `DELETE 2`; 0 for `CREATE TABLE`, `SELECT 5`."""
    verb, _, rest = status.partition(" ")
    if verb not in {"INSERT", "UPDATE", "DELETE", "MERGE"}:
        return 0
    return int(rest.rpartition(" ")[2])
