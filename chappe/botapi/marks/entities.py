"""From what a bot says of a text to canonical entities.

An entity that names somebody names it by its id alone: what the caller may name is for the handler to say.
"""

from collections.abc import Callable, Sequence
from typing import Any

from chappe.botapi.errors import bad
from chappe.botapi.marks.hypertext import read_html
from chappe.botapi.marks.markdown import read_markdown
from chappe.botapi.marks.markdown_v2 import read_markdown_v2
from chappe.botapi.marks.marked import Entity
from chappe.ids import UserId, user_peer
from chappe.tl import api
from chappe.updates.viewer import Viewer

MODES = {"html": read_html, "markdown": read_markdown, "markdownv2": read_markdown_v2}
PLAIN: dict[str, Any] = {
    "mention": api.MessageEntityMention,
    "hashtag": api.MessageEntityHashtag,
    "cashtag": api.MessageEntityCashtag,
    "bot_command": api.MessageEntityBotCommand,
    "url": api.MessageEntityUrl,
    "email": api.MessageEntityEmail,
    "phone_number": api.MessageEntityPhone,
    "bank_card_number": api.MessageEntityBankCard,
    "bold": api.MessageEntityBold,
    "italic": api.MessageEntityItalic,
    "underline": api.MessageEntityUnderline,
    "strikethrough": api.MessageEntityStrike,
    "spoiler": api.MessageEntitySpoiler,
    "blockquote": api.MessageEntityBlockquote,
    "code": api.MessageEntityCode,
}
DATE_LETTERS = {
    "r": "relative",
    "w": "day_of_week",
    "d": "short_date",
    "D": "long_date",
    "t": "short_time",
    "T": "long_time",
}
"""https://core.telegram.org/bots/api#date-time-entity-formatting"""
Said = tuple[str, "list[api.TypeMessageEntity] | None"]


def read_text(
    viewer: Viewer, text: str, mode: str | None, entities: Sequence[Entity] | None
) -> Said:
    """A text and its entities, in whatever way a bot has marked it.

    Raises: BotError.
    """
    if mode:
        read = MODES.get(mode.lower())
        if read is None:
            raise bad("unsupported parse_mode")
        text, entities = read(text)
    if not entities:
        return text, None
    found = [made for each in entities if (made := canonical(viewer, each)) is not None]
    return text, found or None


def canonical(viewer: Viewer, said: Entity) -> "api.TypeMessageEntity | None":
    """One entity as the Telegram API has it; None for what only names a style that is not known.

    Raises: BotError.
    """
    place = {"offset": said["offset"], "length": said["length"]}
    if not 0 <= place["offset"] < 1 << 31 or not 0 <= place["length"] < 1 << 31:
        raise bad("entity offset and length must be non-negative")
    kind = said["type"]
    make = RICH.get(kind)
    if make is not None:
        return make(viewer, said, place)
    plain = PLAIN.get(kind)
    return None if plain is None else plain(**place)


def _pre(_viewer: Viewer, said: Entity, place: dict[str, Any]) -> "api.TypeMessageEntity":
    return api.MessageEntityPre(**place, language=said.get("language", ""))


def _link(_viewer: Viewer, said: Entity, place: dict[str, Any]) -> "api.TypeMessageEntity":
    return api.MessageEntityTextUrl(**place, url=said.get("url", ""))


def _folded(_viewer: Viewer, _said: Entity, place: dict[str, Any]) -> "api.TypeMessageEntity":
    return api.MessageEntityBlockquote(**place, collapsed=True)


def _custom_emoji(
    _viewer: Viewer, said: Entity, place: dict[str, Any]
) -> "api.TypeMessageEntity":
    number = said.get("custom_emoji_id", "")
    if not number.isdecimal() or len(number) > 19:
        raise bad("invalid custom emoji identifier specified")
    return api.MessageEntityCustomEmoji(**place, document_id=int(number))


def _mention(viewer: Viewer, said: Entity, place: dict[str, Any]) -> "api.TypeMessageEntity":
    user_id = said.get("user", {}).get("id", 0)
    if not 0 < user_id < 1 << 40:
        raise bad("invalid user_id specified")
    named = api.InputUser(
        user_id=user_id, access_hash=viewer.access_hash(user_peer(UserId(user_id)))
    )
    return api.InputMessageEntityMentionName(**place, user_id=named)


def _date(_viewer: Viewer, said: Entity, place: dict[str, Any]) -> "api.TypeMessageEntity":
    form = said.get("date_time_format", "")
    flags = {name: letter in form for letter, name in DATE_LETTERS.items()}
    return api.MessageEntityFormattedDate(**place, date=said.get("unix_time", 0), **flags)


RICH: dict[str, Callable[[Viewer, Entity, dict[str, Any]], "api.TypeMessageEntity"]] = {
    "pre": _pre,
    "text_link": _link,
    "expandable_blockquote": _folded,
    "custom_emoji": _custom_emoji,
    "text_mention": _mention,
    "date_time": _date,
}
