"""What is done when a period ends."""

from chappe.features.help.files import deployment
from chappe.features.subscriptions.actions import Renew, renew
from chappe.jobs.kinds import Work, runs


@runs(Renew)
async def end_period(work: Work, what: Renew) -> int | None:
    """Let it be paid for again, or let the subscriber be out."""
    settings = work.world.settings
    prefix = deployment(settings.data).config.me_url_prefix
    return await renew(work.journal, what.id, prefix, settings.stars)
