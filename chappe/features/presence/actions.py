"""Coming and going."""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.activity import ONLINE_SECONDS, RENEWED_SECONDS, sees_activity
from chappe.features.users.model import Mark, Tie, User
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.features.users.status import exact_status
from chappe.ids import UserId, user_of
from chappe.tl import api
from chappe.updates.log import Journal

OWNERS_MAX = 300
DIALOGS_MAX = 100
"""Who is told: so many that have the account as a contact, so many it has talked with lately."""


Arrived = Callable[[Journal, UserId], Awaitable[None]]
"""What else happens when somebody comes, or stays for another while."""
_arrived: list[Arrived] = []


def on_arrival(then: Arrived) -> Arrived:
    """The decorated function has something to do when an account comes; it takes no boxes."""
    if then not in _arrived:
        _arrived.append(then)
    return then


async def come(journal: Journal, user: User) -> None:
    """An account says that it is there."""
    if user.online_until - journal.now <= RENEWED_SECONDS:
        await be_there(journal, user.id)


@sees_activity
async def be_there(journal: Journal, user_id: UserId) -> None:
    """An account is there from now on, for a while."""
    await _set(journal, user_id, journal.at + ONLINE_SECONDS)
    for then in _arrived:
        await then(journal, user_id)


async def go(journal: Journal, user: User) -> None:
    """An account is away; that it was has to be said once only."""
    if user.online_until > journal.now:
        await _set(journal, user.id, journal.at)


async def _set(journal: Journal, user_id: UserId, until: int) -> None:
    audience = await find_audience(journal.tx, user_id)
    await users.set_value(journal.tx, user_id, "online_until", until)
    if audience:
        status = exact_status(until, journal.now)
        journal.tell(api.UpdateUserStatus(user_id=user_id, status=status), audience)


async def find_audience(tx: Tx, user_id: UserId) -> list[UserId]:
    """Who knows an account and may know exactly when it is there."""
    owners = await relations.find_owners(tx, user_id, OWNERS_MAX)
    partners = await dialogs.find_recent_peers(tx, user_id, DIALOGS_MAX)
    known = {*owners, *(other for peer in partners if (other := user_of(peer)) is not None)}
    known -= {user_id}
    if not known:
        return []
    sight = await look(tx, user_id, known)
    return [each for each in sorted(known) if _may_know(sight, sight.users.get(each))]


def _may_know(sight: Sight, other: User | None) -> bool:
    """As `users/status.py` has it, seen from the other side."""
    if other is None or other.deleted or not sight.allows(other, Key.STATUS):
        return False
    if Tie.BLOCKED in sight.between.mine_of(other.id).ties:
        return False
    return Mark.PREMIUM in other.marks or sight.shows(other, Key.STATUS)
