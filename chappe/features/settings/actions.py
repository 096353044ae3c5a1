"""What becomes of the settings of an account."""

from chappe.features.settings import store
from chappe.features.settings.model import Name
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.updates.log import Journal


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """The settings of an account that is deleted are forgotten."""
    for name in Name:
        await store.delete(journal.tx, user.id, name)
