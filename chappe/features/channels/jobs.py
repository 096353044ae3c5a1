"""Work of channels that is due later."""

from chappe.features.channels import store
from chappe.features.channels.owning import succeed
from chappe.features.channels.succession import Succeed
from chappe.jobs.kinds import Work, runs
from chappe.updates.viewer import Viewer


@runs(Succeed)
async def give_on(work: Work, what: Succeed) -> None:
    """Give a channel to another, because its owner has not come back."""
    channel = (await store.find_many(work.tx, [what.channel_id])).get(what.channel_id)
    if channel is not None:
        viewer = Viewer(channel.creator_id, work.world.secret, work.now)
        await succeed(work.journal, viewer, channel, what.heir_id)
