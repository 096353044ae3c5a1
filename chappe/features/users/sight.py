"""What one account may see of others: rows once for all of them, then answers without rows.

Two statements, however many accounts there are: the accounts (with their privacy rules) and what they and
the viewer hold of one another. Only where rules speak of the members of groups, their rooms are asked besides.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace

from chappe.db.database import Tx
from chappe.features.users import relations, store
from chappe.features.users.model import Mark, Relation, Tie, User
from chappe.features.users.relations import Between
from chappe.features.users.rules import (
    FOR_CONTACTS_AT_FIRST,
    Key,
    Onlooker,
    allows,
    chats_named,
    rules_of,
)
from chappe.ids import UserId

Inside = frozenset[tuple[int, UserId]]
"""Who is in which of the groups that rules speak of."""
FindInside = Callable[[Tx, Collection[int], Collection[UserId]], Awaitable[Inside]]
_members: list[FindInside] = []


def knows_members(find_inside: FindInside) -> FindInside:
    """The decorated function says which of some users are in which of some groups; it comes from a room
    after this one. A group is named by its bare number."""
    _members.append(find_inside)
    return find_inside


@dataclass(frozen=True, slots=True)
class Sight:
    """Accounts as `me` meets them. `users`: those asked for that exist, and `me`."""

    me: User
    users: dict[UserId, User]
    between: Between
    inside: Inside = frozenset()

    def allowed(self, user: User, key: Key) -> bool:
        """Whether `me` may see or do this of an account: as its owner says, and not when blocked."""
        if user.id == self.me.id:
            return True
        theirs = self.between.theirs_of(user.id)
        return not self.blocked_by(user) and self._let(user, key, self.me, theirs)

    def shows(self, user: User, key: Key) -> bool:
        """Whether the rules of an account let `me`, blocks aside."""
        return self._let(user, key, self.me, self.between.theirs_of(user.id))

    def allows(self, user: User, key: Key) -> bool:
        """Whether an account may see or do this of `me`."""
        mine = self.between.mine_of(user.id)
        return user.id == self.me.id or self._let(self.me, key, user, mine)

    def would_allow_contact(self, user: User, key: Key) -> bool:
        """Whether an account could see or do this of `me`, were it in the address book."""
        mine = self.between.mine_of(user.id)
        held = replace(mine, ties=mine.ties | Tie.CONTACT)
        return self._let(self.me, key, user, held)

    def blocked_by(self, user: User) -> bool:
        """Whether an account has blocked `me`."""
        return Tie.BLOCKED in self.between.theirs_of(user.id).ties

    def knows_phone(self, user: User) -> bool:
        """Whether `me` may see the number of an account: whoever has dialled it knows it already."""
        known = self.between.mine_of(user.id).phone
        return bool(known and known == user.phone) or self.allowed(user, Key.PHONE_NUMBER)

    def _let(self, owner: User, key: Key, by: User, held: Relation) -> bool:
        """Whether the owner of an account, who holds this of another, lets it."""
        if (
            owner.privacy is None
        ):  # most have said nothing: what is so at first is for contacts or for all
            return held.contact if key in FOR_CONTACTS_AT_FIRST else True
        chats = frozenset(chat for chat, user_id in self.inside if user_id == by.id)
        return allows(rules_of(owner.privacy, key), onlooker(by, held, chats))


def onlooker(user: User, held: Relation, chats: frozenset[int]) -> Onlooker:
    """Somebody, as the rules of one who holds this of them see it."""
    return Onlooker(
        id=user.id,
        contact=held.contact,
        close_friend=Tie.CLOSE_FRIEND in held.ties,
        premium=Mark.PREMIUM in user.marks,
        bot=Mark.BOT in user.marks,
        chats=chats,
    )


async def look(tx: Tx, me: UserId, ids: Collection[UserId]) -> Sight:
    """What there is to know about some accounts."""
    users = await store.find_many(tx, {*ids, me})
    others = {each for each in ids if each in users}
    between = (
        await relations.find_between(tx, me, others) if others else Between(mine={}, theirs={})
    )
    named: set[int] = set()
    for user in users.values():
        if user.privacy is not None:
            named |= chats_named(user.privacy)
    inside: Inside = frozenset()
    if named:
        for find_inside in _members:
            inside |= await find_inside(tx, named, users)
    return Sight(users.get(me) or User(id=me), users, between, inside)
