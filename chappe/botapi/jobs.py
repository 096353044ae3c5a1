"""Forgetting what no bot has asked for in time."""

from chappe.botapi.queue import store
from chappe.botapi.queue.model import KEPT_SECONDS
from chappe.jobs.kinds import Job, Work, job, runs

SWEEP_SECONDS = 600


@job("botapi.expire")
class Expire(Job, frozen=True):
    """Delete updates that are older than a day."""


@runs(Expire, every_seconds=SWEEP_SECONDS)
async def expire(work: Work, _what: Expire) -> None:
    """Delete them."""
    await store.expire(work.tx, int(work.now) - KEPT_SECONDS)
