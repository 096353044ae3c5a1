"""Many transactions, one fsync.

With `synchronous=FULL` every COMMIT waits for the disk: milliseconds on a real one. So the
transactions of one turn of the event loop share a COMMIT. The first that writes opens the real
transaction (BEGIN IMMEDIATE); each is a SAVEPOINT in it, so that it can still be rolled back alone;
at the end of the turn everything is committed at once, and only then do the answers leave.
While the disk works the loop stands still, so under load the next turn finds more to share.

    BEGIN IMMEDIATE
      SAVEPOINT tx … RELEASE tx          call A
      SAVEPOINT tx … ROLLBACK TO tx      call B failed: silent
      SAVEPOINT tx … RELEASE tx          call C
    COMMIT                               A and C are durable, or neither

Savepoints are a stack, hence `turn`: one open transaction at a time, in order of arrival. A
transaction that reads while the batch is open sees rows that are not on the disk yet: its answer
waits for the same COMMIT.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import apsw
from typing_extensions import override

from chappe.db.database import CommitFailed, Durable

Action = Callable[[Exception | None], None]


class Batch(Durable):
    """What shares one COMMIT."""

    __slots__ = ("_actions", "_loop", "decided", "error", "size")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.size = 0
        self.decided = False
        self.error: Exception | None = None
        self._loop = loop
        self._actions: list[Action] = []

    @override
    async def wait(self) -> None:
        if not self.decided:
            waiter: asyncio.Future[None] = self._loop.create_future()
            self._actions.append(lambda _: None if waiter.done() else waiter.set_result(None))
            await waiter
        if self.error is not None:
            raise CommitFailed("the batch was rolled back") from self.error

    @override
    def when_done(self, action: Action) -> None:
        if self.decided:
            self._loop.call_soon(action, self.error)
        else:
            self._actions.append(action)

    def decide(self, error: Exception | None) -> None:
        """Tell everyone who waits, from the loop, so that no one's mistake reaches another."""
        self.decided, self.error = True, error
        actions, self._actions = self._actions, []
        for action in actions:
            self._loop.call_soon(action, error)


class GroupCommit:
    """The savepoints and the COMMIT of one connection.

    `size_max`: transactions after which it commits without waiting for the end of the turn.
    """

    def __init__(self, connection: apsw.Connection, size_max: int) -> None:
        self.turn = asyncio.Lock()
        self.commits = 0
        """COMMITs that reached the disk."""
        self._connection = connection
        self._run = connection.cursor().execute
        self._size_max = size_max
        self._loop = asyncio.get_running_loop()
        self._batch: Batch | None = None
        self._overdue = False

    def save(self) -> None:
        """Open a savepoint, and the batch if there is none. Only for the holder of the turn."""
        if self._batch is None:
            self._run("BEGIN IMMEDIATE")
            self._batch = Batch(self._loop)
        self._run("SAVEPOINT tx")

    def keep(self) -> Durable | None:
        """Keep what was done since `save`: it will be durable with its batch."""
        batch = self._batch
        assert batch is not None
        self._run("RELEASE tx")
        batch.size += 1
        if batch.size >= self._size_max:
            self.flush()
        elif batch.size == 1:
            self._loop.call_soon(self._end_of_turn)
        return None if batch.decided and batch.error is None else batch

    def undo(self) -> None:
        """Forget what was done since `save`; the rest of the batch stands."""
        batch = self._batch
        if batch is None:  # the engine has rolled everything back already, see `check`
            return
        if batch.size == 0:
            self._batch = None
            self._run("ROLLBACK")
        else:
            self._run("ROLLBACK TO tx")
            self._run("RELEASE tx")

    def check(self, error: Exception) -> None:
        """After a failed statement: a full disk and the like make SQLite roll back the whole batch."""
        batch = self._batch
        if batch is not None and not self._connection.in_transaction:
            self._batch = None
            batch.decide(error)

    def seen(self) -> Durable | None:
        """What someone who has only read must wait for before telling: rows not yet on the disk."""
        return self._batch

    def leave(self) -> None:
        """Hand the turn to the next one."""
        if self._overdue:
            self.flush()
        self.turn.release()

    def flush(self) -> None:
        """COMMIT, and tell everyone. No savepoint may be open."""
        batch, self._batch, self._overdue = self._batch, None, False
        if batch is None:
            return
        error: Exception | None = None
        try:
            self._run("COMMIT")
            self.commits += 1
        except apsw.Error as reason:
            error = reason
            self._abandon()
        batch.decide(error)

    def _abandon(self) -> None:
        """Roll everything back; where SQLite cannot even do that, it has done so by itself."""
        with suppress(apsw.Error):
            if self._connection.in_transaction:
                self._run("ROLLBACK")

    def _end_of_turn(self) -> None:
        if self.turn.locked():
            self._overdue = True  # whoever holds the turn commits on leaving
        else:
            self.flush()
