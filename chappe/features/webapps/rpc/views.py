"""`messages.*`: opening pages by buttons."""

from chappe.features.bots import said
from chappe.features.bots import store as bots
from chappe.features.messages.payload import write_value
from chappe.features.messages.replies import access_answered
from chappe.features.users.access import access_peer
from chappe.features.users.model import User
from chappe.features.webapps import storage, store
from chappe.features.webapps.model import LIFE_SECONDS, OpenView
from chappe.features.webapps.opening import Wish, access_web_bot, keep_open, open_page
from chappe.ids import PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api


@method("messages.requestWebView", writes=True)
async def request_web_view(call: Call, q: api.messages.RequestWebView) -> api.WebViewResultUrl:
    """Open a page by a button under a message of a bot, or by its menu button. In the chat with the bot: elsewhere
    only the attachment menu opens pages, and no bot is in that here.

    Wire:   https://core.telegram.org/method/messages.requestWebView
    Errors: BOT_INVALID (none; or neither an address nor the menu is named), PEER_ID_INVALID (not the chat with the
            bot), BOT_WEBVIEW_DISABLED (its menu button opens no page), URL_INVALID, THEME_PARAMS_INVALID, those of
            access_answered
    """
    bot, peer = await _chat_with(call, q.bot, q.peer)
    url = q.url if q.url is not None else await _menu_url(call, bot, menu=q.from_bot_menu)
    await access_answered(call.tx, call.viewer, peer, q.reply_to)
    number = await keep_open(call, bot.id, peer, silent=q.silent, reply=q.reply_to)
    wish = Wish(q.platform, q.theme_params, q.start_param)
    shown = await open_page(call, bot, url, wish, {"query_id": query_name(number)})
    return api.WebViewResultUrl(
        fullsize=not q.compact, fullscreen=q.fullscreen, query_id=number, url=shown
    )


def query_name(number: int) -> str:
    """The number of an open page as its bot is told of it."""
    return str(number)


async def _chat_with(
    call: Call, named: "api.TypeInputUser", peer: "api.TypeInputPeer"
) -> tuple[User, PeerId]:
    bot = await access_web_bot(call, named)
    if await access_peer(call.tx, call.viewer, peer) != bot.peer:
        raise RpcError(400, "PEER_ID_INVALID")
    return bot, bot.peer


async def _menu_url(call: Call, bot: User, *, menu: bool) -> str:
    if not menu:
        raise RpcError(400, "BOT_INVALID")
    kept = await bots.find(call.tx, bot.id)
    assert kept is not None, "see access_web_bot"
    button = await said.find_menu(call.tx, kept, call.user_id)
    if not isinstance(button, api.BotMenuButton):
        raise RpcError(400, "BOT_WEBVIEW_DISABLED")
    return button.url


@method("messages.requestSimpleWebView")
async def request_simple(
    call: Call, q: api.messages.RequestSimpleWebView
) -> api.WebViewResultUrl:
    """Open a page by a key of a keyboard, or by a button above inline results. Only a key's page sends data back
    (messages.sendWebViewData).

    Wire:   https://core.telegram.org/method/messages.requestSimpleWebView
    Errors: BOT_INVALID (none; or no address is named: the side menu is for bots that are in the attachment menu),
            URL_INVALID, THEME_PARAMS_INVALID
    """
    bot = await access_web_bot(call, q.bot)
    if q.url is None or q.from_side_menu:
        raise RpcError(400, "BOT_INVALID")
    more = {"tgWebAppBotInline": "1"} if q.from_switch_webview else {}
    wish = Wish(q.platform, q.theme_params, q.start_param, more)
    url = await open_page(call, bot, q.url, wish, {})
    return api.WebViewResultUrl(fullsize=not q.compact, fullscreen=q.fullscreen, url=url)


@method("messages.prolongWebView", writes=True)
async def prolong_web_view(call: Call, q: api.messages.ProlongWebView) -> bool:
    """Say that a page is open still.

    Wire:   https://core.telegram.org/method/messages.prolongWebView
    Errors: BOT_INVALID, PEER_ID_INVALID, QUERY_ID_INVALID (no such page is open), those of access_answered
    """
    bot, peer = await _chat_with(call, q.bot, q.peer)
    await access_answered(call.tx, call.viewer, peer, q.reply_to)
    now = int(call.now)
    reply = write_value(q.reply_to)
    view = OpenView(q.query_id, bot.id, call.user_id, peer, q.silent, reply, now)
    if not await store.prolong(call.tx, view, now - LIFE_SECONDS):
        raise RpcError(400, "QUERY_ID_INVALID")
    return True


@method("bots.invokeWebViewCustomMethod", writes=True)
async def invoke_custom(call: Call, q: api.bots.InvokeWebViewCustomMethod) -> api.DataJSON:
    """Answer what a page asks: what it has stored in the cloud for the caller.

    Wire:   https://core.telegram.org/method/bots.invokeWebViewCustomMethod
    Errors: BOT_INVALID; METHOD_INVALID, DATA_JSON_INVALID, DATA_INVALID, DATA_TOO_LONG (storage.answer)
    """
    bot = await access_web_bot(call, q.bot)
    found = await storage.answer(call.tx, bot.id, call.user_id, q.custom_method, q.params.data)
    return api.DataJSON(data=found)
