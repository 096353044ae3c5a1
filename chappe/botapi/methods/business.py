"""Accounts that have connected the bot. https://core.telegram.org/bots/api#getbusinessconnection"""

from chappe.botapi.asking import Ask
from chappe.botapi.method import bot_method
from chappe.botapi.shown.business import show_connection
from chappe.botapi.shown.scene import Json, set_scene
from chappe.tl import api

NOT_FOUND = "business connection not found"


@bot_method("getBusinessConnection", words={"CONNECTION_ID_INVALID": NOT_FOUND})
async def get_connection(ask: Ask) -> Json:
    """A connection as it is now."""
    request = api.account.GetBotBusinessConnection(
        connection_id=ask.get("business_connection_id")
    )
    answer = await ask.tell(request)
    assert isinstance(answer, api.Updates)
    (update,) = answer.updates
    assert isinstance(update, api.UpdateBotBusinessConnect)
    scene = await set_scene(ask.tx, ask.viewer, [update])
    return show_connection(scene, update.connection)
