"""Forgetting pages that had nothing to show, and those that never came."""

from chappe.features.webpages import store
from chappe.jobs.kinds import Job, Work, job, runs

PERIOD_SECONDS = 3600
KEPT_SECONDS = 24 * 3600


@job("webpages.sweep")
class Sweep(Job, frozen=True):
    """Rows of pages that nobody is shown."""


@runs(Sweep, every_seconds=PERIOD_SECONDS)
async def sweep(work: Work, _what: Sweep) -> None:
    """A message whose page is forgotten has no preview, as before."""
    await store.forget(work.tx, int(work.now) - KEPT_SECONDS)
