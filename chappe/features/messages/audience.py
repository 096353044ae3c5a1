"""Whose boxes a message goes into: both sides of a private chat, every member of a basic group, or the one
box of a channel.

The rooms of groups come after this one and say here who is in them.
"""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.features.messages.model import Body
from chappe.ids import BoxId, ChatId, PeerId, UserId, channel_of, chat_of, user_of, user_peer

MembersOf = Callable[[Tx, ChatId], Awaitable[list[UserId]]]
_members_of: list[MembersOf] = []


def knows_members(finder: MembersOf) -> MembersOf:
    """The decorated function knows who is in a basic group."""
    if finder not in _members_of:
        _members_of.append(finder)
    return finder


Check = Callable[[Tx, UserId, PeerId, Body], Awaitable[None]]
_checks: list[Check] = []


def checks_sending(check: Check) -> Check:
    """The decorated function refuses what may not be said in a group; it lets pass what is none of its."""
    if check not in _checks:
        _checks.append(check)
    return check


async def check_may_send(tx: Tx, author: UserId, peer: PeerId, body: Body) -> None:
    """Whether somebody may say this in a group; in private chats there is nothing to ask here.

    Errors: those of the rooms of groups (CHAT_WRITE_FORBIDDEN …)
    """
    if user_of(peer) is None:
        for check in _checks:
            await check(tx, author, peer, body)


async def boxes_of(tx: Tx, author: UserId, peer: PeerId) -> list[BoxId]:
    """The boxes, in ascending order."""
    user_id, chat_id = user_of(peer), chat_of(peer)
    if user_id is not None:
        return sorted({BoxId(author), BoxId(user_id)})
    if chat_id is not None:
        members = {each for find in _members_of for each in await find(tx, chat_id)}
        return sorted(BoxId(each) for each in members | {author})
    return [BoxId(peer)]


def own_box(author: UserId, peer: PeerId) -> BoxId:
    """The box in which the author finds a message."""
    return BoxId(author) if channel_of(peer) is None else BoxId(peer)


def dialog_in(box: BoxId, author: UserId, peer: PeerId) -> PeerId:
    """The dialog in which a box has a message that `author` sent to `peer`."""
    received = user_of(peer) is not None and BoxId(peer) == box and box != BoxId(author)
    return user_peer(author) if received else peer
