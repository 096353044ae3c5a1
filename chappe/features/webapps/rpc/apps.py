"""`messages.*`: pages that have links of their own, and the main one of a bot."""

from chappe.features.users.access import access_peer, access_user
from chappe.features.webapps import store
from chappe.features.webapps.actions import MAIN, access_app, access_hash, allow_writing
from chappe.features.webapps.opening import (
    Wish,
    access_web_bot,
    may_write,
    open_page,
    where_from,
)
from chappe.features.webapps.view import render_app
from chappe.ids import user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api


@method("messages.getBotApp")
async def get_bot_app(call: Call, q: api.messages.GetBotApp) -> api.messages.BotApp:
    """Return the page behind a link.

    Wire:   https://core.telegram.org/method/messages.getBotApp
    Errors: BOT_APP_INVALID, BOT_APP_SHORTNAME_INVALID, BOT_APP_BOT_INVALID (access_app)
    """
    app = await access_app(call.tx, call.viewer, q.app)
    known = await may_write(call, app.bot_id)
    shown: api.TypeBotApp = api.BotAppNotModified()
    if q.hash != app.id:
        hash_ = access_hash(call.world.secret, app.id)
        shown = await render_app(call.tx, call.viewer, app, hash_)
    return api.messages.BotApp(inactive=not known, request_write_access=not known, app=shown)


@method("messages.requestAppWebView", writes=True)
async def request_app(call: Call, q: api.messages.RequestAppWebView) -> api.WebViewResultUrl:
    """Open the page behind a link; the bot may write to the caller from then on, when that one says so.

    Wire:   https://core.telegram.org/method/messages.requestAppWebView
    Errors: BOT_APP_INVALID, BOT_APP_SHORTNAME_INVALID, BOT_APP_BOT_INVALID (access_app), PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer),
            THEME_PARAMS_INVALID
    """
    app = await access_app(call.tx, call.viewer, q.app)
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    hash_ = call.viewer.access_hash(user_peer(app.bot_id))
    named = api.InputUser(user_id=app.bot_id, access_hash=hash_)
    bot = await access_user(call.tx, call.viewer, named)
    if q.write_allowed and not await may_write(call, bot.id):
        shown = await render_app(
            call.tx, call.viewer, app, access_hash(call.world.secret, app.id)
        )
        await allow_writing(call, bot.id, api.MessageActionBotAllowed(app=shown))
    wish = Wish(q.platform, q.theme_params, q.start_param)
    url = await open_page(call, bot, app.url, wish, await where_from(call, bot.id, peer))
    return api.WebViewResultUrl(fullsize=not q.compact, fullscreen=q.fullscreen, url=url)


@method("messages.requestMainWebView")
async def request_main(call: Call, q: api.messages.RequestMainWebView) -> api.WebViewResultUrl:
    """Open the page that a bot has as its own.

    Wire:   https://core.telegram.org/method/messages.requestMainWebView
    Errors: BOT_INVALID (none, or it has no such page), PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer), THEME_PARAMS_INVALID
    """
    bot = await access_web_bot(call, q.bot)
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    app = await store.find_named(call.tx, bot.id, MAIN)
    if app is None:
        raise RpcError(400, "BOT_INVALID")
    wish = Wish(q.platform, q.theme_params, q.start_param)
    shown = await open_page(call, bot, app.url, wish, await where_from(call, bot.id, peer))
    return api.WebViewResultUrl(fullsize=not q.compact, fullscreen=q.fullscreen, url=shown)
