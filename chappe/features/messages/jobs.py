"""What is left to be deleted of a dialog."""

from chappe.features.messages.clearing import Clear, clear_some
from chappe.features.messages.leaving import Span
from chappe.jobs.kinds import Work, runs


@runs(Clear)
async def clear_rest(work: Work, what: Clear) -> int | None:
    """Delete a portion; the next one at once afterwards."""
    more = await clear_some(work.journal, Span(what.box, what.peer, what.max_id))
    return int(work.now) if more else None
