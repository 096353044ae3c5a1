"""Whom some TL objects speak of, so that users and chats can be sent along with them.

Found by the schema, not by hand: a field of type `long` that is called `user_id` is a user in whatever
object it stands. Each class is looked at once.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from chappe.ids import (
    ChannelId,
    ChatId,
    PeerId,
    UserId,
    channel_of,
    channel_peer,
    chat_of,
    chat_peer,
    user_of,
    user_peer,
)
from chappe.tl import api
from chappe.tl.build import TLObject, field_name
from chappe.tl.parse import vector_item
from chappe.tl.source import PLAIN, REST

USERS = {
    *("user_id", "users", "via_bot_id", "via_business_bot_id", "inviter_id", "bot_id"),
    *("contact_id", "admin_id", "recent_requesters", "promoted_by", "kicked_by", "actor_id"),
}
CHATS = {"chat_id"}
CHANNELS = {"channel_id", "linked_chat_id"}
Found = set[PeerId]
Look = Callable[[Any, Found], None]


def peer_on_wire(peer: PeerId) -> "api.TypePeer":
    """A peer as TL."""
    user_id, chat_id = user_of(peer), chat_of(peer)
    if user_id is not None:
        return api.PeerUser(user_id=user_id)
    if chat_id is not None:
        return api.PeerChat(chat_id=chat_id)
    return api.PeerChannel(channel_id=channel_of(peer) or ChannelId(0))


def peers_in(objects: Iterable[TLObject]) -> Found:
    """Every peer that the objects name."""
    found: Found = set()
    for each in objects:
        _look_into(each, found)
    return found


def _look_into(obj: TLObject, found: Found) -> None:
    cls: Any = type(obj)
    for name, look in _looks(cls):
        value = getattr(obj, name)
        if value is not None:
            look(value, found)


@cache
def _looks(cls: Any) -> tuple[tuple[str, Look], ...]:
    looks = []
    for param in cls.SHAPE.fields:
        item = vector_item(param.type)
        mark = _mark(param.name) if (item or param.type) == "long" else None
        if mark is not None:
            looks.append((field_name(param), _all(mark) if item else _one(mark)))
        elif (item or param.type) not in PLAIN | REST:
            looks.append((field_name(param), _look_into_all if item else _look_into))
    return tuple(looks)


def _mark(name: str) -> Callable[[int], PeerId] | None:
    if name in USERS:
        return lambda number: user_peer(UserId(number))
    if name in CHATS:
        return lambda number: chat_peer(ChatId(number))
    if name in CHANNELS:
        return lambda number: channel_peer(ChannelId(number))
    return None


def _one(mark: Callable[[int], PeerId]) -> Look:
    return lambda value, found: found.add(mark(value))


def _all(mark: Callable[[int], PeerId]) -> Look:
    return lambda values, found: found.update(map(mark, values))


def _look_into_all(values: list[TLObject], found: Found) -> None:
    for each in values:
        _look_into(each, found)
