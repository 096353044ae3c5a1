"""`messages.*`: the attachment menu."""

from chappe.rpc.call import Call
from chappe.rpc.method import method, refuse
from chappe.tl import api

NO_ATTACHMENTS = (
    "no bot is in the attachment menu here: that is given to few, by the service itself"
)


@method("messages.getAttachMenuBots", rows=False)
async def get_attach_menu(call: Call, q: api.messages.GetAttachMenuBots) -> api.AttachMenuBots:
    """Return the bots that the caller has in the attachment menu: none can be put there (see the refusals).

    Wire: https://core.telegram.org/method/messages.getAttachMenuBots
    """
    return api.AttachMenuBots(hash=0, bots=[], users=[])


refuse("messages.getAttachMenuBot", 400, "BOT_INVALID", NO_ATTACHMENTS)
refuse("messages.toggleBotInAttachMenu", 400, "BOT_INVALID", NO_ATTACHMENTS)
