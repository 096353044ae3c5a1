"""Where a forwarded message comes from. https://core.telegram.org/constructor/messageFwdHeader"""

from collections.abc import Sequence
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.messages.model import Message
from chappe.features.messages.payload import read_value
from chappe.features.privacy.access import standings
from chappe.ids import UserId, user_of
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Forwarding:
    """How a message goes elsewhere. `hidden_name`: of the one who said it in the chat where it was, when
    that one does not want to be linked to."""

    header: api.MessageFwdHeader
    hidden_name: str | None

    def saved(self, message: Message) -> api.MessageFwdHeader:
        """The header in Saved Messages, which also says where the message was."""
        header = self.header
        header.saved_from_peer = peer_on_wire(message.peer)
        header.saved_from_msg_id = message.id
        header.saved_out = message.out
        if message.body.forward is not None:
            header.saved_date = message.body.at
            header.saved_from_name = self.hidden_name
            if self.hidden_name is None:
                header.saved_from_id = peer_on_wire(message.body.from_id)
        return header


async def forwarding_of(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list[Forwarding]:
    """How these messages go elsewhere: one that was forwarded itself keeps its first author."""
    authors = {user_of(each.body.from_id) for each in messages if not each.is_post}
    hidden = await _hidden(tx, viewer, {each for each in authors if each is not None})
    found = []
    for message in messages:
        author = None if message.is_post else user_of(message.body.from_id)
        name = None if author is None else hidden.get(author)
        first: api.MessageFwdHeader | None = read_value(message.body.forward)
        header = _first(message, name) if first is None else _again(first)
        found.append(Forwarding(header, name))
    return found


async def _hidden(tx: Tx, viewer: Viewer, authors: set[UserId]) -> dict[UserId, str]:
    """The names of those authors who do not want to be linked to: only the name goes along."""
    others = authors - {viewer.user_id}
    if not others:
        return {}
    found = await standings(tx, viewer.user_id, others)
    return {
        each: f"{standing.user.first_name} {standing.user.last_name}".strip()
        for each, standing in found.items()
        if not standing.may_link_forwards
    }


def _first(message: Message, hidden_name: str | None) -> api.MessageFwdHeader:
    header = api.MessageFwdHeader(
        date=message.body.at, from_name=hidden_name, post_author=message.body.post_author
    )
    if message.is_post:
        header.from_id = peer_on_wire(message.peer)
        header.channel_post = message.id
    elif hidden_name is None:
        header.from_id = peer_on_wire(message.body.from_id)
    return header


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
