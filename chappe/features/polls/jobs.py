"""Closing what is open no longer."""

from chappe.features.polls.actions import ClosePoll, close
from chappe.jobs.kinds import Work, runs


@runs(ClosePoll)
async def close_poll(work: Work, what: ClosePoll) -> None:
    """Close a poll; one that was closed by hand, or is gone, is closed already."""
    await close(work.journal, what.poll_id)
