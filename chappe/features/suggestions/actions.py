"""Suggesting something."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.messages.actions import deliver
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.features.privacy.access import access_writing
from chappe.features.users.model import User
from chappe.ids import UserId, user_peer
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.tl import api


async def access_suggesting(tx: Tx, me: UserId, user: User) -> None:
    """Let somebody suggest something to another person.

    Errors: USER_ID_INVALID (oneself), those of access_writing
    """
    if user.id == me:
        raise RpcError(400, "USER_ID_INVALID")
    await access_writing(tx, me, user.id)


async def suggest(
    journal: Journal, author: UserId, user: User, action: "api.TypeMessageAction"
) -> None:
    """Say in a chat what is suggested."""
    body = Body(from_id=user_peer(author), at=journal.at, text="", action=write_value(action))
    await deliver(journal, author, user.peer, body)
