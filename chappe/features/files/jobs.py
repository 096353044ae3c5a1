"""Clearing away, again and again, and what has destroyed itself."""

from chappe.features.files.actions import Forget, forget_fleeting
from chappe.features.files.collect import collect
from chappe.jobs.kinds import Job, Work, job, runs

PERIOD_SECONDS = 900


@job("files.collect")
class Collect(Job, frozen=True):
    """Parts and blobs that nobody needs."""


@runs(Collect, every_seconds=PERIOD_SECONDS)
async def collect_files(work: Work, _what: Collect) -> int | None:
    """Clear a batch away; the next one soon, when there may be more."""
    done = await collect(work.world.database, work.world.blobs, work.now)
    return int(work.now) + 1 if done.more else None


@runs(Forget)
async def forget_file(work: Work, what: Forget) -> None:
    """Delete it."""
    await forget_fleeting(work.tx, what.file_id)
