"""Keyboards that bots send: looked at, and brought into the form in which messages keep them.

What a person sends of the kind is ignored. https://core.telegram.org/api/bots/buttons
"""

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from chappe.config import Profile
from chappe.features.messages.payload import write_value
from chappe.features.users.access import named_user
from chappe.ids import is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.tl.build import TLObject

BUTTONS_MAX = 100
IN_A_ROW_MAX = 8
"""Of those under a message; the keyboard under the input field has up to 12 in a row and 300 in all."""
KEYS_MAX, KEYS_IN_A_ROW_MAX = 300, 12
DATA_BYTES_MAX = 64
COPY_CHARACTERS_MAX = 256
QUERY_CHARACTERS_MAX = 256
PLACEHOLDER_CHARACTERS_MAX = 64
TEXT_CHARACTERS_MAX = 256
PEERS_MAX = 10
BUTTON_IDS = (1 << 31) - 1
WRITES = 1
"""In the number of a button that signs in: the bot wants to write to those who do."""
SCHEMES = {"http", "https", "tg", "ton", "tonsite"}
PAGES = {"http", "https"}
BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?", re.DOTALL)
"""An address without its scheme, as Telegram lets it stand in a button."""

Kept = Callable[[Call, Any], TLObject]
_inline: dict[type[TLObject], Kept] = {}
_keys: dict[type[TLObject], Kept] = {}


def prepare_markup(
    call: Call,
    said: "api.TypeReplyMarkup | None",
    *,
    inline_only: bool = False,
    head: type[TLObject] | None = None,
) -> bytes | None:
    """What a message keeps of the keyboard that a bot sends with it; of a person's nothing is kept. `head`: the kind
    of button that it begins with, because it is under a game or an invoice.

    Errors: REPLY_MARKUP_INVALID (also one under the input field where there can be none: `inline_only`),
            REPLY_MARKUP_TOO_LONG, BUTTON_TEXT_INVALID, BUTTON_DATA_INVALID, BUTTON_URL_INVALID,
            BUTTON_COPY_TEXT_INVALID, BUTTON_USER_INVALID, BUTTON_TYPE_INVALID, BUTTON_POS_INVALID,
            BOT_INVALID (a button that signs in for another bot), REPLY_MARKUP_GAME_EMPTY,
            REPLY_MARKUP_BUY_EMPTY
    """
    call = call.agent or call
    if said is None or not is_bot(call.user_id):
        return None
    match said:
        case api.ReplyInlineMarkup():
            return _inline_markup(call, said, head)
        case _ if inline_only or head is not None:
            raise RpcError(400, "REPLY_MARKUP_INVALID")
        case api.ReplyKeyboardMarkup():
            return _keyboard(call, said)
        case api.ReplyKeyboardForceReply():
            _check_placeholder(said.placeholder)
            return write_value(said)
        case _:
            return write_value(said)


def _inline_markup(
    call: Call, said: api.ReplyInlineMarkup, head: type[TLObject] | None
) -> bytes | None:
    rows = [row.buttons for row in said.rows if row.buttons]
    if not rows:
        return None
    _check_size(rows, BUTTONS_MAX, IN_A_ROW_MAX)
    kept = [
        api.KeyboardInlineButtonRow(
            buttons=[
                api.KeyboardInlineButton(
                    style=button.style,
                    text=_text(button.text),
                    type=_kind(_inline, call, button.type),
                )
                for button in row
            ]
        )
        for row in rows
    ]
    _check_first([button.type for row in kept for button in row.buttons], head)
    return write_value(api.ReplyInlineMarkup(rows=kept, force_reply=said.force_reply))


HEADS = (api.InlineButtonTypeGame, api.InlineButtonTypeBuy)


def _check_first(
    kinds: "Sequence[api.TypeInlineButtonType]", head: type[TLObject] | None
) -> None:
    """A button that pays or plays stands first, under what is for sale or a game."""
    first = type(kinds[0]) if isinstance(kinds[0], HEADS) else None
    if first is not head:
        game = api.InlineButtonTypeGame in {first, head}
        raise RpcError(400, "REPLY_MARKUP_GAME_EMPTY" if game else "REPLY_MARKUP_BUY_EMPTY")
    if any(isinstance(each, HEADS) for each in kinds[1:]):
        raise RpcError(400, "BUTTON_POS_INVALID")


def _keyboard(call: Call, said: api.ReplyKeyboardMarkup) -> bytes:
    rows = [row.buttons for row in said.rows if row.buttons]
    if not rows:
        raise RpcError(400, "REPLY_MARKUP_INVALID")
    _check_size(rows, KEYS_MAX, KEYS_IN_A_ROW_MAX)
    _check_placeholder(said.placeholder)
    said.rows = [
        api.KeyboardButtonRow(buttons=[keep_key(call, button) for button in row])
        for row in rows
    ]
    kept = write_value(said)
    assert kept is not None, "something was written"
    return kept


def keep_key(call: Call, button: "api.TypeKeyboardButton") -> api.KeyboardButton:
    """What is kept of a key of a keyboard.

    Errors: BUTTON_TEXT_INVALID, BUTTON_TYPE_INVALID, BUTTON_URL_INVALID
    """
    return api.KeyboardButton(
        style=button.style, text=_text(button.text), type=_kind(_keys, call, button.type)
    )


def _check_size(rows: list[list[Any]], most: int, in_a_row: int) -> None:
    if sum(map(len, rows)) > most or max(map(len, rows)) > in_a_row:
        raise RpcError(400, "REPLY_MARKUP_TOO_LONG")


