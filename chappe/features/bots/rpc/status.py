"""`help.*`: what a gateway tells of itself."""

from chappe.logs import log
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("help.setBotUpdatesStatus", who=Who.BOT, rows=False)
async def set_updates_status(call: Call, q: api.help.SetBotUpdatesStatus) -> bool:
    """Take notice of how many updates wait at a gateway that speaks for a bot; the administrator reads it.

    Wire:   https://core.telegram.org/method/help.setBotUpdatesStatus
    """
    if q.message:
        log.warning("a bot has trouble", bot=call.user_id, pending=q.pending_updates_count)
    return True
