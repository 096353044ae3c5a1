"""Pages of bots: saying something in the name of whoever has one open, and buttons for pages.

https://core.telegram.org/bots/webapps
"""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import TOO_OLD
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.keyboards import read_key
from chappe.botapi.methods.results import WRONG_RESULT, read_result
from chappe.botapi.shown.scene import Json
from chappe.botapi.shown.updates import inline_name
from chappe.tl import api

ANSWERED = {**WRONG_RESULT, "QUERY_ID_INVALID": TOO_OLD}


@bot_method("answerWebAppQuery", writes=True, words=ANSWERED)
async def answer_web_app_query(ask: Ask) -> Json:
    """Say something in the name of somebody who has a page of the bot open."""
    result = read_result(ask, ask.params["result"])
    request = api.messages.SendWebViewResultMessage(
        bot_query_id=ask.params["web_app_query_id"], result=result
    )
    sent = await ask.tell(request)
    assert sent.msg_id is not None, "what was said has a name"
    return {"inline_message_id": inline_name(sent.msg_id)}


@bot_method("savePreparedKeyboardButton", writes=True)
async def save_prepared_keyboard_button(ask: Ask) -> Json:
    """Keep a button that a page shows to somebody."""
    request = api.bots.RequestWebViewButton(
        user_id=input_user(ask, ask.params["user_id"]), button=read_key(ask.params["button"])
    )
    return {"id": (await ask.tell(request)).webapp_req_id}
