"""`messages.*`: messages that go by themselves."""

from chappe.features.messages.access import access_addressee
from chappe.features.messages.audience import rules_over
from chappe.features.vanish import store
from chappe.features.vanish.actions import set_period
from chappe.features.vanish.model import lawful_period
from chappe.features.vanish.view import render_period
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own

__all__ = ["render_period"]


@method("messages.setHistoryTTL", who=Who.USER, writes=True)
async def set_history_ttl(call: Call, q: api.messages.SetHistoryTTL) -> "api.TypeUpdates":
    """Let what is said in a dialog from now on go after a while, for all who are in it.

    Wire:   https://core.telegram.org/method/messages.setHistoryTTL
    Errors: PEER_ID_INVALID, USER_IS_BLOCKED … (access_addressee), TTL_PERIOD_INVALID, CHAT_ADMIN_REQUIRED,
            CHAT_NOT_MODIFIED
    """
    _check(call, q.period)
    peer = await access_addressee(call.tx, call.viewer, q.peer)
    if not await rules_over(call.tx, call.user_id, peer, "change_info", call.now):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    await set_period(call.journal, call.user_id, peer, q.period)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.setDefaultHistoryTTL", who=Who.USER, writes=True)
async def set_default_history_ttl(call: Call, q: api.messages.SetDefaultHistoryTTL) -> bool:
    """Choose the period that new private chats get.

    Wire:   https://core.telegram.org/method/messages.setDefaultHistoryTTL
    Errors: TTL_PERIOD_INVALID
    """
    _check(call, q.period)
    await store.set_default(call.tx, call.user_id, q.period)
    return True


@method("messages.getDefaultHistoryTTL", who=Who.USER)
async def get_default_history_ttl(
    call: Call, q: api.messages.GetDefaultHistoryTTL
) -> api.DefaultHistoryTTL:
    """Return the period that new private chats get, 0: none.

    Wire: https://core.telegram.org/method/messages.getDefaultHistoryTTL
    """
    return api.DefaultHistoryTTL(period=await store.find_default(call.tx, call.user_id))


def _check(call: Call, seconds: int) -> None:
    if not lawful_period(seconds, call.world.settings.profile):
        raise RpcError(400, "TTL_PERIOD_INVALID")
