"""What the protocol core asks of the world: the driver (`gateway/connection.py`) carries it out."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chappe.mtproto.session import Session


class Call(NamedTuple):
    """A method call to be answered with `session.answer(msg_id, …)`; `body` is TL, unread."""

    session: "Session"
    msg_id: int
    body: bytes


class Unreadable(NamedTuple):
    """A call whose wrapping could not be undone; `too_long`: it unpacks to more than we take."""

    session: "Session"
    msg_id: int
    too_long: bool


class DestroyKey(NamedTuple):
    """The client gives up its auth key; answer with `on_keys.destroyed(session, msg_id, …)`."""

    session: "Session"
    msg_id: int


Event = Call | Unreadable | DestroyKey
