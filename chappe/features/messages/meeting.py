"""Who is met in a message: whoever has the message may name them by it.

https://core.telegram.org/api/min
"""

from chappe.db.database import Tx
from chappe.features.messages.access import find_seen
from chappe.features.messages.model import Body
from chappe.features.messages.payload import read_value, read_values
from chappe.features.users.access import witnesses
from chappe.ids import MessageId, PeerId, UserId, user_peer
from chappe.updates.peers import peers_in
from chappe.updates.viewer import Viewer


@witnesses
async def is_met(
    tx: Tx, viewer: Viewer, peer: PeerId, message_id: int, user_id: UserId
) -> bool:
    """Whether a message that the viewer has speaks of an account."""
    message = (await find_seen(tx, viewer, peer, [message_id])).get(MessageId(message_id))
    return message is not None and user_peer(user_id) in _people_of(message.body)


def _people_of(body: Body) -> set[PeerId]:
    values = [read_value(each) for each in (body.media, body.action, body.forward, body.reply)]
    values += read_values(body.entities) or []
    met = peers_in(value for value in values if value is not None)
    via = () if body.via_bot is None else (user_peer(UserId(body.via_bot)),)
    return {*met, *via, body.from_id}
