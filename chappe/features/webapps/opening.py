"""Opening a page: the address, and who looks at it."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from chappe.features.bots import store as bots
from chappe.features.bots.access import access_bot
from chappe.features.bots.inline_ids import chat_instance
from chappe.features.channels import store as channels
from chappe.features.dialogs import store as dialogs
from chappe.features.messages.markup import check_button_url
from chappe.features.messages.payload import write_value
from chappe.features.users.access import access_self
from chappe.features.users.model import Mark, User
from chappe.features.webapps import store
from chappe.features.webapps.model import OpenView
from chappe.features.webapps.signing import sign_init_data
from chappe.ids import PeerId, UserId, channel_of, user_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

VERSION = "10.3"
"""Of the Bot API whose pages clients may be asked to show."""
START = "tgWebAppStartParam"


@dataclass(frozen=True, slots=True)
class Wish:
    """How a client wants a page. `theme`: the colours, JSON; `more`: further parameters of the address."""

    platform: str
    theme: "api.DataJSON | None" = None
    start_param: str | None = None
    more: dict[str, str] = field(default_factory=dict)


async def access_web_bot(call: Call, named: "api.TypeInputUser") -> User:
    """A bot that has pages.

    Errors: BOT_INVALID
    """
    bot = await access_bot(call.tx, call.viewer, named)
    if await bots.find(call.tx, bot.id) is None:  # the house's own have none
        raise RpcError(400, "BOT_INVALID")
    return bot


async def may_write(call: Call, bot: UserId) -> bool:
    """Whether a bot may write to the caller."""
    return await dialogs.find(call.tx, bot, user_peer(call.user_id)) is not None


async def open_page(call: Call, bot: User, url: str, wish: Wish, said: dict[str, str]) -> str:
    """The address under which a client opens a page. `said`: what the page is told besides who looks at it.

    Errors: URL_INVALID, THEME_PARAMS_INVALID, DATA_JSON_INVALID
    """
    kept = await bots.find(call.tx, bot.id)
    assert kept is not None, "see access_web_bot"
    url = check_button_url(call, url, page=True, error="URL_INVALID")
    told = {**said, "user": await _who(call, bot), "auth_date": str(int(call.now))}
    if wish.start_param:
        told["start_param"] = wish.start_param
    data = sign_init_data(call.world.secret, bot.id, kept.token, told)
    shown = {
        "tgWebAppData": data,
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": wish.platform,
        **wish.more,
    }
    if wish.theme is not None:
        shown["tgWebAppThemeParams"] = _theme(wish.theme)
    return address(url, shown, wish.start_param)


def address(url: str, shown: dict[str, str], start_param: str | None) -> str:
    """An address with what is for the page behind the #, so that it does not come to the server unasked."""
    parts = urlsplit(url)
    query = parts.query
    if start_param:
        query = "&".join(filter(None, [query, urlencode({START: start_param})]))
    behind = urlencode(shown, quote_via=quote, safe="")
    fragment = "&".join(filter(None, [parts.fragment, behind]))
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def _theme(said: api.DataJSON) -> str:
    try:
        colours = json.loads(said.data)
    except (ValueError, RecursionError):
        raise RpcError(400, "THEME_PARAMS_INVALID") from None
    if not isinstance(colours, dict):
        raise RpcError(400, "THEME_PARAMS_INVALID")
    return _json(colours)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


async def _who(call: Call, bot: User) -> str:
    """The caller, as pages are told of one."""
    me = await access_self(call.tx, call.viewer)
    said: dict[str, Any] = {
        "id": me.id,
        "first_name": me.first_name,
        "last_name": me.last_name,
    }
    if me.username:
        said["username"] = me.username
    if me.lang_code:
        said["language_code"] = me.lang_code
    if Mark.PREMIUM in me.marks:
        said["is_premium"] = True
    if await may_write(call, bot.id):
        said["allows_write_to_pm"] = True
    return _json(said)


async def keep_open(
    call: Call,
    bot: UserId,
    peer: PeerId,
    *,
    silent: bool,
    reply: "api.TypeInputReplyTo | None",
) -> int:
    """Let the bot say something in the caller's name, as long as the page is open; the number to name it by."""
    number = secrets.randbits(62) + 1
    view = OpenView(number, bot, call.user_id, peer, silent, write_value(reply), int(call.now))
    await store.open_view(call.tx, view)
    return number


async def where_from(call: Call, bot: UserId, peer: PeerId) -> dict[str, str]:
    """What a page is told of the chat in which its link was opened."""
    instance = chat_instance(call.world.secret, bot, peer, call.user_id)
    return {"chat_type": await _kind(call, bot, peer), "chat_instance": str(instance)}


async def _kind(call: Call, bot: UserId, peer: PeerId) -> str:
    channel_id = channel_of(peer)
    if channel_id is not None:
        found = (await channels.find_many(call.tx, [channel_id])).get(channel_id)
        return "channel" if found is not None and found.broadcast else "supergroup"
    if user_of(peer) is None:
        return "group"
    return "sender" if peer == user_peer(bot) else "private"
