"""Small moves that many steps make: an object in an older shape, a peer as the id of a user.

Nothing is registered here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from chappe.tl import api, catalogue
from chappe.tl.build import TLObject
from chappe.tl.drift.frame import StepT, up
from chappe.tl.parse import Combinator
from chappe.tl.wire import UnknownConstructor


@cache
def shapes_of() -> Mapping[str, list[Combinator]]:
    """Return name → every shape that it ever had."""
    shapes: dict[str, list[Combinator]] = defaultdict(list)
    for shape in catalogue.everything().values():
        shapes[shape.name].append(shape)
    return shapes


def last_layer_without(name: str) -> int:
    """Return the last layer before a constructor or method first came."""
    return min(run[0] for shape in shapes_of()[name] for run in shape.runs) - 1


def up_from(name: str, field: str) -> Callable[[StepT], StepT]:
    """Register a step up from those old shapes of `name` that have `field`."""
    found = [s for s in shapes_of()[name] if any(p.name == field for p in s.params)]
    assert found, f"no shape of {name} has {field}"

    def register(function: StepT) -> StepT:
        for shape in found:
            up(shape.id)(function)
        return function

    return register


def recast(id_: int, o: TLObject, /, **changed: Any) -> TLObject:
    """Return an object of the old shape `id_`: the fields of `o` of like name, and `changed`."""
    cls = catalogue.class_for(catalogue.everything()[id_])
    known = {name: getattr(o, name) for name in cls.FIELDS if name in o.FIELDS}
    return cls(**{**known, **changed})


def user_of(peer: Any) -> int | None:
    """Return the id of the user that a `Peer` is; None if it is a chat, or nothing."""
    return peer.user_id if isinstance(peer, api.PeerUser) else None


def users_of(peers: Iterable[Any] | None) -> list[int] | None:
    """Return the ids of the users among peers; None for None."""
    if peers is None:
        return None
    return [peer.user_id for peer in peers if isinstance(peer, api.PeerUser)]


def user_as_peer(user: Any) -> Any:
    """Return an `InputUser` as the `InputPeer` that it is."""
    match user:
        case api.InputUser():
            return api.InputPeerUser(user_id=user.user_id, access_hash=user.access_hash)
        case api.InputUserFromMessage():
            return api.InputPeerUserFromMessage(
                peer=user.peer, msg_id=user.msg_id, user_id=user.user_id
            )
        case api.InputUserSelf():
            return api.InputPeerSelf()
    return api.InputPeerEmpty()


def channel_as_peer(channel: Any) -> Any:
    """Return an `InputChannel` as the `InputPeer` that it is."""
    match channel:
        case api.InputChannel():
            return api.InputPeerChannel(
                channel_id=channel.channel_id, access_hash=channel.access_hash
            )
        case api.InputChannelFromMessage():
            return api.InputPeerChannelFromMessage(
                peer=channel.peer, msg_id=channel.msg_id, channel_id=channel.channel_id
            )
    return api.InputPeerEmpty()


def renamed(before: Any, now: type[TLObject], /, **changed: Any) -> TLObject:
    """Return the request `now` with the fields of like name of an old one, and `changed`.

    A field that `now` requires must be in one of them.
    """
    known = {name: getattr(before, name) for name in now.FIELDS if name in before.FIELDS}
    return now(**{**known, **changed})


def refuse(before: TLObject) -> UnknownConstructor:
    """Return the error for an old shape that is known, but means nothing any more."""
    return UnknownConstructor(before.ID, is_method=before.SHAPE.is_method)
