"""The SQL of `job`."""

from dataclasses import dataclass

from chappe.db.database import Tx

PUT = """
INSERT INTO job (kind, key, due_at, args, attempts, taken_by, taken_until)
VALUES (:kind, :key, :due_at, :args, 0, 0, 0)
"""
REPLACE = f"""{PUT}
ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, args = excluded.args,
    attempts = 0, taken_by = 0, taken_until = 0
"""
KEEP = f"{PUT} ON CONFLICT (kind, key) DO NOTHING"
CANCEL = "DELETE FROM job WHERE kind = :kind AND key = :key"
# One at a time, so that two nodes never hold one job each and want the other's. Where both have chosen
# the same one, the second finds it taken when the first has committed, and gets none.
CLAIM = """
UPDATE job SET taken_by = :node, taken_until = :until, attempts = attempts + 1
WHERE taken_until <= :now AND id = (
    SELECT id FROM job WHERE due_at <= :now AND taken_until <= :now ORDER BY due_at, id LIMIT 1
)
RETURNING id, kind, key, due_at, args, attempts
"""
MINE = "WHERE id = :id AND taken_by = :node AND attempts = :attempts"
DONE = f"DELETE FROM job {MINE}"
AGAIN = f"UPDATE job SET due_at = :due_at, attempts = 0, taken_by = 0, taken_until = 0 {MINE}"
PUT_OFF = f"UPDATE job SET due_at = :due_at, taken_by = 0, taken_until = 0 {MINE}"
NEXT = """
SELECT MIN(CASE WHEN taken_until > due_at THEN taken_until ELSE due_at END) FROM job
"""
RELEASE_ALL = "UPDATE job SET taken_by = 0, taken_until = 0 WHERE taken_by <> 0"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this node has for a while."""

    id: int
    kind: str
    key: str | None
    due_at: int
    args: bytes
    attempts: int
    node: int


async def put(
    tx: Tx, kind: str, key: str | None, due_at: int, args: bytes, *, keep: bool
) -> None:
    """Keep a job. One of the same key is replaced, even when it has begun; `keep`: it stays as it is."""
    await tx.run(KEEP if keep else REPLACE, kind=kind, key=key, due_at=due_at, args=args)


async def cancel(tx: Tx, kind: str, key: str) -> bool:
    """Forget a job; False when there is none (any more)."""
    return await tx.run(CANCEL, kind=kind, key=key) == 1


async def claim(tx: Tx, node: int, now: int, until: int) -> Claimed | None:
    """Take the job that has been due for longest; None when none is, or another node was quicker."""
    row = await tx.row(CLAIM, node=node, now=now, until=until)
    if row is None:
        return None
    id_, kind, key, due_at, args, attempts = row
    return Claimed(id_, kind, key, due_at, args, attempts, node)


async def end(tx: Tx, claimed: Claimed, again_at: int | None) -> bool:
    """A job is done; False when it was replaced, cancelled or taken by another meanwhile."""
    mine = {"id": claimed.id, "node": claimed.node, "attempts": claimed.attempts}
    if again_at is None:
        return await tx.run(DONE, **mine) == 1
    return await tx.run(AGAIN, **mine, due_at=again_at) == 1


async def put_off(tx: Tx, claimed: Claimed, due_at: int) -> None:
    """A job has failed and is tried again."""
    await tx.run(
        PUT_OFF, id=claimed.id, node=claimed.node, attempts=claimed.attempts, due_at=due_at
    )


async def next_due(tx: Tx) -> int | None:
    """When there is something to take: Unix seconds, perhaps in the past."""
    row = await tx.row(NEXT)
    assert row is not None
    return None if row[0] is None else int(row[0])


async def release_all(tx: Tx) -> None:
    """Nobody has begun anything: for a node that is alone, when it starts."""
    await tx.run(RELEASE_ALL)
