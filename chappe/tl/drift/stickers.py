"""Sets of stickers and groups of emoji."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import up_from
from chappe.tl.drift.frame import Fields, down, down_to

COVERS_MAX = 5
"""How many stickers a set shows of itself in a list."""


@down("stickerSet", "gifs", until=143)
def moving_set(o: api.StickerSet) -> Fields:
    """Until layer 144 the field for video stickers had another name."""
    return {"gifs": o.videos}


@up_from("stickerSet", "thumb_dc_id")
def set_with_thumbs(before: Any) -> Fields:
    """Until layer 122 a set had one thumb, and until 128 that had no version."""
    thumb = getattr(before, "thumb", None)
    thumbs = getattr(before, "thumbs", None if thumb is None else [thumb])
    whole = thumbs is not None and before.thumb_dc_id is not None
    return {
        "thumbs": thumbs if whole else None,
        "thumb_dc_id": before.thumb_dc_id if whole else None,
        "thumb_version": (getattr(before, "thumb_version", None) or 0) if whole else None,
        "videos": getattr(before, "gifs", False),
    }


@down_to("stickerSetFullCovered", until=147)
def set_of_covers(o: api.StickerSetFullCovered) -> TLObject:
    """Until layer 148 a list showed some stickers of a set."""
    return api.StickerSetMultiCovered(set=o.set, covers=o.documents[:COVERS_MAX])


@down_to("stickerSetNoCovered", until=150)
def set_without_covers(o: api.StickerSetNoCovered) -> TLObject:
    """Until layer 151 a set showed some of itself, or an empty list."""
    return api.StickerSetMultiCovered(set=o.set, covers=[])


@down_to("messages.stickerSetNotModified", until=134)
def always_modified(o: api.messages.StickerSetNotModified) -> None:
    """Until layer 135 nobody said which set he has already."""


@down_to("emojiGroupGreeting", until=178)
def plain_group(o: api.EmojiGroupGreeting) -> TLObject:
    """Until layer 179 all groups of emoji were alike."""
    return api.EmojiGroup(title=o.title, icon_emoji_id=o.icon_emoji_id, emoticons=o.emoticons)
