"""Where a forwarded message comes from. https://core.telegram.org/constructor/messageFwdHeader"""

from collections.abc import Awaitable, Callable, Collection, Sequence

from chappe.db.database import Tx
from chappe.features.messages.model import Message
from chappe.features.messages.payload import peer_on_wire, read_value
from chappe.ids import UserId, user_of
from chappe.tl import api
from chappe.updates.viewer import Viewer

HideNames = Callable[[Tx, Viewer, Collection[UserId]], Awaitable[dict[UserId, str]]]
"""Which of some authors do not want to be linked to when the viewer forwards them; only their names go
along."""
NAME_HIDERS: list[HideNames] = []


def hides_names(hide: HideNames) -> HideNames:
    """The decorated function knows authors who are not linked to."""
    NAME_HIDERS.append(hide)
    return hide


async def forward_headers(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list[api.MessageFwdHeader]:
    """The headers under which these messages go elsewhere: a message that was forwarded itself keeps its
    first author."""
    kept: list[api.MessageFwdHeader | None] = [
        read_value(each.body.forward) for each in messages
    ]
    authors = {user_of(each.body.from_id) for each in messages}
    hidden = await _hidden(tx, viewer, {each for each in authors if each is not None})
    return [
        _header(message, hidden) if first is None else _again(first)
        for message, first in zip(messages, kept, strict=True)
    ]


async def _hidden(tx: Tx, viewer: Viewer, authors: set[UserId]) -> dict[UserId, str]:
    names: dict[UserId, str] = {}
    for hide in NAME_HIDERS:
        names |= await hide(tx, viewer, authors - {viewer.user_id})
    return names


def _header(message: Message, hidden: dict[UserId, str]) -> api.MessageFwdHeader:
    author, at = user_of(message.body.from_id), message.body.at
    if author is not None and author in hidden:
        return api.MessageFwdHeader(from_name=hidden[author], date=at)
    return api.MessageFwdHeader(from_id=peer_on_wire(message.body.from_id), date=at)


def _again(first: api.MessageFwdHeader) -> api.MessageFwdHeader:
    """Without what only the last who saved it may know."""
    return api.MessageFwdHeader(
        imported=first.imported,
        from_id=first.from_id,
        from_name=first.from_name,
        date=first.date,
        channel_post=first.channel_post,
        post_author=first.post_author,
        psa_type=first.psa_type,
    )


def save(header: api.MessageFwdHeader, message: Message, hidden: str | None) -> None:
    """Note in a header where a message was that goes into Saved Messages. `hidden`: the name of one who
    does not want to be linked to, who had forwarded it there."""
    header.saved_from_peer = peer_on_wire(message.peer)
    header.saved_from_msg_id = message.id
    header.saved_out = message.out
    if message.body.forward is not None:
        header.saved_date = message.body.at
        if hidden is None:
            header.saved_from_id = peer_on_wire(message.body.from_id)
        else:
            header.saved_from_name = hidden
