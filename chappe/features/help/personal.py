"""What the config says to one account only: the rooms that know it come later in the row."""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.tl import api

Personal = Callable[[Tx, UserId, api.Config], Awaitable[None]]
_personal: list[Personal] = []


def personalises(change: Personal) -> Personal:
    """The decorated function changes the config for an account, in place."""
    if change not in _personal:
        _personal.append(change)
    return change


async def personalise(call: Call, config: api.Config) -> None:
    """Change the config for the caller, when somebody has signed in."""
    user_id = call.caller.user_id
    if user_id is None or not _personal:
        return
    async with call.world.database.transaction(write=False) as tx:
        for change in _personal:
            await change(tx, user_id, config)
