"""Rich messages in words of bots. https://core.telegram.org/bots/api#richmessage"""

from typing import Any

from chappe.botapi.marks.entities import DATE_LETTERS
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.rich import plain

STYLES: dict[type[TLObject], str] = {
    api.TextBold: "bold",
    api.TextItalic: "italic",
    api.TextUnderline: "underline",
    api.TextStrike: "strikethrough",
    api.TextSpoiler: "spoiler",
    api.TextSubscript: "subscript",
    api.TextSuperscript: "superscript",
    api.TextMarked: "marked",
    api.TextFixed: "code",
}
FOUND: dict[type[TLObject], tuple[str, str]] = {
    api.TextBankCard: ("bank_card_number", "bank_card_number"),
    api.TextMention: ("mention", "username"),
    api.TextHashtag: ("hashtag", "hashtag"),
    api.TextCashtag: ("cashtag", "cashtag"),
    api.TextBotCommand: ("bot_command", "bot_command"),
    api.TextAutoUrl: ("url", "url"),
    api.TextAutoEmail: ("email_address", "email_address"),
    api.TextAutoPhone: ("phone_number", "phone_number"),
}
"""What is what its own words say: its type, and the field for it."""
HEADINGS: dict[type[TLObject], int] = {
    api.PageBlockHeading1: 1,
    api.PageBlockHeading2: 2,
    api.PageBlockHeading3: 3,
    api.PageBlockHeading4: 4,
    api.PageBlockHeading5: 5,
    api.PageBlockHeading6: 6,
}
Text = str | list[Any] | Json


def show_rich(scene: Scene, said: api.RichMessage) -> Json:
    """A rich message."""
    shown: Json = {"blocks": show_blocks(scene, said.blocks)}
    return {**shown, "is_rtl": True} if said.rtl else shown


def show_blocks(scene: Scene, blocks: "list[api.TypePageBlock]") -> list[Json]:
    """Blocks; those that bots have no words for are left out."""
    return [shown for each in blocks if (shown := show_block(scene, each)) is not None]


# -- texts ------------------------------------------------------------------------------


def show_text(scene: Scene, said: "api.TypeRichText") -> Text:  # noqa: PLR0911 - by kind
    """A text: plain, a list of texts, or one that is marked."""
    kind = type(said)
    if (style := STYLES.get(kind)) is not None:
        return {"type": style, "text": show_text(scene, _inner(said))}
    if (found := FOUND.get(kind)) is not None:
        name, field = found
        inner = _inner(said)
        return {"type": name, "text": show_text(scene, inner), field: plain(inner)}
    match said:
        case api.TextEmpty():
            return ""
        case api.TextPlain():
            return said.text
        case api.TextConcat():
            return [show_text(scene, each) for each in said.texts]
        case api.TextMath():
            return {"type": "mathematical_expression", "expression": said.source}
        case api.TextCustomEmoji():
            number = str(said.document_id)
            return {
                "type": "custom_emoji",
                "custom_emoji_id": number,
                "alternative_text": said.alt,
            }
        case api.TextAnchor():
            return _anchor(scene, said)
        case _:
            return _leading(scene, said)


def _inner(said: Any) -> Any:
    """The text of one that has a text, as the tables say."""
    return said.text


def _anchor(scene: Scene, said: api.TextAnchor) -> Json:
    if isinstance(said.text, api.TextEmpty):
        return {"type": "anchor", "name": said.name}
    return {"type": "reference", "text": show_text(scene, said.text), "name": said.name}


def _leading(scene: Scene, said: "api.TypeRichText") -> Text:  # noqa: PLR0911 - by kind
    """Texts that lead somewhere, or mean something."""
    text = show_text(scene, getattr(said, "text", api.TextEmpty()))
    match said:
        case api.TextUrl() if said.url.startswith("#"):
            return {"type": "anchor_link", "text": text, "anchor_name": said.url[1:]}
        case api.TextUrl():
            return {"type": "url", "text": text, "url": said.url}
        case api.TextEmail():
            return {"type": "email_address", "text": text, "email_address": said.email}
        case api.TextPhone():
            return {"type": "phone_number", "text": text, "phone_number": said.phone}
        case api.TextMentionName():
            return {
                "type": "text_mention",
                "text": text,
                "user": show_user(scene, said.user_id),
            }
        case api.TextDate():
            form = "".join(
                letter for letter, name in DATE_LETTERS.items() if getattr(said, name)
            )
            shown = {"type": "date_time", "text": text, "unix_time": said.date}
            return {**shown, "date_time_format": form}
        case _:
            return text


# -- blocks -----------------------------------------------------------------------------


