"""What one account may see of others: rows once for all of them, then answers without rows.

Two statements, however many accounts there are: the accounts (with their privacy rules) and what they and
the viewer hold of one another.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from chappe.db.database import Tx
from chappe.features.users import relations, store
from chappe.features.users.model import Mark, Relation, Tie, User
from chappe.features.users.relations import Between
from chappe.features.users.rules import ALLOW_ALL, Key, Onlooker, allows, rules_of
from chappe.ids import UserId


@dataclass(frozen=True, slots=True)
class Sight:
    """Accounts as `me` meets them. `users`: those asked for that exist, and `me`."""

    me: User
    users: dict[UserId, User]
    between: Between

    def allowed(self, user: User, key: Key) -> bool:
        """Whether `me` may see or do this of an account: as its owner says, and not when blocked."""
        if user.id == self.me.id:
            return True
        theirs = self.between.theirs_of(user.id)
        return not self.blocked_by(user) and _let(user, key, self.me, theirs)

    def shows(self, user: User, key: Key) -> bool:
        """Whether the rules of an account let `me`, blocks aside."""
        return _let(user, key, self.me, self.between.theirs_of(user.id))

    def allows(self, user: User, key: Key) -> bool:
        """Whether an account may see or do this of `me`."""
        mine = self.between.mine_of(user.id)
        return user.id == self.me.id or _let(self.me, key, user, mine)

    def would_allow_contact(self, user: User, key: Key) -> bool:
        """Whether an account could see or do this of `me`, were it in the address book."""
        mine = self.between.mine_of(user.id)
        held = replace(mine, ties=mine.ties | Tie.CONTACT)
        return _let(self.me, key, user, held)

    def blocked_by(self, user: User) -> bool:
        """Whether an account has blocked `me`."""
        return Tie.BLOCKED in self.between.theirs_of(user.id).ties

    def knows_phone(self, user: User) -> bool:
        """Whether `me` may see the number of an account: whoever has dialled it knows it already."""
        known = self.between.mine_of(user.id).phone
        return bool(known and known == user.phone) or self.allowed(user, Key.PHONE_NUMBER)


def _let(owner: User, key: Key, by: User, held: Relation) -> bool:
    """Whether the owner of an account, who holds this of another, lets it."""
    if owner.privacy is None and key is Key.STATUS:  # what is asked most
        return True
    rules = rules_of(owner.privacy, key)
    return rules is ALLOW_ALL or allows(rules, onlooker(by, held))


def onlooker(user: User, held: Relation) -> Onlooker:
    """Somebody, as the rules of one who holds this of them see it."""
    return Onlooker(
        id=user.id,
        contact=held.contact,
        close_friend=Tie.CLOSE_FRIEND in held.ties,
        premium=Mark.PREMIUM in user.marks,
        bot=Mark.BOT in user.marks,
    )


async def look(tx: Tx, me: UserId, ids: Collection[UserId]) -> Sight:
    """What there is to know about some accounts."""
    users = await store.find_many(tx, {*ids, me})
    others = {each for each in ids if each in users}
    between = (
        await relations.find_between(tx, me, others) if others else Between(mine={}, theirs={})
    )
    return Sight(users.get(me) or User(id=me), users, between)
