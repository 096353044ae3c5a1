"""What is done about ephemeral messages from time to time."""

from chappe.features.ephemeral import store
from chappe.features.ephemeral.model import KEPT_SECONDS
from chappe.features.messages.actions.deletions import forget_bodies
from chappe.jobs.kinds import Job, Work, job, runs

SWEEP_SECONDS = 600
BATCH = 1000
"""At a time: the writer of SQLite must not be held for long."""


@job("ephemeral.sweep")
class Sweep(Job, frozen=True):
    """Forget messages whose time is over."""


@runs(Sweep, every_seconds=SWEEP_SECONDS)
async def sweep(work: Work, _what: Sweep) -> None:
    """Whoever has them keeps them; here they are gone."""
    old = await store.take_old(work.tx, int(work.now) - KEPT_SECONDS, BATCH)
    if old:
        await forget_bodies(work.tx, set(old))
