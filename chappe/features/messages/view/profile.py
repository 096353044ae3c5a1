"""What messages have to say about a user."""

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.ids import BoxId
from chappe.tl import api
from chappe.updates.viewer import Viewer


@completes
async def complete_pinned(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """The message that is pinned in the dialog with the user."""
    full.pinned_msg_id = await store.newest_pinned(tx, BoxId(viewer.user_id), user.peer)
