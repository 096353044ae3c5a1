"""`messages.*`: signing in to web sites with a button of a bot's. https://core.telegram.org/api/url-authorization"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from chappe.config import Profile
from chappe.features.bots import store as bots
from chappe.features.bots.callbacks import bot_of
from chappe.features.messages.access import access_message
from chappe.features.messages.markup import WRITES
from chappe.features.messages.payload import read_value
from chappe.features.users import store as users
from chappe.features.users.access import access_peer, access_self
from chappe.features.users.model import User
from chappe.features.users.view import render_users
from chappe.features.webapps import store
from chappe.features.webapps.actions import allow_writing
from chappe.features.webapps.opening import may_write
from chappe.features.webapps.signing import sign_login
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method, refuse
from chappe.tl import api

NO_CODES = "no web site shows codes that are compared here"
Asked = api.messages.RequestUrlAuth | api.messages.AcceptUrlAuth


@method("messages.requestUrlAuth")
async def request_url_auth(
    call: Call, q: api.messages.RequestUrlAuth
) -> "api.TypeUrlAuthResult":
    """Say what there is to confirm before a button signs somebody in; nothing, when its web site is not the bot's, or
    when an address is named: no web site asks for accounts by addresses here.

    Wire:   https://core.telegram.org/method/messages.requestUrlAuth
    Errors: URL_INVALID (neither a button nor an address of the web), MESSAGE_ID_INVALID, BUTTON_ID_INVALID, those of
            access_peer
    """
    if q.msg_id is None:
        _check_address(q.url)
        return api.UrlAuthResultDefault()
    bot, button = await _button(call, q)
    domain = await _domain(call, bot.id, button.url)
    if domain is None:
        return api.UrlAuthResultDefault()
    (shown,) = await render_users(call.tx, call.viewer, {bot.id})
    writes = bool(button.button_id & WRITES) and not await may_write(call, bot.id)
    return api.UrlAuthResultRequest(request_write_access=writes, bot=shown, domain=domain)


@method("messages.acceptUrlAuth", writes=True)
async def accept_url_auth(call: Call, q: api.messages.AcceptUrlAuth) -> "api.TypeUrlAuthResult":
    """Sign in: the address to open, with signed data about the caller.

    Wire:   https://core.telegram.org/method/messages.acceptUrlAuth
    Errors: as messages.requestUrlAuth
    """
    if q.msg_id is None:
        _check_address(q.url)
        return api.UrlAuthResultDefault()
    bot, button = await _button(call, q)
    domain = await _domain(call, bot.id, button.url)
    if domain is None:
        return api.UrlAuthResultDefault()
    wants = bool(button.button_id & WRITES)
    if q.write_allowed and wants and not await may_write(call, bot.id):
        await allow_writing(call, bot.id, api.MessageActionBotAllowed(domain=domain))
    return api.UrlAuthResultAccepted(url=await _signed(call, bot.id, button.url))


@method("messages.declineUrlAuth", rows=False)
async def decline_url_auth(call: Call, q: api.messages.DeclineUrlAuth) -> bool:
    """Take notice that somebody does not want to sign in: nothing was begun.

    Wire:   https://core.telegram.org/method/messages.declineUrlAuth
    Errors: URL_INVALID
    """
    _check_address(q.url)
    return True


def _check_address(url: str | None) -> None:
    try:
        parts = urlsplit(url or "")
        found = parts.scheme in {"http", "https", "tg"} and bool(parts.netloc)
    except ValueError:
        found = False
    if not found:
        raise RpcError(400, "URL_INVALID")


async def _button(call: Call, q: Asked) -> tuple[User, api.InlineButtonTypeUrlAuth]:
    """The button that was pressed, and whose it is."""
    if q.peer is None or q.msg_id is None or q.button_id is None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    message = await access_message(call.tx, call.viewer, peer, q.msg_id)
    bot_id = bot_of(message)
    bot = None if bot_id is None else await users.find(call.tx, bot_id)
    markup = read_value(message.body.markup)
    if bot is None or not isinstance(markup, api.ReplyInlineMarkup):
        raise RpcError(400, "MESSAGE_ID_INVALID")
    for row in markup.rows:
        for button in row.buttons:
            kind = button.type
            if isinstance(kind, api.InlineButtonTypeUrlAuth) and kind.button_id == q.button_id:
                return bot, kind
    raise RpcError(400, "BUTTON_ID_INVALID")


async def _domain(call: Call, bot: UserId, url: str) -> str | None:
    """The web site of an address, when it is the bot's; in profile dev a bot that has named none has all."""
    host = urlsplit(url).hostname or ""
    linked = await store.find_domain(call.tx, bot)
    if not linked and call.world.settings.profile is Profile.DEV:
        return host
    return host if linked and (host == linked or host.endswith(f".{linked}")) else None


async def _signed(call: Call, bot: UserId, url: str) -> str:
    kept = await bots.find(call.tx, bot)
    if kept is None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    me = await access_self(call.tx, call.viewer)
    said = {"id": str(me.id), "first_name": me.first_name, "auth_date": str(int(call.now))}
    if me.last_name:
        said["last_name"] = me.last_name
    if me.username:
        said["username"] = me.username
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True)]
    query += sign_login(kept.token, said).items()
    return urlunsplit(parts._replace(query=urlencode(query)))


refuse("messages.checkUrlAuthMatchCode", 400, "URL_INVALID", NO_CODES)