def show_block(scene: Scene, said: "api.TypePageBlock") -> Json | None:  # noqa: PLR0911 - by kind
    """One block; None for one that bots have no words for."""
    size = HEADINGS.get(type(said))
    if size is not None:
        return {"type": "heading", "text": show_text(scene, _inner(said)), "size": size}
    match said:
        case api.PageBlockParagraph():
            return {"type": "paragraph", "text": show_text(scene, said.text)}
        case api.PageBlockFooter():
            return {"type": "footer", "text": show_text(scene, said.text)}
        case api.PageBlockThinking():
            return {"type": "thinking", "text": show_text(scene, said.text)}
        case api.PageBlockDivider():
            return {"type": "divider"}
        case api.PageBlockMath():
            return {"type": "mathematical_expression", "expression": said.source}
        case api.PageBlockAnchor():
            return {"type": "anchor", "name": said.name}
        case api.PageBlockPreformatted():
            more = {"language": said.language} if said.language else {}
            return {"type": "pre", "text": show_text(scene, said.text), **more}
        case _:
            return _holding(scene, said)


def _holding(scene: Scene, said: "api.TypePageBlock") -> Json | None:  # noqa: PLR0911 - by kind
    """Blocks that hold others, or have a caption."""
    match said:
        case api.PageBlockBlockquoteBlocks():
            inner = {"blocks": show_blocks(scene, said.blocks)}
            return {"type": "blockquote", **inner, **_credit(scene, said.caption)}
        case api.PageBlockBlockquote():
            text = show_text(scene, said.text)
            credit = _credit(scene, said.caption)
            if said.collapsed:
                return {"type": "expandable_blockquote", "text": text, **credit}
            blocks = [{"type": "paragraph", "text": text}]
            return {"type": "blockquote", "blocks": blocks, **credit}
        case api.PageBlockPullquote():
            text = show_text(scene, said.text)
            return {"type": "pullquote", "text": text, **_credit(scene, said.caption)}
        case api.PageBlockDetails():
            inner = {"blocks": show_blocks(scene, said.blocks)}
            opened = {"is_open": True} if said.open else {}
            return {
                "type": "details",
                "summary": show_text(scene, said.title),
                **inner,
                **opened,
            }
        case api.PageBlockList():
            return {"type": "list", "items": [_item(scene, each, "•") for each in said.items]}
        case api.PageBlockOrderedList():
            return {"type": "list", "items": _numbered(scene, said)}
        case api.PageBlockTable():
            return _table(scene, said)
        case _:
            return None


def _credit(scene: Scene, said: "api.TypeRichText") -> Json:
    return {} if isinstance(said, api.TextEmpty) else {"credit": show_text(scene, said)}


def _item(scene: Scene, said: Any, label: str) -> Json:
    blocks = (
        [{"type": "paragraph", "text": show_text(scene, said.text)}]
        if hasattr(said, "text")
        else show_blocks(scene, said.blocks)
    )
    shown: Json = {"label": label, "blocks": blocks}
    if said.checkbox:
        shown["has_checkbox"] = True
    if said.checked:
        shown["is_checked"] = True
    return shown


def _numbered(scene: Scene, said: api.PageBlockOrderedList) -> list[Json]:
    """Each item has its number: its own, or the one after that before it."""
    step = -1 if said.reversed else 1
    first = len(said.items) if said.reversed else 1
    number = (said.start if said.start is not None else first) - step
    items = []
    for each in said.items:
        number = each.value if each.value is not None else number + step
        kind = each.type or said.type or "1"
        label = each.num if each.num is not None else f"{number}."
        items.append({**_item(scene, each, label), "value": number, "type": kind})
    return items


def _table(scene: Scene, said: api.PageBlockTable) -> Json:
    shown: Json = {
        "type": "table",
        "cells": [[_cell(scene, each) for each in row.cells] for row in said.rows],
    }
    for name in ("bordered", "striped", "compact"):
        if getattr(said, name):
            shown[f"is_{name}"] = True
    if not isinstance(said.title, api.TextEmpty):
        shown["caption"] = show_text(scene, said.title)
    return shown


def _cell(scene: Scene, said: api.PageTableCell) -> Json:
    shown: Json = {
        "align": "center" if said.align_center else "right" if said.align_right else "left",
        "valign": "middle" if said.valign_middle else "bottom" if said.valign_bottom else "top",
    }
    if said.text is not None:
        shown["text"] = show_text(scene, said.text)
    if said.header:
        shown["is_header"] = True
    for name in ("colspan", "rowspan"):
        number = getattr(said, name)
        if number:
            shown[name] = number
    return shown
