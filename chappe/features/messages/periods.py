"""How long messages last: the room that ends them registers itself here."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.db.database import Tx
from chappe.features.messages.model import Body
from chappe.ids import PeerId, UserId
from chappe.updates.log import Journal

FirstPeriod = Callable[[Tx, UserId, PeerId], Awaitable[int]]
Begin = Callable[[Journal, UserId, PeerId, int], Awaitable[None]]
Counts = Callable[[Journal, Sequence[tuple[int, Body]]], Awaitable[None]]
_first_periods: list[tuple[FirstPeriod, Begin]] = []
_counts: list[Counts] = []


def gives_first_period(find: FirstPeriod, begin: Begin) -> None:
    """`find` says how long messages last (seconds, 0: for ever) in a dialog that begins with one of an
    author, when it is one that begins; then, after that message, `begin` gives the dialog that period."""
    _first_periods.append((find, begin))


async def first_period(tx: Tx, author: UserId, peer: PeerId) -> int:
    """The period of a dialog in which nothing seems to have been said."""
    for find, _ in _first_periods:
        if seconds := await find(tx, author, peer):
            return seconds
    return 0


async def begin_period(journal: Journal, author: UserId, peer: PeerId, seconds: int) -> None:
    """Give the dialog its first period. The author's session did not ask for that: it is told as all are."""
    origin, journal.origin = journal.origin, None
    for _, begin in _first_periods:
        await begin(journal, author, peer, seconds)
    journal.origin = origin


def counts_down(count: Counts) -> Counts:
    """The decorated function sees that messages with a period (number of the body, body) go."""
    if count not in _counts:
        _counts.append(count)
    return count


async def count_down(journal: Journal, bodies: Sequence[tuple[int, Body]]) -> None:
    """Messages have come; those with a period will go."""
    lasting = [(body_id, body) for body_id, body in bodies if body.ttl_period]
    if lasting:
        for count in _counts:
            await count(journal, lasting)
