"""What is done about pages from time to time."""

from chappe.features.webapps import store
from chappe.features.webapps.model import DAY_SECONDS, LIFE_SECONDS
from chappe.jobs.kinds import Job, Work, job, runs

SWEEP_SECONDS = 3600


@job("webapps.sweep")
class Sweep(Job, frozen=True):
    """Forget pages that are open no more, and buttons that nobody has pressed."""


@runs(Sweep, every_seconds=SWEEP_SECONDS)
async def sweep(work: Work, _what: Sweep) -> None:
    """Nobody asks for them any more."""
    now = int(work.now)
    await store.forget_old(work.tx, now - LIFE_SECONDS, now - DAY_SECONDS)
