"""Reactions that are still to be taken away."""

from chappe.features.reactions.withdrawing import Withdraw, withdraw_some
from chappe.jobs.kinds import Work, runs


@runs(Withdraw)
async def withdraw_rest(work: Work, what: Withdraw) -> int | None:
    """Take some away; the rest at once afterwards."""
    return int(work.now) if await withdraw_some(work.journal, what) else None
