"""The SQL of `bot_queue` and `bot_update`."""

from collections.abc import Collection, Sequence

import msgspec

from chappe.botapi.queue.model import KEPT_SECONDS, Hook, NewUpdate, Queue, Waiting
from chappe.db.database import Row, Tx
from chappe.ids import UserId

COLUMNS = "bot_id, last_id, allowed, url, hook, failed_at, failed_why, out_until"
FIND = f"SELECT {COLUMNS} FROM bot_queue WHERE bot_id IN :bots[]"
HOOKED = f"SELECT {COLUMNS} FROM bot_queue WHERE url <> ''"
OPEN = """
INSERT INTO bot_queue (bot_id, last_id, allowed, url, hook, failed_at, failed_why, taken_by, taken_until,
    out_until)
VALUES (:bot, :start, '', '', NULL, 0, '', 0, 0, 0) ON CONFLICT (bot_id) DO NOTHING
"""
TAKE = """
UPDATE bot_queue SET last_id = last_id + :count WHERE bot_id = :bot RETURNING last_id
"""
PUT = """
INSERT INTO bot_update (bot_id, update_id, at, lane, body)
VALUES (:bot, :update_id, :at, :lane, :body)
"""
WAITING = """
SELECT update_id, lane, body FROM bot_update WHERE bot_id = :bot AND update_id > :after AND at >= :since
ORDER BY update_id LIMIT :limit
"""
NTH_LAST = """
SELECT update_id FROM bot_update WHERE bot_id = :bot ORDER BY update_id DESC LIMIT 1 OFFSET :skip
"""
CONFIRM = "DELETE FROM bot_update WHERE bot_id = :bot AND update_id < :before"
DONE = "DELETE FROM bot_update WHERE bot_id = :bot AND update_id = :update_id"
DROP = "DELETE FROM bot_update WHERE bot_id = :bot"
COUNT = "SELECT COUNT(*) FROM bot_update WHERE bot_id = :bot"
EXPIRE = "DELETE FROM bot_update WHERE at < :before"
SET_ALLOWED = "UPDATE bot_queue SET allowed = :allowed WHERE bot_id = :bot"
SET_HOOK = """
UPDATE bot_queue SET url = :url, hook = :hook, failed_at = 0, failed_why = '', gone_since = 0
WHERE bot_id = :bot
"""
FAILED = """
UPDATE bot_queue SET failed_at = :at, failed_why = :why, gone_since =
    CASE WHEN :gone = 0 THEN 0 WHEN gone_since = 0 THEN :at ELSE gone_since END
WHERE bot_id = :bot RETURNING gone_since
"""
THERE = "UPDATE bot_queue SET gone_since = 0 WHERE bot_id = :bot AND gone_since <> 0"
LEASE = """
UPDATE bot_queue SET taken_by = :node, taken_until = :until
WHERE bot_id = :bot AND url <> '' AND (taken_by = :node OR taken_until <= :now)
"""
RELEASE = """
UPDATE bot_queue SET taken_by = 0, taken_until = 0 WHERE bot_id = :bot AND taken_by = :node
"""
LOG_OUT = "UPDATE bot_queue SET out_until = :until, url = '' WHERE bot_id = :bot"
OUT = "SELECT bot_id, out_until FROM bot_queue WHERE out_until > :now"
RELEASE_ALL = "UPDATE bot_queue SET taken_by = 0, taken_until = 0 WHERE taken_by <> 0"


async def find(tx: Tx, bots: Collection[UserId]) -> dict[UserId, Queue]:
    """The queues of some bots; of a bot that has heard nothing and asked for nothing there is none."""
    return {each.bot_id: each for each in map(_queue, await tx.rows(FIND, bots=list(bots)))}


async def find_hooked(tx: Tx) -> list[Queue]:
    """The queues of all bots with a webhook."""
    return [_queue(row) for row in await tx.rows(HOOKED)]


async def open_queue(tx: Tx, bot: UserId, start: int) -> None:
    """Make the queue of a bot, if there is none. `start`: the number before that of its first update."""
    await tx.run(OPEN, bot=bot, start=start)


