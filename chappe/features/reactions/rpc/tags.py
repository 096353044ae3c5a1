"""`messages.*`: reactions as tags in Saved Messages."""

from chappe.features.reactions import store
from chappe.features.reactions.access import access_reaction, is_premium
from chappe.features.reactions.model import EMOJIS
from chappe.features.reactions.view import render_some, render_tags
from chappe.features.users.access import access_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

TITLE_LENGTH_MAX = 12


@method("messages.getSavedReactionTags", who=Who.USER)
async def get_saved_reaction_tags(
    call: Call, q: api.messages.GetSavedReactionTags
) -> "api.messages.TypeSavedReactionTags":
    """Return the tags that the caller uses in Saved Messages, or in one of its dialogs.

    Wire:   https://core.telegram.org/method/messages.getSavedReactionTags
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = None if q.peer is None else await access_peer(call.tx, call.viewer, q.peer)
    return render_tags(await store.find_tags(call.tx, call.user_id, peer), q.hash)


@method("messages.updateSavedReactionTag", who=Who.USER, writes=True)
async def update_saved_reaction_tag(call: Call, q: api.messages.UpdateSavedReactionTag) -> bool:
    """Give a tag a name, or take it away.

    Wire:   https://core.telegram.org/method/messages.updateSavedReactionTag
    Errors: REACTION_EMPTY, REACTION_INVALID, DOCUMENT_INVALID (access_reaction);
            PREMIUM_ACCOUNT_REQUIRED
    """
    reaction = await access_reaction(call.tx, q.reaction)
    if not await is_premium(call.tx, call.user_id):
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    title = (q.title or "").replace("\0", "").strip()[:TITLE_LENGTH_MAX]
    await store.name_tag(call.tx, call.user_id, reaction, title)
    call.journal.tell(api.UpdateSavedReactionTags(), [call.user_id])
    return True


@method("messages.getDefaultTagReactions", who=Who.USER)
async def get_default_tag_reactions(
    call: Call, q: api.messages.GetDefaultTagReactions
) -> "api.messages.TypeReactions":
    """Return what is offered as a tag.

    Wire: https://core.telegram.org/method/messages.getDefaultTagReactions
    """
    return render_some(EMOJIS, q.hash)
