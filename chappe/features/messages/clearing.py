"""A part of a dialog goes out of its box: at once as far as one transaction takes it, the rest by jobs."""

from chappe.features.messages import leaving
from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.leaving import Span
from chappe.ids import BoxId, MessageId, PeerId
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.updates.log import Journal

PORTION = 1000
"""Messages that go in one transaction."""


@job("messages.clear")
class Clear(Job, frozen=True):
    """What a box has of a dialog goes, up to a message."""

    box: BoxId
    peer: PeerId
    max_id: MessageId


async def clear(journal: Journal, span: Span) -> None:
    """Delete a part of a dialog up to a message out of one box, which is taken; others keep their copies."""
    if await clear_some(journal, span):
        await clear_later(journal, span)


async def clear_later(journal: Journal, span: Span) -> None:
    """Have a part of a dialog deleted out of one box, up to a message (0: there is none)."""
    if not span.max_id:
        return
    what = Clear(span.box, span.peer, MessageId(span.max_id))
    await schedule(journal, what, journal.at)


async def clear_some(journal: Journal, span: Span) -> bool:
    """Delete the newest messages of a part of a dialog; whether some are left."""
    await journal.lock([span.box])
    found = await leaving.find_span(journal.tx, span, PORTION)
    if found:
        await delete(journal, found, revoke=False)
    return len(found) == PORTION
