"""What is done about payments from time to time."""

from chappe.features.payments import store
from chappe.jobs.kinds import Job, Work, job, runs

SWEEP_SECONDS = 3600
KEPT_SECONDS = 86_400


@job("payments.sweep")
class Sweep(Job, frozen=True):
    """Forget forms that nobody may hand in any more."""


@runs(Sweep, every_seconds=SWEEP_SECONDS)
async def sweep(work: Work, _what: Sweep) -> None:
    """They were of use for ten minutes."""
    await store.forget_forms(work.tx, int(work.now) - KEPT_SECONDS)
