"""Whom some TL objects speak of, so that users and chats can be sent along with them.

Found by the schema, not by hand: a field of type `long` that is called `user_id` is a user in whatever
object it stands. Each class is looked at once.
"""

from collections.abc import Callable, Iterable
from typing import Any

from chappe.ids import (
    ChannelId,
    PeerId,
    channel_of,
    channel_peer,
    chat_of,
    chat_peer,
)
from chappe.tl import api
from chappe.tl.build import TLObject, field_name
from chappe.tl.parse import vector_item
from chappe.tl.source import PLAIN, REST

USERS = {
    *("user_id", "users", "via_bot_id", "via_business_bot_id", "inviter_id", "bot_id"),
    *("contact_id", "admin_id", "recent_requesters", "promoted_by", "kicked_by", "actor_id"),
    "receiver_id",
}
CHATS = {"chat_id", "migrated_from_chat_id"}
CHANNELS = {"channel_id", "linked_chat_id", "personal_channel_id"}
Found = set[PeerId]
Look = Callable[[Any, Found], None]


def peer_on_wire(peer: PeerId) -> "api.TypePeer":
    """A peer as TL."""
    if peer > 0:
        return api.PeerUser(user_id=peer)
    chat_id = chat_of(peer)
    if chat_id is not None:
        return api.PeerChat(chat_id=chat_id)
    return api.PeerChannel(channel_id=channel_of(peer) or ChannelId(0))


def peers_in(objects: Iterable[TLObject]) -> Found:
    """Every peer that the objects name."""
    found: Found = set()
    _look_into_all(objects, found)
    return found


def _look_into_all(values: Iterable[TLObject], found: Found) -> None:
    looks = _looks
    for each in values:
        looks[type(each)](each, found)


class _Looks(dict[type[TLObject], Look]):
    """How to look into an object of each class; made when one is met first."""

    def __missing__(self, cls: type[TLObject]) -> Look:
        look = self[cls] = _look_of(cls)
        return look


_looks = _Looks()


def _look_of(cls: type[TLObject]) -> Look:
    """A function that was compiled for the class: a page has a hundred messages, each with a dozen
    fields that may name somebody, nearly all of them absent."""
    lines = []
    for param in cls.SHAPE.fields:
        item = vector_item(param.type)
        mark = _mark(param.name) if (item or param.type) == "long" else None
        if mark is not None:
            look = f"found.update(map({mark}, value))" if item else f"found.add({mark}(value))"
        elif (item or param.type) not in PLAIN | REST:
            look = "look_into_all(value, found)" if item else "looks[type(value)](value, found)"
        else:
            continue
        lines += [f"    value = obj.{field_name(param)}", f"    if value is not None: {look}"]
    source = "def look(obj, found):\n" + "\n".join(lines or ["    pass"])
    names: dict[str, Any] = {"looks": _looks, "look_into_all": _look_into_all, **MARKS}
    exec(source, names)  # noqa: S102 - made of names of the schema
    made: Look = names["look"]
    return made


MARKS = {"int": int, "chat_peer": chat_peer, "channel_peer": channel_peer}


def _mark(name: str) -> str | None:
    """The function that makes a peer of such a field's number."""
    if name in USERS:
        return "int"
    if name in CHATS:
        return "chat_peer"
    return "channel_peer" if name in CHANNELS else None
