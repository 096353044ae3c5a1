"""The road to a checklist on a caller's behalf."""

from typing import TYPE_CHECKING

from chappe.features.messages.access import access_addressee, access_message
from chappe.features.messages.actions.edits import holders_with_followers
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.payload import read_value
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

if TYPE_CHECKING:
    from chappe.tl import api


async def take_checklist(
    call: Call, named: "api.TypeInputPeer", message_id: int
) -> "tuple[Message, api.MessageMediaToDo]":
    """A message with a checklist, whose boxes are taken, and the list as it is now that nobody else changes it. A
    forwarded one is only shown.

    Errors: PEER_ID_INVALID and others of access_addressee; MESSAGE_ID_INVALID (none, or no checklist)
    """
    peer = await access_addressee(call.tx, call.viewer, named)
    message = await access_message(call.tx, call.viewer, peer, message_id)
    checklist_in(message)
    holders = await holders_with_followers(call.tx, message)
    await call.journal.lock(each.box for each in holders)
    message = await access_message(call.tx, call.viewer, peer, message_id)
    return message, checklist_in(message)


def checklist_in(message: Message) -> "api.MessageMediaToDo":
    """The checklist that a message shows.

    Errors: MESSAGE_ID_INVALID
    """
    body = message.body
    if body.media_kind is not MediaKind.CHECKLIST or body.forward is not None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    media: api.MessageMediaToDo = read_value(body.media)
    return media


def check_open(call: Call, message: Message, *, others: bool) -> None:
    """Refuse those who have not made a list that is not open to `others`.

    Errors: MESSAGE_AUTHOR_REQUIRED (403)
    """
    if not others and not message.written_by(call.user_id):
        raise RpcError(403, "MESSAGE_AUTHOR_REQUIRED")
