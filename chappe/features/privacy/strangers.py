"""What an account asks of strangers, and what it does not show to anybody."""

from chappe.db.database import Tx
from chappe.features.settings import store as settings
from chappe.features.settings.model import Name
from chappe.features.users import store as users
from chappe.features.users.model import Mark, User
from chappe.rpc.errors import RpcError
from chappe.tl import api


async def read_global(tx: Tx, user: User) -> api.GlobalPrivacySettings:
    """The settings of an account. Those that others meet stand in its marks."""
    kept = await settings.find(tx, user.id, Name.GLOBAL_PRIVACY)
    said: api.GlobalPrivacySettings = kept or api.GlobalPrivacySettings()
    said.hide_read_marks = Mark.HIDES_READ_MARKS in user.marks
    said.new_noncontact_peers_require_premium = Mark.WANTS_PREMIUM in user.marks
    return said


async def set_global(tx: Tx, user: User, said: api.GlobalPrivacySettings) -> None:
    """Keep the settings of an account.

    Errors: AUTOARCHIVE_NOT_AVAILABLE (chats with strangers are not put away here),
            PREMIUM_ACCOUNT_REQUIRED (only Premium may ask for Premium; nobody can ask for Stars)
    """
    if said.archive_and_mute_new_noncontact_peers:
        raise RpcError(400, "AUTOARCHIVE_NOT_AVAILABLE")
    premium = Mark.PREMIUM in user.marks
    if said.noncontact_peers_paid_stars or (
        said.new_noncontact_peers_require_premium and not premium
    ):
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    marks = user.marks & ~(Mark.HIDES_READ_MARKS | Mark.WANTS_PREMIUM)
    if said.hide_read_marks:
        marks |= Mark.HIDES_READ_MARKS
    if said.new_noncontact_peers_require_premium:
        marks |= Mark.WANTS_PREMIUM
    await users.set_value(tx, user.id, "marks", int(marks))
    await settings.put(tx, user.id, Name.GLOBAL_PRIVACY, said)
