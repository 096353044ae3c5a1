"""`messages.*`: the reactions that clients offer."""

from chappe.features.reactions.art.gallery import open_gallery
from chappe.features.reactions.view import render_available
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

refuse(
    "messages.getAvailableEffects",
    400,
    "METHOD_INVALID",
    "An effect is an animated sticker of Telegram's own; there is none of them here to show.",
)


@method("messages.getAvailableReactions", who=Who.USER)
async def get_available_reactions(
    call: Call, q: api.messages.GetAvailableReactions
) -> "api.messages.TypeAvailableReactions":
    """Return the reactions that have a picture, with the documents that show them.

    Wire: https://core.telegram.org/method/messages.getAvailableReactions
    """
    gallery = await open_gallery(call)
    return await render_available(call.tx, call.viewer, gallery, q.hash)
