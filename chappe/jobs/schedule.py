"""Asking for work: as a verb does it, in its own transaction."""

from chappe.db.database import Tx
from chappe.jobs import store
from chappe.jobs.kinds import Job, write_args
from chappe.updates.log import Journal


async def schedule(
    journal: Journal, what: Job, due_at: int, *, key: str | None = None, keep: bool = False
) -> None:
    """Have something done at a time (Unix seconds), once the journal's transaction is committed.

    `key`: another job of this kind and key is replaced by it; `keep`: that one stays instead. Take the
    boxes first: the row is locked until the commit.
    """
    await store.put(journal.tx, what.KIND, key, due_at, write_args(what), keep=keep)
    journal.due_at = due_at if journal.due_at is None else min(journal.due_at, due_at)


async def cancel(tx: Tx, kind: type[Job], key: str) -> bool:
    """Have it not done; False when it is done, or was never asked for."""
    return await store.cancel(tx, kind.KIND, key)
