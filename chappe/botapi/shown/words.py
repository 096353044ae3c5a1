"""Entities of texts, and what a keyboard under a message is.

https://core.telegram.org/bots/api#messageentity, https://core.telegram.org/bots/api#inlinekeyboardmarkup
"""

from collections.abc import Callable, Sequence
from typing import Any

from chappe.botapi.marks.entities import DATE_LETTERS, PLAIN
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene
from chappe.tl import api

NAMES = {cls: name for name, cls in PLAIN.items()}
STYLES = ("primary", "danger", "success")


def show_entities(
    scene: Scene, entities: "Sequence[api.TypeMessageEntity] | None"
) -> list[Json]:
    """Those of some entities that bots know."""
    return [shown for each in entities or () if (shown := _entity(scene, each)) is not None]


def _entity(scene: Scene, entity: "api.TypeMessageEntity") -> Json | None:
    shown: Json = {"offset": entity.offset, "length": entity.length}
    match entity:
        case api.MessageEntityBlockquote():
            kind = "expandable_blockquote" if entity.collapsed else "blockquote"
        case api.MessageEntityPre():
            kind = "pre"
            if entity.language:
                shown["language"] = entity.language
        case api.MessageEntityTextUrl():
            kind, shown["url"] = "text_link", entity.url
        case api.MessageEntityMentionName():
            kind, shown["user"] = "text_mention", show_user(scene, entity.user_id)
        case api.MessageEntityCustomEmoji():
            kind, shown["custom_emoji_id"] = "custom_emoji", str(entity.document_id)
        case api.MessageEntityFormattedDate():
            kind, shown["unix_time"] = "date_time", entity.date
            form = "".join(key for key, name in DATE_LETTERS.items() if getattr(entity, name))
            if form:
                shown["date_time_format"] = form
        case _:
            plain = NAMES.get(type(entity))
            if plain is None:
                return None
            kind = plain
    return {"type": kind, **shown}


def show_markup(markup: "api.TypeReplyMarkup | None") -> Json | None:
    """The buttons under a message; other keyboards are not shown."""
    if not isinstance(markup, api.ReplyInlineMarkup):
        return None
    rows = [[_button(each) for each in row.buttons] for row in markup.rows]
    return {"inline_keyboard": rows}


def _button(button: api.KeyboardInlineButton) -> Json:
    shown: Json = {"text": button.text}
    style = button.style
    if style is not None:
        if style.icon:
            shown["icon_custom_emoji_id"] = str(style.icon)
        said = next((each for each in STYLES if getattr(style, f"bg_{each}")), None)
        if said is not None:
            shown["style"] = said
    shown.update(_does(button.type))
    return shown


def _does(kind: "api.TypeInlineButtonType") -> Json:
    """What a button does."""
    show = _DOES.get(type(kind))
    return {"disabled": {}} if show is None else show(kind)


PEER_TYPES: dict[type[Any], str] = {
    api.InlineQueryPeerTypePM: "allow_user_chats",
    api.InlineQueryPeerTypeBotPM: "allow_bot_chats",
    api.InlineQueryPeerTypeChat: "allow_group_chats",
    api.InlineQueryPeerTypeMegagroup: "allow_group_chats",
    api.InlineQueryPeerTypeBroadcast: "allow_channel_chats",
}


def _switch(kind: api.InlineButtonTypeSwitchInline) -> Json:
    if kind.peer_types:
        allowed = {
            PEER_TYPES[type(each)]: True for each in kind.peer_types if type(each) in PEER_TYPES
        }
        return {"switch_inline_query_chosen_chat": {"query": kind.query, **allowed}}
    name = "switch_inline_query_current_chat" if kind.same_peer else "switch_inline_query"
    return {name: kind.query}


_DOES: dict[type[Any], Callable[[Any], Json]] = {
    api.InlineButtonTypeUrl: lambda kind: {"url": kind.url},
    api.InlineButtonTypeCallback: lambda kind: {
        "callback_data": kind.data.decode(errors="replace")
    },
    api.InlineButtonTypeWebView: lambda kind: {"web_app": {"url": kind.url}},
    api.InlineButtonTypeUrlAuth: lambda kind: {"login_url": {"url": kind.url}},
    api.InlineButtonTypeSwitchInline: _switch,
    api.InlineButtonTypeCopy: lambda kind: {"copy_text": {"text": kind.copy_text}},
    api.InlineButtonTypeGame: lambda _: {"callback_game": {}},
    api.InlineButtonTypeBuy: lambda _: {"pay": True},
    api.InlineButtonTypeUserProfile: lambda kind: {"url": f"tg://user?id={kind.user_id}"},
}
