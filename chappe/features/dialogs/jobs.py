"""Forgetting what nobody has to know any more."""

from chappe.features.dialogs import marks
from chappe.jobs.kinds import Job, Work, job, runs

HOUR_SECONDS = 3600


@job("dialogs.forget-heard")
class ForgetHeard(Job, frozen=True):
    """Voice messages of channels that are old count as heard."""


@runs(ForgetHeard, every_seconds=HOUR_SECONDS)
async def forget_heard(work: Work, what: ForgetHeard) -> None:
    """Forget who has heard what is older than a week."""
    await marks.forget_heard(work.tx, int(work.now) - marks.HEARD_SECONDS)
