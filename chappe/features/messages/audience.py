"""Whose boxes a message goes into: both sides of a private chat, every member of a basic group, or the one
box of a channel.

The rooms of groups come after this one and say here who is in them.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from typing import Literal

from chappe.db.database import Tx
from chappe.features.messages.model import Body, Outgoing
from chappe.ids import (
    BoxId,
    ChatId,
    PeerId,
    UserId,
    channel_of,
    chat_of,
    is_bot,
    user_of,
    user_peer,
)
from chappe.rpc.errors import RpcError

MembersOf = Callable[[Tx, ChatId], Awaitable[list[UserId]]]
_members_of: list[MembersOf] = []


def knows_members(finder: MembersOf) -> MembersOf:
    """The decorated function knows who is in a basic group."""
    if finder not in _members_of:
        _members_of.append(finder)
    return finder


Voice = Callable[[Tx, UserId, PeerId, Body], Awaitable[Body]]
_voices: list[Voice] = []


def voices(voice: Voice) -> Voice:
    """The decorated function refuses what may not be said in a group, and says as whom it is said there;
    it gives back as it is what is none of its business."""
    if voice not in _voices:
        _voices.append(voice)
    return voice


async def voiced(tx: Tx, author: UserId, peer: PeerId, body: Body) -> Body:
    """What somebody says, as it is said there. In private chats there is nothing to ask here.

    Errors: those of the rooms of groups (CHAT_WRITE_FORBIDDEN …); SEND_AS_PEER_INVALID (only in channels one
            speaks as somebody else)
    """
    if body.author_id is not None and channel_of(peer) is None:
        if body.from_id != user_peer(author):
            raise RpcError(400, "SEND_AS_PEER_INVALID")
        body = replace(body, author_id=None)
    if user_of(peer) is None:
        for voice in _voices:
            body = await voice(tx, author, peer, body)
    return body


Holds = Callable[[Tx, UserId, PeerId, Body, float], Awaitable[Body]]
_holders: list[Holds] = []


def holds(holder: Holds) -> Holds:
    """The decorated function refuses what somebody is banned from saying in a group at a time (Unix seconds),
    and leaves out a preview that it may not show."""
    if holder not in _holders:
        _holders.append(holder)
    return holder


async def held(tx: Tx, author: UserId, peer: PeerId, body: Body, now: float) -> Body:
    """What somebody says as far as it may, where it is not said anew (an edit).

    Errors: CHAT_WRITE_FORBIDDEN (403), CHAT_SEND_…_FORBIDDEN (403)
    """
    if user_of(peer) is None:
        for holder in _holders:
            body = await holder(tx, author, peer, body, now)
    return body


Protects = Callable[[Tx, PeerId], Awaitable[bool]]
_protectors: list[Protects] = []


def protects(protector: Protects) -> Protects:
    """The decorated function knows whether what is said in a group may not be said elsewhere."""
    if protector not in _protectors:
        _protectors.append(protector)
    return protector


async def is_protected(tx: Tx, peer: PeerId) -> bool:
    """Whether nothing that was said in a dialog may be said elsewhere."""
    if user_of(peer) is not None:
        return False
    return any([await protector(tx, peer) for protector in _protectors])


Deaf = Callable[
    [Tx, UserId, PeerId, Sequence[Outgoing], Collection[UserId]], Awaitable[set[UserId]]
]
_deaf: list[Deaf] = []


def knows_deaf(finder: Deaf) -> Deaf:
    """The decorated function knows which of the bots in a group do not hear what somebody says there."""
    if finder not in _deaf:
        _deaf.append(finder)
    return finder


async def boxes_hearing(
    tx: Tx, author: UserId, peer: PeerId, outgoing: Sequence[Outgoing]
) -> list[BoxId]:
    """Those of the boxes whose owners hear what is said: bots do not hear everything in groups."""
    boxes = await boxes_of(tx, author, peer)
    bots = {UserId(box) for box in boxes if is_bot(UserId(box))} - {author}
    if not bots or user_of(peer) is not None:
        return boxes
    deaf = {each for find in _deaf for each in await find(tx, author, peer, outgoing, bots)}
    return [box for box in boxes if UserId(box) not in deaf]


Right = Literal[
    "delete_messages",
    "edit_messages",
    "pin_messages",
    "change_info",
    "post_messages",
    "send_reactions",
]
Rules = Callable[[Tx, UserId, PeerId, Right, float], Awaitable[bool]]
_rules: list[Rules] = []


def knows_rulers(rules: Rules) -> Rules:
    """The decorated function knows who may do what in a group with what others have said; its last argument
    is the time (Unix seconds): bans end."""
    if rules not in _rules:
        _rules.append(rules)
    return rules


async def rules_over(tx: Tx, user_id: UserId, peer: PeerId, right: Right, now: float) -> bool:
    """Whether somebody may delete or pin what others have said, or change how it is kept; in a private chat
    both may."""
    if user_of(peer) is not None:
        return True
    return any([await rules(tx, user_id, peer, right, now) for rules in _rules])


async def is_inside(tx: Tx, user_id: UserId, peer: PeerId) -> bool:
    """Whether somebody is in a basic group still; of other peers nothing is asked here."""
    chat_id = chat_of(peer)
    if chat_id is None:
        return True
    return any([user_id in await find(tx, chat_id) for find in _members_of])


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
