"""The SQL of `subscription`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.subscriptions.model import Subscription
from chappe.ids import PeerId, UserId

COLUMNS = "user_id, peer, id, hash, period, stars, until, canceled, missing"
PUT = f"""
INSERT INTO subscription ({COLUMNS})
VALUES (:user_id, :peer, :id, :hash, :period, :stars, :until, :canceled, :missing)
ON CONFLICT (user_id, peer) DO UPDATE SET id = excluded.id, hash = excluded.hash,
    period = excluded.period, stars = excluded.stars, until = excluded.until,
    canceled = excluded.canceled, missing = excluded.missing
"""
FIND = f"SELECT {COLUMNS} FROM subscription WHERE id = :id"
FIND_THERE = f"SELECT {COLUMNS} FROM subscription WHERE user_id = :user AND peer = :peer"
PAGE = f"""
SELECT {COLUMNS} FROM subscription WHERE user_id = :user AND (missing = 1 OR :missing = 0)
ORDER BY until DESC, peer LIMIT :limit OFFSET :skip
"""
UNTIL = "SELECT user_id, until FROM subscription WHERE peer = :peer AND user_id IN :users[]"
FORGET = "DELETE FROM subscription WHERE user_id = :user"


async def put(tx: Tx, kept: Subscription) -> None:
    """Keep a subscription in the place of what there was of this account and channel."""
    await tx.run(
        PUT,
        user_id=kept.user_id,
        peer=kept.peer,
        id=kept.id,
        hash=kept.hash,
        period=kept.period,
        stars=kept.stars,
        until=kept.until,
        canceled=int(kept.canceled),
        missing=int(kept.missing),
    )


async def find(tx: Tx, id_: str) -> Subscription | None:
    """A subscription."""
    return _subscription(await tx.row(FIND, id=id_))


async def find_there(tx: Tx, user: UserId, peer: PeerId) -> Subscription | None:
    """Somebody's subscription of a channel."""
    return _subscription(await tx.row(FIND_THERE, user=user, peer=peer))


async def find_page(
    tx: Tx, user: UserId, skip: int, limit: int, *, missing: bool
) -> list[Subscription]:
    """Somebody's subscriptions, the longest first; `missing`: those that ended for want of Stars."""
    rows = await tx.rows(PAGE, user=user, skip=skip, limit=limit, missing=int(missing))
    return [found for row in rows if (found := _subscription(row)) is not None]


async def find_until(tx: Tx, peer: PeerId, users: Collection[UserId]) -> dict[UserId, int]:
    """Until when some have paid, or had paid, for being in a channel."""
    return dict(await tx.rows(UNTIL, peer=peer, users=list(users)))


async def forget(tx: Tx, user: UserId) -> None:
    """An account is gone."""
    await tx.run(FORGET, user=user)


def _subscription(row: Row | None) -> Subscription | None:
    if row is None:
        return None
    user, peer, id_, hash_, period, stars, until, canceled, missing = row
    flags = bool(canceled), bool(missing)
    return Subscription(UserId(user), PeerId(peer), id_, hash_, period, stars, until, *flags)
