"""What is done about bots from time to time."""

from chappe.features.bots import queries, starts
from chappe.features.bots.callbacks import KEPT_SECONDS
from chappe.features.bots.father.listening import Listen, listen
from chappe.features.bots.inline import answers
from chappe.jobs.kinds import Job, Work, job, runs

SWEEP_SECONDS = 3600
DAY_SECONDS = 86_400


@job("bots.sweep")
class Sweep(Job, frozen=True):
    """Forget what bots were asked long ago."""


@job("bots.forget_starts")
class ForgetStarts(Job, frozen=True):
    """Forget the parameters of links in messages that are gone."""


@runs(ForgetStarts, every_seconds=DAY_SECONDS)
async def forget_starts(work: Work, _what: ForgetStarts) -> None:
    """Nobody reads them any more."""
    await starts.forget_gone(work.tx)


@runs(Sweep, every_seconds=SWEEP_SECONDS)
async def sweep(work: Work, _what: Sweep) -> None:
    """Nobody waits for an answer any more."""
    before = int(work.now) - KEPT_SECONDS
    await answers.forget(work.tx, before)
    await queries.forget(work.tx, before)


runs(Listen)(listen)
