"""What goes when its time is over."""

from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.store import find_holders
from chappe.features.vanish import store
from chappe.features.vanish.actions import Vanish
from chappe.features.vanish.media import Destroy, destroy, find, ttl_of
from chappe.features.vanish.model import BATCH
from chappe.jobs.kinds import Work, runs


@runs(Vanish)
async def delete_messages(work: Work, what: Vanish) -> int | None:
    """Delete some of what is due; the rest at once afterwards."""
    bodies = await store.find_due(work.tx, what.at, BATCH)
    if not bodies:
        return None
    await delete(work.journal, await find_holders(work.tx, bodies), revoke=True)
    await store.forget(work.tx, bodies)
    return int(work.now) if len(bodies) == BATCH else None


@runs(Destroy)
async def destroy_media(work: Work, what: Destroy) -> None:
    """Take the medium out, unless the message is gone or was changed."""
    message = await find(work.journal, what)
    if message is not None and ttl_of(message) is not None:
        await destroy(work.journal, message)
