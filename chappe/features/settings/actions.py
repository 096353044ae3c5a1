"""Verbs for other rooms."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.settings import store
from chappe.features.settings.model import Name
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import UserId
from chappe.updates.log import Journal


async def who_hears_of_sign_ups(tx: Tx, owners: Collection[UserId]) -> set[UserId]:
    """Those of some accounts that want a message when a contact of theirs signs up."""
    return set(owners) - await store.find_owners_with(tx, owners, Name.SIGN_UP_SILENT)


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """The settings of an account that is deleted are forgotten."""
    for name in Name:
        await store.delete(journal.tx, user.id, name)
