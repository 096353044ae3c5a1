"""Stickers and sets of them. https://core.telegram.org/bots/api#stickers"""

from typing import TYPE_CHECKING, Any

from chappe.botapi.fileids import FileName, Medium
from chappe.botapi.shown.media import show_document, show_file
from chappe.botapi.shown.scene import Json, Scene
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Iterable


def show_sticker(scene: Scene, document: api.Document) -> Json:
    """One sticker."""
    shown: Json = show_document(scene, document)["sticker"]
    return shown


def show_stickers(scene: Scene, documents: "Iterable[api.TypeDocument]") -> list[Json]:
    """Some stickers."""
    return [show_sticker(scene, each) for each in documents if isinstance(each, api.Document)]


def show_set(scene: Scene, found: api.messages.StickerSet, thumb_id: int | None) -> Json:
    """A set. `thumb_id`: the document that shows it."""
    of = found.set
    shown: Json = {
        "name": of.short_name,
        "title": of.title,
        "sticker_type": "custom_emoji" if of.emojis else "mask" if of.masks else "regular",
        "stickers": show_stickers(scene, found.documents),
    }
    if thumb_id is not None and of.thumbs:
        size: Any = of.thumbs[0]
        name = FileName(Medium.THUMBNAIL, thumb_id, "", of.thumb_dc_id or 0)
        thumb = show_file(scene, name, size.size)
        shown["thumbnail"] = {**thumb, "width": size.w, "height": size.h}
    return shown
