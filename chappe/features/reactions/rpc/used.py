"""`messages.*`: what an account reacts with."""

from chappe.features.reactions import store
from chappe.features.reactions.access import access_reaction
from chappe.features.reactions.model import EMOJIS
from chappe.features.reactions.view import render_some
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

LIST_MAX = 100


@method("messages.setDefaultReaction", who=Who.USER, writes=True)
async def set_default_reaction(call: Call, q: api.messages.SetDefaultReaction) -> bool:
    """Choose what a double tap means; `help.getConfig` tells it to all devices.

    Wire:   https://core.telegram.org/method/messages.setDefaultReaction
    Errors: REACTION_INVALID
    """
    if isinstance(q.reaction, api.ReactionEmpty):
        raise RpcError(400, "REACTION_INVALID")
    reaction = await access_reaction(call.tx, q.reaction)
    await store.set_default(call.tx, call.user_id, reaction)
    return True


@method("messages.getTopReactions", who=Who.USER)
async def get_top_reactions(
    call: Call, q: api.messages.GetTopReactions
) -> "api.messages.TypeReactions":
    """Return what the caller reacts with most, then the rest in the common order.

    Wire: https://core.telegram.org/method/messages.getTopReactions
    """
    limit = _limit(q.limit)
    used = await store.find_top(call.tx, call.user_id, limit)
    return render_some(list(dict.fromkeys([*used, *EMOJIS]))[:limit], q.hash)


@method("messages.getRecentReactions", who=Who.USER)
async def get_recent_reactions(
    call: Call, q: api.messages.GetRecentReactions
) -> "api.messages.TypeReactions":
    """Return what the caller has reacted with lately, the last first.

    Wire: https://core.telegram.org/method/messages.getRecentReactions
    """
    return render_some(await store.find_recent(call.tx, call.user_id, _limit(q.limit)), q.hash)


@method("messages.clearRecentReactions", who=Who.USER, writes=True)
async def clear_recent_reactions(call: Call, q: api.messages.ClearRecentReactions) -> bool:
    """Forget what the caller has reacted with lately.

    Wire: https://core.telegram.org/method/messages.clearRecentReactions
    """
    if await store.clear_recent(call.tx, call.user_id):
        call.journal.tell(api.UpdateRecentReactions(), [call.user_id])
    return True


def _limit(asked: int) -> int:
    return max(0, min(asked, LIST_MAX))
