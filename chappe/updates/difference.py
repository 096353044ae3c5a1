"""What somebody has missed: the log, read from a place in it.

Facts that count are found by pts. The others are found by date (the client's own, inclusive: a mark seen
twice does no harm, a missed one does), each only once, however often it happened: they are references
to a state. Both come in the order in which they happened.
"""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Row, Tx
from chappe.ids import BoxId, Pts
from chappe.updates.facts import read_fact
from chappe.updates.log import Logged, Moment

STATE = "SELECT id, pts, n, top_id, at FROM box WHERE id = :box"
PTS = "SELECT id, pts FROM box WHERE id IN :boxes[]"
GROWN = "SELECT id, pts FROM box WHERE id IN :boxes[] AND at >= :at AND n > 0"
PLACES = "SELECT id, n FROM box WHERE id IN :boxes[]"
COUNTED = """
SELECT box, n, pts, at, kind, args, origin FROM fact
WHERE box = :box AND pts_count > 0 AND pts > :pts ORDER BY pts LIMIT :limit
"""
UNCOUNTED = """
SELECT box, MAX(n), MAX(pts), MAX(at), kind, args, 0 FROM fact
WHERE box = :box AND pts_count = 0 AND at >= :at AND n <= :last
GROUP BY box, kind, args ORDER BY MAX(n) LIMIT :limit
"""
BETWEEN = """
SELECT box, n, pts, at, kind, args, origin FROM fact WHERE box = :box AND n > :after AND n <= :last
ORDER BY n LIMIT :limit
"""
SLACK_SECONDS = 5
"""A fact bears the time at which its call began, by the clock of its node; a client's date may be that of
another node, or of a call that was faster. What comes twice does no harm."""
FACTS_MAX = 2000
"""In one slice, of those that count, and of the others; clients ask for as many as 10 000, and take less."""
ALL = 1 << 40


@dataclass(frozen=True, slots=True)
class Missed:
    """Facts, and the state of one who knows them. `more`: there are further ones."""

    entries: list[Logged]
    pts: Pts
    at: int
    more: bool


async def read_state(tx: Tx, box: BoxId) -> Moment:
    """Where a box is.

    Raises: LookupError when there is none.
    """
    row = await tx.row(STATE, box=box)
    if row is None:
        raise LookupError(f"no box {box}")
    return Moment(*row)


async def read_places(tx: Tx, boxes: Collection[BoxId]) -> dict[BoxId, int]:
    """How many facts some boxes have by now."""
    return dict(await tx.rows(PLACES, boxes=list(boxes)))


async def read_pts(tx: Tx, boxes: Collection[BoxId]) -> dict[BoxId, int]:
    """The pts of some boxes."""
    return dict(await tx.rows(PTS, boxes=list(boxes)))


async def read_grown(tx: Tx, boxes: Collection[BoxId], at: int) -> dict[BoxId, int]:
    """Those of some boxes in which something happened at this date or later, with their pts."""
    return dict(await tx.rows(GROWN, boxes=list(boxes), at=at - SLACK_SECONDS))


async def read_missed(tx: Tx, state: Moment, pts: Pts, at: int, limit: int) -> Missed:
    """What happened in a box, which is at `state`, since a client that knows `pts` and the date `at`."""
    limit = max(1, min(limit, FACTS_MAX))
    counted = await tx.rows(COUNTED, box=state.box, pts=pts, limit=limit + 1)
    more = len(counted) > limit
    entries = [_logged(row) for row in counted[:limit]]
    last = entries[-1].n if more else state.n
    others, until = await _read_others(tx, state.box, at - SLACK_SECONDS, last)
    if until is not None:
        entries = [each for each in entries if each.at <= until]
        pts = entries[-1].pts if entries else pts
        entries = sorted([*entries, *others], key=lambda each: each.n)
        # What follows is younger than `until`: a second later is where it begins, after the slack.
        return Missed(entries, pts, until + SLACK_SECONDS + 1, more=True)
    entries = sorted([*entries, *others], key=lambda each: each.n)
    if more:
        return Missed(entries, entries[-1].pts, entries[-1].at, more=True)
    return Missed(entries, state.pts, state.at, more=False)


async def _read_others(
    tx: Tx, box: BoxId, at: int, last: int
) -> tuple[list[Logged], int | None]:
    """Facts that do not count, and the date as far as they go, when they are too many for a slice."""
    rows = await tx.rows(UNCOUNTED, box=box, at=at, last=last, limit=FACTS_MAX + 1)
    others = [_logged(row) for row in rows]
    if len(others) <= FACTS_MAX:
        return others, None
    until = others[-1].at - 1
    some = [each for each in others if each.at <= until]
    if some:
        return some, until
    # So many in one second cannot be told apart by their date.
    rows = await tx.rows(UNCOUNTED, box=box, at=at, last=last, limit=ALL)
    return [_logged(row) for row in rows], None


async def read_between(tx: Tx, box: BoxId, after: int, last: int) -> list[Logged]:
    """The facts of a box behind one place, up to another; FACTS_MAX of them at the most."""
    rows = await tx.rows(BETWEEN, box=box, after=after, last=last, limit=FACTS_MAX)
    return [_logged(row) for row in rows]


def _logged(row: Row) -> Logged:
    box, n, pts, at, kind, args, origin = row
    return Logged(box, n, pts, at, read_fact(kind, args), origin)
