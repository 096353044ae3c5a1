"""Who hears of changes to an account: its other sessions, and whoever has it in the address book.

Facts go into so many boxes at most; whoever knows an account otherwise sees it as it is with the next
message. Boxes come first and rows after them, so these are called before the change is written.
"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.users import relations
from chappe.features.users.facts import EmojiStatus, UserChanged, UserName, UserPhone
from chappe.features.users.sight import look
from chappe.features.users.view import read_value, render_usernames
from chappe.ids import BoxId, UserId
from chappe.tl import api
from chappe.updates.facts import Fact
from chappe.updates.log import Journal, Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

TOLD_MAX = 200
"""Address books whose owners are told: each is a statement in the call of the one who changed something."""
NewsFact = UserName | UserPhone | UserChanged | EmojiStatus


async def tell_of(journal: Journal, user_id: UserId, *facts: Fact) -> None:
    """Log what is new about an account for all who should hear of it."""
    for box in await boxes_told(journal.tx, user_id):
        await journal.append(box, *facts)


async def boxes_told(tx: Tx, user_id: UserId) -> list[BoxId]:
    """The boxes of those who hear what is new about an account, in ascending order: for whoever does more than
    that, and has to take all of its boxes first."""
    owners = await relations.find_owners(tx, user_id, TOLD_MAX)
    return [BoxId(each) for each in sorted({user_id, *owners})]


@renders(UserName)
async def render_names(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateUserName: the names by which the viewer knows the account."""
    ids = _ids(entries)
    sight = await look(tx, viewer.user_id, set(ids))
    shown: list[Updates] = []
    for each in ids:
        user = sight.users.get(each)
        if user is None:
            shown.append([])
            continue
        mine = sight.between.mine_of(each)
        named = mine if mine.contact and each != viewer.user_id else user
        update = api.UpdateUserName(
            user_id=each,
            first_name=named.first_name,
            last_name=named.last_name,
            usernames=render_usernames(user.usernames),
        )
        shown.append([update])
    return shown


@renders(UserPhone)
async def render_phones(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateUserPhone, for those who may see the number."""
    ids = _ids(entries)
    sight = await look(tx, viewer.user_id, set(ids))
    shown: list[Updates] = []
    for each in ids:
        user = sight.users.get(each)
        if user is None or user.phone is None or not sight.knows_phone(user):
            shown.append([])
        else:
            shown.append([api.UpdateUserPhone(user_id=each, phone=user.phone)])
    return shown


@renders(UserChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateUser: the user itself comes along with the update."""
    return [[api.UpdateUser(user_id=each)] for each in _ids(entries)]


@renders(EmojiStatus)
async def render_statuses(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateUserEmojiStatus."""
    ids = _ids(entries)
    sight = await look(tx, viewer.user_id, set(ids))
    shown: list[Updates] = []
    for each in ids:
        user = sight.users.get(each)
        status = None if user is None else read_value(user.emoji_status)
        update = api.UpdateUserEmojiStatus(
            user_id=each, emoji_status=status or api.EmojiStatusEmpty()
        )
        shown.append([update])
    return shown


def _ids(entries: Sequence[Logged]) -> list[UserId]:
    ids = []
    for entry in entries:
        assert isinstance(entry.fact, NewsFact)
        ids.append(entry.fact.user_id)
    return ids
