"""Rating those whom an account has to do with."""

from collections.abc import Iterator, Sequence

from chappe.db.database import Tx
from chappe.features.messages.outgoing import Outgone, find_outgone
from chappe.features.toppeers import store
from chappe.features.toppeers.model import NO_PEER, Category, Rated, Use, rate
from chappe.features.users import store as users
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import Mark, User
from chappe.ids import BoxId, UserId, user_of, user_peer
from chappe.updates.log import Journal

MESSAGES_MAX = 2000
"""The last messages of an account that its ratings come from."""


async def read_ratings(tx: Tx, owner: UserId, now: float) -> dict[Category, list[Rated]]:
    """Whom an account has to do with, by category, the most used first."""
    sent = await find_outgone(tx, BoxId(owner), MESSAGES_MAX)
    ids = {user_id for each in sent for user_id in _users_of(each)} - {owner}
    known = await users.find_many(tx, ids) if ids else {}
    return rate(_uses(sent, owner, known), await store.find(tx, owner), now)


def _users_of(sent: Outgone) -> Iterator[UserId]:
    user_id = user_of(sent.peer)
    if user_id is not None:
        yield user_id
    if sent.via_bot is not None:
        yield sent.via_bot


def _uses(sent: Sequence[Outgone], owner: UserId, known: dict[UserId, User]) -> Iterator[Use]:
    for each in sent:
        user_id = user_of(each.peer)
        if each.via_bot in known:
            yield Use(Category.BOTS_INLINE, user_peer(each.via_bot), each.at)
        if user_id is None:
            yield Use(Category.GROUPS, each.peer, each.at)
            if each.forwarded:
                yield Use(Category.FORWARD_CHATS, each.peer, each.at)
            continue
        user = known.get(user_id)
        if user is None or user.deleted:
            continue
        bot = Mark.BOT in user.marks
        yield Use(Category.BOTS_PM if bot else Category.CORRESPONDENTS, each.peer, each.at)
        if each.forwarded:
            yield Use(Category.FORWARD_USERS, each.peer, each.at)


async def toggle(journal: Journal, user: User, *, enabled: bool) -> None:
    """Let an account be rated for, or not; what was before does not count then."""
    marks = user.marks & ~Mark.TOP_PEERS_OFF if enabled else user.marks | Mark.TOP_PEERS_OFF
    await users.set_value(journal.tx, user.id, "marks", int(marks))
    if not enabled:
        await store.put(journal.tx, user.id, Category.ALL, NO_PEER, journal.at)


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """What an account that is deleted has set back is forgotten."""
    await store.delete_all(journal.tx, user.id)
