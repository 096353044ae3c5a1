"""The only road to a bot on a caller's behalf."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.bots import store
from chappe.features.bots.model import Bot
from chappe.features.users.access import access_user
from chappe.features.users.model import User
from chappe.rpc.errors import RpcError
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl import api


async def access_bot(tx: Tx, viewer: Viewer, named: "api.TypeInputUser") -> User:
    """The bot that an InputUser names.

    Errors: BOT_INVALID (none, or a person), MSG_ID_INVALID
    """
    user = await access_user(tx, viewer, named, error="BOT_INVALID")
    if user.bot is None or user.deleted:
        raise RpcError(400, "BOT_INVALID")
    return user


async def access_own_bot(
    tx: Tx, viewer: Viewer, named: "api.TypeInputUser"
) -> tuple[User, Bot]:
    """A bot that the caller owns, which no other call changes meanwhile.

    Errors: BOT_INVALID, MSG_ID_INVALID
    """
    user = await access_bot(tx, viewer, named)
    bot = await store.hold(tx, user.id)
    if bot is None or bot.owner_id != viewer.user_id:
        raise RpcError(400, "BOT_INVALID")
    return user, bot