def _check_placeholder(placeholder: str | None) -> None:
    if placeholder is not None and len(placeholder) > PLACEHOLDER_CHARACTERS_MAX:
        raise RpcError(400, "REPLY_MARKUP_INVALID")


def _text(text: str) -> str:
    cleaned = text.replace("\0", "").strip()
    if not cleaned:
        raise RpcError(400, "BUTTON_TEXT_INVALID")
    return cleaned[:TEXT_CHARACTERS_MAX]


def _kind(table: dict[type[TLObject], Kept], call: Call, kind: TLObject) -> Any:
    keep = table.get(type(kind))
    if keep is None:
        raise RpcError(400, "BUTTON_TYPE_INVALID")
    return keep(call, kind)


def check_button_url(
    call: Call, url: str, *, page: bool = False, error: str = "BUTTON_URL_INVALID"
) -> str:
    """An address that a button may open. `page`: one that is shown within the client, from the web.

    Errors: `error`
    """
    url = url.strip()
    if not page and "://" not in url and BARE.fullmatch(url):
        url = f"http://{url}"
    dev = call.world.settings.profile is Profile.DEV
    if not (is_page(url, dev=dev) if page else _opens(url, SCHEMES, dev=dev)):
        raise RpcError(400, error)
    return url


def is_page(url: str, *, dev: bool) -> bool:
    """Whether a client may show what is at an address: in production only what is sealed on its way."""
    return _opens(url, PAGES if dev else {"https"}, dev=dev)


def _opens(url: str, schemes: set[str], *, dev: bool) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    if scheme not in schemes or not host or any(map(str.isspace, url)):
        return False
    return dev or scheme not in PAGES or "." in host


def _as_it_is(_call: Call, kind: TLObject) -> TLObject:
    return kind


def _callback(_call: Call, kind: api.InlineButtonTypeCallback) -> TLObject:
    if not 0 < len(kind.data) <= DATA_BYTES_MAX:
        raise RpcError(400, "BUTTON_DATA_INVALID")
    return kind


def _copy(_call: Call, kind: api.InlineButtonTypeCopy) -> TLObject:
    if not 0 < len(kind.copy_text) <= COPY_CHARACTERS_MAX:
        raise RpcError(400, "BUTTON_COPY_TEXT_INVALID")
    return kind


def _switch(_call: Call, kind: api.InlineButtonTypeSwitchInline) -> TLObject:
    if len(kind.query) > QUERY_CHARACTERS_MAX:
        raise RpcError(400, "BUTTON_DATA_INVALID")
    return kind


def _url(call: Call, kind: api.InlineButtonTypeUrl) -> TLObject:
    return api.InlineButtonTypeUrl(url=check_button_url(call, kind.url))


def _web_view(call: Call, kind: api.InlineButtonTypeWebView) -> TLObject:
    return api.InlineButtonTypeWebView(url=check_button_url(call, kind.url, page=True))


def _profile(call: Call, kind: api.InputInlineButtonTypeUserProfile) -> TLObject:
    user_id = named_user(call.viewer, kind.user_id)
    if user_id is None:
        raise RpcError(400, "BUTTON_USER_INVALID")
    return api.InlineButtonTypeUserProfile(user_id=user_id)


def _login(call: Call, kind: api.InputInlineButtonTypeUrlAuth) -> TLObject:
    """A button that signs in. Whether the address is at the web site of the bot is looked at when it is pressed."""
    if kind.bot is not None and named_user(call.viewer, kind.bot) != call.user_id:
        raise RpcError(400, "BOT_INVALID")
    url = check_button_url(call, kind.url, page=True)
    number = crc32(url.encode()) & BUTTON_IDS & ~WRITES
    return api.InlineButtonTypeUrlAuth(
        fwd_text=kind.fwd_text,
        url=url,
        button_id=number | (WRITES if kind.request_write_access else 0),
    )


def _request_peer(_call: Call, kind: Any) -> TLObject:
    """What the bot wants to be told is kept in its own form; clients are shown the other."""
    if not 0 < kind.max_quantity <= PEERS_MAX:
        raise RpcError(400, "BUTTON_TYPE_INVALID")
    if isinstance(kind, api.InputButtonTypeRequestPeer):
        return kind
    return api.InputButtonTypeRequestPeer(
        button_id=kind.button_id, peer_type=kind.peer_type, max_quantity=kind.max_quantity
    )


def _simple_web_view(call: Call, kind: api.ButtonTypeSimpleWebView) -> TLObject:
    return api.ButtonTypeSimpleWebView(url=check_button_url(call, kind.url, page=True))


_inline.update(
    {
        api.InlineButtonTypeBuy: _as_it_is,
        api.InlineButtonTypeCallback: _callback,
        api.InlineButtonTypeCopy: _copy,
        api.InlineButtonTypeDisabled: _as_it_is,
        api.InlineButtonTypeGame: _as_it_is,
        api.InlineButtonTypeSwitchInline: _switch,
        api.InlineButtonTypeUrl: _url,
        api.InlineButtonTypeWebView: _web_view,
        api.InputInlineButtonTypeUrlAuth: _login,
        api.InputInlineButtonTypeUserProfile: _profile,
    }
)
_keys.update(
    {
        api.ButtonTypeDefault: _as_it_is,
        api.ButtonTypeRequestGeoLocation: _as_it_is,
        api.ButtonTypeRequestPeer: _request_peer,
        api.ButtonTypeRequestPhone: _as_it_is,
        api.ButtonTypeRequestPoll: _as_it_is,
        api.ButtonTypeSimpleWebView: _simple_web_view,
        api.InputButtonTypeRequestPeer: _request_peer,
    }
)
