"""What only an administrator says of an account: that it is verified, supports others, has Premium.

How it is found: by phone number, by @name, by its own number.
"""

from chappe.db.database import Tx
from chappe.features.users import store
from chappe.features.users.facts import UserChanged
from chappe.features.users.model import Mark, User
from chappe.features.users.news import tell_of
from chappe.ids import UserId, user_of
from chappe.updates.log import Journal

GRANTED = {"verified": Mark.VERIFIED, "premium": Mark.PREMIUM, "support": Mark.SUPPORT}
"""The marks that an administrator gives and takes, by name."""
LONGEST_ID = 12
"""Digits; a number of a phone may be as short, so it is looked for first."""


async def find_named(tx: Tx, said: str) -> User | None:
    """The account that an administrator names."""
    if said.startswith("@"):
        peer = await store.find_username(tx, said[1:])
        user_id = None if peer is None else user_of(peer)
        return None if user_id is None else await store.find(tx, user_id)
    digits = "".join(each for each in said if each.isascii() and each.isdigit())
    if not digits:
        return None
    user = await store.find_by_phone(tx, digits)
    if user is None and len(digits) <= LONGEST_ID:
        user = await store.find(tx, UserId(int(digits)))
    return user


async def grant(journal: Journal, user: User, mark: Mark, *, given: bool) -> bool:
    """Give a mark to an account, or take it; False when that was so already."""
    marks = user.marks | mark if given else user.marks & ~mark
    if marks == user.marks:
        return False
    await tell_of(journal, user.id, UserChanged(user.id))
    await store.set_value(journal.tx, user.id, "marks", int(marks))
    return True
