"""What is known of sticker sets."""

import enum
from dataclasses import dataclass

from chappe.ids import UserId
from chappe.tl import api


class SetKind(enum.IntEnum):
    """What a set is made of; the numbers stand in the database."""

    STICKERS = 0
    MASKS = 1
    EMOJI = 2


class Shelf(enum.IntEnum):
    """Where an account keeps what it likes or has used; the numbers stand in the database."""

    FAVED = 0
    RECENT = 1
    ATTACHED = 2
    """Used lately on photos and videos."""
    GIFS = 3


COUNT_MAX = {SetKind.STICKERS: 120, SetKind.MASKS: 120, SetKind.EMOJI: 200}
"""How many are in a set, as the Bot API says it."""
INSTALLED_MAX = 200
"""Sets of a kind in use; beyond, the lowest are archived."""
EMOJIS_MAX = 20
KEYWORDS_MAX = 20
KEYWORDS_CHARACTERS_MAX = 64
TITLE_CHARACTERS_MAX = 64
TGS, WEBM, WEBP = "application/x-tgsticker", "video/webm", "image/webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class StickerSet:
    """A set. `maker_id`: the bot that made it for its owner, or the owner; `thumb_id`: the document that shows it."""

    id: int
    access_hash: int
    owner_id: UserId
    maker_id: UserId
    kind: SetKind
    text_color: bool
    title: str
    short_name: str
    made_at: int
    version: int = 1
    thumb_id: int | None = None
    thumb_mime: str = ""
    thumb_bytes: int = 0
    thumb_dc: int = 0
    thumb_version: int = 0
    thumb_emoji: int | None = None

    @property
    def named(self) -> api.InputStickerSetID:
        """As it is named on the wire, by everybody alike."""
        return api.InputStickerSetID(id=self.id, access_hash=self.access_hash)

    def led_by(self, user_id: UserId) -> bool:
        """Whether an account may change it."""
        return user_id in {self.owner_id, self.maker_id}


@dataclass(frozen=True, slots=True)
class Sticker:
    """A sticker in a set. `emojis`: what it stands for; `keywords`: what else it is found by."""

    document_id: int
    set_id: int
    mime: str
    emojis: tuple[str, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """A set that an account has."""

    set_id: int
    kind: SetKind
    archived: bool
    at: int
