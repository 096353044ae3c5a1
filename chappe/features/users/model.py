"""What is known of an account, and of what it holds of another."""

import enum
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from chappe.ids import DcId, PeerId, UserId, user_peer

SERVICE_USER = UserId(777000)
"""The account that brings codes and notices; clients know it by its number."""


class Mark(enum.IntFlag):
    """What an account is besides; the numbers stand in the database."""

    DELETED = 1
    BOT = 2
    VERIFIED = 4
    SUPPORT = 8
    PREMIUM = 16
    WANTS_PREMIUM = 32
    """Strangers write to it only with Premium."""
    HIDES_READ_MARKS = 64
    """Nobody learns when it has read something."""
    TOP_PEERS_OFF = 128
    """It does not want to have counted whom it writes to."""


class Tie(enum.IntFlag):
    """How an account stands to another; the numbers stand in the database."""

    CONTACT = 1
    CLOSE_FRIEND = 2
    BLOCKED = 4
    STORIES_BLOCKED = 8
    BAR_HIDDEN = 16
    """The owner does not want to be asked any more whether to add or block the other."""


@dataclass(frozen=True, slots=True)
class Username:
    """A public name, as its owner spells it. `editable`: the one that its owner chose; the others were
    given to the account."""

    name: str
    active: bool = True
    editable: bool = True


class BotFace(msgspec.Struct, frozen=True, array_like=True):
    """What is shown of a bot wherever it is named. Kept in this order: new fields go last, with a default.

    `owner_id`: 0: nobody's. `version`: rises when clients should ask for its commands anew. `reads_all`: it
    hears everything in groups. `inline_placeholder`: None: it answers no inline queries. `names`: to those who
    speak a language, two letters each. `can_manage`: bots may be made that it leads.
    `main_app`: it opens with a page. `business`: accounts may connect it (`features.business`).
    """

    owner_id: UserId = UserId(0)
    version: int = 1
    no_groups: bool = False
    reads_all: bool = False
    inline_placeholder: str | None = None
    inline_geo: bool = False
    names: tuple[tuple[str, str], ...] = ()
    can_manage: bool = False
    main_app: bool = False
    business: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account. `online_until`: Unix seconds; in the past, it is when the account was there last.
    The byte strings are TL values, told in the migration."""

    id: UserId
    phone: str | None = None
    first_name: str = ""
    last_name: str = ""
    about: str = ""
    usernames: tuple[Username, ...] = ()
    marks: Mark = Mark(0)
    lang_code: str = ""
    dc_id: DcId = DcId(2)
    made_at: int = 0
    online_until: int = 0
    photo: bytes | None = None
    fallback: bytes | None = None
    emoji_status: bytes | None = None
    color: bytes | None = None
    profile_color: bytes | None = None
    birthday: str = ""
    privacy: bytes | None = field(default=None, repr=False)
    bot: BotFace | None = None

    @property
    def peer(self) -> PeerId:
        """The account as a peer."""
        return user_peer(self.id)

    @property
    def deleted(self) -> bool:
        """Whether only its number is left."""
        return Mark.DELETED in self.marks

    @property
    def username(self) -> str | None:
        """The public name by which it goes: the first active one."""
        return next((each.name for each in self.usernames if each.active), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What an account holds of another. `phone`: digits, as the owner knows it. `note`, `photo`: TL."""

    user_id: UserId
    ties: Tie = Tie(0)
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    note: bytes | None = None
    photo: bytes | None = None
    added_at: int = 0
    blocked_at: int = 0

    @property
    def contact(self) -> bool:
        """Whether the other one is in the owner's address book."""
        return int.__and__(self.ties, Tie.CONTACT) != 0  # asked for every user that is shown


def write_usernames(names: tuple[Username, ...]) -> str:
    """Public names for a column: `-` before one that leads nowhere, `+` before one that was given."""
    return " ".join(
        f"{'' if each.active else '-'}{'' if each.editable else '+'}{each.name}"
        for each in names
    )


def read_usernames(text: str) -> tuple[Username, ...]:
    """Public names out of a column."""
    return tuple(
        Username(word.lstrip("-+"), active="-" not in word, editable="+" not in word)
        for word in text.split()
    )


FACES_KEPT_MAX = 4096
_faces = msgspec.msgpack.Decoder(BotFace)


def write_face(face: BotFace) -> bytes:
    """A bot's face for a column."""
    return msgspec.msgpack.encode(face)


@lru_cache(FACES_KEPT_MAX)
def read_face(data: bytes | None) -> BotFace | None:
    """A bot's face out of a column."""
    return None if data is None else _faces.decode(data)