async def put(tx: Tx, bot: UserId, at: int, updates: Sequence[NewUpdate]) -> None:
    """Add updates to a bot's queue, which is there."""
    row = await tx.row(TAKE, bot=bot, count=len(updates))
    assert row is not None, "open the queue first"
    first = row[0] - len(updates) + 1
    await tx.run_many(
        PUT,
        [
            {
                "bot": bot,
                "update_id": first + place,
                "at": at
                - (KEPT_SECONDS - each.kept_seconds),  # gone when the others of then are
                "lane": each.lane,
                "body": each.body,
            }
            for place, each in enumerate(updates)
        ],
    )


async def find_waiting(
    tx: Tx, bot: UserId, limit: int, now: float, after: int = 0
) -> list[Waiting]:
    """The oldest updates of a bot behind a number that are of use still."""
    since = int(now) - KEPT_SECONDS
    rows = await tx.rows(WAITING, bot=bot, limit=limit, after=after, since=since)
    return [Waiting(*row) for row in rows]


async def nth_last(tx: Tx, bot: UserId, n: int) -> int | None:
    """The number of the n-th update from the end; None when there are fewer."""
    row = await tx.row(NTH_LAST, bot=bot, skip=n - 1)
    return None if row is None else int(row[0])


async def confirm(tx: Tx, bot: UserId, before: int) -> None:
    """Forget all updates before a number."""
    await tx.run(CONFIRM, bot=bot, before=before)


async def done(tx: Tx, bot: UserId, update_id: int) -> None:
    """Forget one update."""
    await tx.run(DONE, bot=bot, update_id=update_id)


async def drop(tx: Tx, bot: UserId) -> None:
    """Forget all that waits."""
    await tx.run(DROP, bot=bot)


async def count(tx: Tx, bot: UserId) -> int:
    """How many wait."""
    row = await tx.row(COUNT, bot=bot)
    assert row is not None
    return int(row[0])


async def expire(tx: Tx, before: int) -> None:
    """Forget what nobody has asked for in time."""
    await tx.run(EXPIRE, before=before)


async def set_allowed(tx: Tx, bot: UserId, kinds: Collection[str]) -> None:
    """Which kinds of updates a bot wants; none at all: as a new one has it."""
    await tx.run(SET_ALLOWED, bot=bot, allowed=" ".join(sorted(kinds)))


async def set_hook(tx: Tx, bot: UserId, url: str, hook: Hook) -> None:
    """Where a bot's updates shall go; an empty address: nowhere."""
    await tx.run(SET_HOOK, bot=bot, url=url, hook=msgspec.msgpack.encode(hook))


async def set_failed(tx: Tx, bot: UserId, at: int, why: str, *, gone: bool) -> int:
    """A delivery went wrong. `gone`: the server says that it is gone for good; since when it says so, 0: it
    does not."""
    row = await tx.row(FAILED, bot=bot, at=at, why=why, gone=int(gone))
    return 0 if row is None else int(row[0])


async def set_there(tx: Tx, bot: UserId) -> None:
    """The server is not gone."""
    await tx.run(THERE, bot=bot)


async def lease(tx: Tx, bot: UserId, node: int, now: int, until: int) -> bool:
    """Take the delivery for a node, or keep it; False when another has it, or there is no webhook."""
    return await tx.run(LEASE, bot=bot, node=node, now=now, until=until) == 1


async def log_out(tx: Tx, bot: UserId, until: int) -> None:
    """A bot leaves, and its webhook with it."""
    await tx.run(LOG_OUT, bot=bot, until=until)


async def find_out(tx: Tx, now: int) -> dict[UserId, int]:
    """The bots that have logged out and may not come back yet, and when they may."""
    return dict(await tx.rows(OUT, now=now))


async def release(tx: Tx, bot: UserId, node: int) -> None:
    """Leave the delivery to another node."""
    await tx.run(RELEASE, bot=bot, node=node)


async def release_all(tx: Tx) -> None:
    """Nobody delivers: for a node that is alone, when it starts."""
    await tx.run(RELEASE_ALL)


def _queue(row: Row) -> Queue:
    bot_id, last_id, allowed, url, hook, failed_at, failed_why, out_until = row
    return Queue(
        bot_id,
        last_id,
        frozenset(allowed.split()) if allowed else None,
        url,
        Hook() if hook is None else msgspec.msgpack.decode(hook, type=Hook),
        failed_at,
        failed_why,
        out_until,
    )
