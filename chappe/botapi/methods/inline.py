"""Inline mode: answering questions that are asked from any chat, and messages that are made ready for somebody.

https://core.telegram.org/bots/api#inline-mode
"""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.doing import query_number
from chappe.botapi.methods.keyboards import allowed_chats
from chappe.botapi.methods.results import WRONG_RESULT, is_gallery, read_result
from chappe.botapi.shown.scene import Json
from chappe.tl import api

CACHE_SECONDS = 300
"""For how long an answer stands of which the bot does not say it."""
ANSWERED = {
    **WRONG_RESULT,
    "START_PARAM_EMPTY": "can't use empty start_parameter",
    "START_PARAM_TOO_LONG": "too long start_parameter specified",
    "START_PARAM_INVALID": "unallowed characters in start_parameter are used",
}
ONE_WAY = "can't parse InlineQueryResultsButton: exactly one optional field is expected"


@bot_method("answerInlineQuery", writes=True, words=ANSWERED)
async def answer_inline_query(ask: Ask) -> bool:
    """Answer whoever asks from some chat."""
    said = ask.params["results"]
    there, page = _button(ask.get("button"))
    request = api.messages.SetInlineBotResults(
        gallery=is_gallery(said),
        private=ask.get("is_personal", False),
        query_id=query_number(ask.params["inline_query_id"]),
        results=[read_result(ask, each) for each in said],
        cache_time=ask.get("cache_time", CACHE_SECONDS),
        next_offset=ask.get("next_offset"),
        switch_pm=there,
        switch_webview=page,
    )
    return await ask.tell(request)


def _button(
    said: Json | None,
) -> "tuple[api.InlineBotSwitchPM | None, api.InlineBotWebView | None]":
    """What is offered above the results: a talk with the bot, or a page.

    Raises: BotError.
    """
    if said is None:
        return None, None
    param, page = said.get("start_parameter"), said.get("web_app")
    if page is not None and param is None:
        return None, api.InlineBotWebView(text=said["text"], url=page["url"])
    if param is not None and page is None:
        return api.InlineBotSwitchPM(text=said["text"], start_param=param), None
    raise bad(ONE_WAY)


@bot_method("savePreparedInlineMessage", writes=True, words=WRONG_RESULT)
async def save_prepared_inline_message(ask: Ask) -> Json:
    """Make a message ready that somebody may send from a page of the bot."""
    request = api.messages.SavePreparedInlineMessage(
        result=read_result(ask, ask.params["result"]),
        user_id=input_user(ask, ask.params["user_id"]),
        peer_types=allowed_chats(ask.params),
    )
    ready = await ask.tell(request)
    return {"id": ready.id, "expiration_date": ready.expire_date}
