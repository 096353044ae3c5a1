"""Keyboards as bots write them. https://core.telegram.org/bots/api#replykeyboardmarkup"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.rights import admin_rights
from chappe.botapi.reading import number_in
from chappe.botapi.shown.scene import Json
from chappe.tl import api

CALLBACK_BYTES_MAX = 64
STYLES = {"primary", "danger", "success"}
CHATS: dict[str, tuple[Any, ...]] = {
    "allow_user_chats": (api.InlineQueryPeerTypePM,),
    "allow_bot_chats": (api.InlineQueryPeerTypeBotPM,),
    "allow_group_chats": (api.InlineQueryPeerTypeChat, api.InlineQueryPeerTypeMegagroup),
    "allow_channel_chats": (api.InlineQueryPeerTypeBroadcast,),
}
"""Kinds of chats, by the parameters that allow them."""


def read_markup(ask: Ask, said: Json | None) -> "api.TypeReplyMarkup | None":
    """A keyboard, or the wish to have none, or an answer.

    Raises: BotError.
    """
    if said is None:
        return None
    if "inline_keyboard" in said:
        rows = [_inline_row(ask, row) for row in said["inline_keyboard"] if row]
        return api.ReplyInlineMarkup(rows=rows)
    if "keyboard" in said:
        return _reply(said)
    if said.get("remove_keyboard"):
        return api.ReplyKeyboardHide(selective=said.get("selective", False))
    return api.ReplyKeyboardForceReply(
        single_use=True,
        selective=said.get("selective", False),
        placeholder=said.get("input_field_placeholder"),
    )


def _reply(said: Json) -> "api.TypeReplyMarkup":
    rows = [
        api.KeyboardButtonRow(buttons=[read_key(each) for each in row])
        for row in said["keyboard"]
        if row
    ]
    return api.ReplyKeyboardMarkup(
        rows=rows,
        resize=said.get("resize_keyboard", False),
        single_use=said.get("one_time_keyboard", False),
        selective=said.get("selective", False),
        persistent=said.get("is_persistent", False),
        force_reply=said.get("force_reply", False),
        placeholder=said.get("input_field_placeholder"),
    )


def _style(said: Json) -> "api.TypeKeyboardButtonStyle | None":
    icon, style = said.get("icon_custom_emoji_id", ""), said.get("style")
    if not icon and style is None:
        return None
    if style is not None and style not in STYLES:
        raise bad("can't parse keyboard button: unknown button style specified")
    flags: dict[str, Any] = {} if style is None else {f"bg_{style}": True}
    return api.KeyboardButtonStyle(**flags, icon=number_in(icon))


def read_key(said: Json) -> api.KeyboardButton:
    """A button of a reply keyboard."""
    return api.KeyboardButton(text=said["text"], type=_key_does(said), style=_style(said))


def _key_does(said: Json) -> "api.TypeButtonType":
    for name, make in _KEYS.items():
        if said.get(name, False) is not False:
            return make(said[name])  # type: ignore[no-any-return]  # a table of lambdas
    return api.ButtonTypeDefault()


def _wants_poll(said: Json) -> "api.TypeButtonType":
    kind = said.get("type")
    return api.ButtonTypeRequestPoll(quiz=None if kind is None else kind == "quiz")


def _wants_bot(_said: Json) -> "api.TypeButtonType":
    raise bad("this server does not offer managed bots")


def _wants_users(said: Json) -> "api.TypeButtonType":
    kind = api.RequestPeerTypeUser(
        bot=said.get("user_is_bot"), premium=said.get("user_is_premium")
    )
    return api.InputButtonTypeRequestPeer(
        button_id=said["request_id"],
        peer_type=kind,
        max_quantity=said.get("max_quantity", 1),
        name_requested=said.get("request_name", False),
        username_requested=said.get("request_username", False),
        photo_requested=said.get("request_photo", False),
    )


def _wants_chat(said: Json) -> "api.TypeButtonType":
    rights: dict[str, Any] = {
        "creator": said.get("chat_is_created", False),
        "has_username": said.get("chat_has_username"),
        "user_admin_rights": admin_rights(said.get("user_administrator_rights")),
        "bot_admin_rights": admin_rights(said.get("bot_administrator_rights")),
    }
    kind: api.TypeRequestPeerType
    if said["chat_is_channel"]:
        kind = api.RequestPeerTypeBroadcast(**rights)
    else:
        member = said.get("bot_is_member", False)
        kind = api.RequestPeerTypeChat(
            **rights, bot_participant=member, forum=said.get("chat_is_forum")
        )
    return api.InputButtonTypeRequestPeer(
        button_id=said["request_id"],
        peer_type=kind,
        max_quantity=1,
        name_requested=said.get("request_title", False),
        username_requested=said.get("request_username", False),
        photo_requested=said.get("request_photo", False),
    )


def _inline_row(ask: Ask, row: list[Json]) -> api.KeyboardInlineButtonRow:
    return api.KeyboardInlineButtonRow(buttons=[_inline(ask, each) for each in row])


def _inline(ask: Ask, said: Json) -> api.KeyboardInlineButton:
    return api.KeyboardInlineButton(
        text=said["text"], type=_inline_does(ask, said), style=_style(said)
    )


def _inline_does(ask: Ask, said: Json) -> "api.TypeInlineButtonType":
    for name, make in _INLINE.items():
        if name in said:
            return make(ask, said[name])  # type: ignore[no-any-return]  # a table of lambdas
    raise bad(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    )


def _url(ask: Ask, url: str) -> "api.TypeInlineButtonType":
    prefix = "tg://user?id="
    number = number_in(url.removeprefix(prefix)) if url.startswith(prefix) else None
    if number is not None:
        user_id = input_user(ask, number)
        return api.InputInlineButtonTypeUserProfile(user_id=user_id)
    return api.InlineButtonTypeUrl(url=url)


def _callback(_ask: Ask, data: str) -> "api.TypeInlineButtonType":
    if not 1 <= len(data.encode()) <= CALLBACK_BYTES_MAX:
        raise bad("BUTTON_DATA_INVALID")
    return api.InlineButtonTypeCallback(data=data.encode())


def _chosen(_ask: Ask, said: Json) -> "api.TypeInlineButtonType":
    return api.InlineButtonTypeSwitchInline(
        query=said.get("query", ""), peer_types=allowed_chats(said)
    )


def allowed_chats(said: Json) -> "list[api.TypeInlineQueryPeerType] | None":
    """The kinds of chats that are allowed; None: all of them.

    Raises: BotError.
    """
    allowed = [kinds for name, kinds in CHATS.items() if said.get(name)]
    if not allowed:
        raise bad("at least one chat type must be allowed")
    if len(allowed) == len(CHATS):
        return None
    return [kind() for kinds in allowed for kind in kinds]


def _login(_ask: Ask, said: Json) -> "api.TypeInlineButtonType":
    return api.InputInlineButtonTypeUrlAuth(
        url=said["url"],
        fwd_text=said.get("forward_text"),
        request_write_access=said.get("request_write_access", False),
    )


_KEYS: dict[str, Any] = {
    "request_contact": lambda _: api.ButtonTypeRequestPhone(),
    "request_location": lambda _: api.ButtonTypeRequestGeoLocation(),
    "request_poll": _wants_poll,
    "web_app": lambda said: api.ButtonTypeSimpleWebView(url=said["url"]),
    "request_users": _wants_users,
    "request_chat": _wants_chat,
    "request_managed_bot": _wants_bot,
}
"""What a key of a reply keyboard may do, the first that is said."""
_INLINE: dict[str, Any] = {
    "url": _url,
    "callback_data": _callback,
    "web_app": lambda _, said: api.InlineButtonTypeWebView(url=said["url"]),
    "login_url": _login,
    "switch_inline_query": lambda _, said: api.InlineButtonTypeSwitchInline(query=said),
    "switch_inline_query_current_chat": lambda _, said: api.InlineButtonTypeSwitchInline(
        query=said, same_peer=True
    ),
    "switch_inline_query_chosen_chat": _chosen,
    "copy_text": lambda _, said: api.InlineButtonTypeCopy(copy_text=said["text"]),
    "callback_game": lambda *_: api.InlineButtonTypeGame(),
    "pay": lambda *_: api.InlineButtonTypeBuy(),
    "disabled": lambda *_: api.InlineButtonTypeDisabled(),
}
"""What a button may do, the first that is said."""
