"""What is known of invoices, payments and Stars."""

import enum
from dataclasses import dataclass

from chappe.features.messages.payload import read_value, read_values
from chappe.ids import PeerId, UserId
from chappe.tl import api

STARS = "XTR"
"""What Stars are called where there are currencies."""
FORM_SECONDS = 600
"""A form that is older is not taken any more."""
BANK = PeerId(0)
"""Who makes play money."""


class FormState(enum.IntEnum):
    """What has become of a form; the numbers stand in the database."""

    OPEN = 0
    SENT = 1


class Reason(enum.IntEnum):
    """Why Stars went from one to another; the numbers stand in the database."""

    GIVEN = 1
    """To begin with, or by an administrator."""
    INVOICE = 2
    PAID_MEDIA = 3
    SUBSCRIPTION = 4


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a bot sells. `photo`, `invoice`: TL."""

    id: int
    bot_id: UserId
    slug: str | None
    title: str
    description: str
    photo: bytes | None
    invoice: bytes
    payload: bytes
    total: int

    def read(self) -> api.Invoice:
        """As it stands on the wire."""
        shown: api.Invoice = read_value(self.invoice)
        return shown

    def read_photo(self) -> "api.TypeWebDocument | None":
        """Its picture."""
        photo: api.TypeWebDocument | None = read_value(self.photo)
        return photo


@dataclass(frozen=True, slots=True)
class PaidMedia:
    """Photos and videos that are sold. `media`: MessageMedia, TL, one after the other; `previews`: one for each."""

    id: int
    author_id: UserId
    seller: PeerId
    stars: int
    payload: bytes | None
    media: bytes
    previews: bytes

    def read_media(self) -> "list[api.TypeMessageMedia]":
        """What whoever has paid sees, with empty photos and documents."""
        return read_values(self.media) or []

    def read_previews(self) -> "list[api.TypeMessageExtendedMedia]":
        """What all others see."""
        return read_values(self.previews) or []


@dataclass(frozen=True, slots=True)
class Form:
    """A form that somebody was shown. `invoice`: 0: of paid media; `body`: of the message; 0: it was a link that led
    to it."""

    id: int
    user_id: UserId
    invoice: int
    body: int
    at: int
    state: FormState


@dataclass(frozen=True, slots=True)
class Info:
    """Where to and for whom. `options`: TL, one after the other."""

    id: str
    user_id: UserId
    invoice: int
    at: int
    info: bytes
    options: bytes | None


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid. `body`: of the message that showed the invoice; `receipt`: of the one that says so."""

    id: int
    charge: str
    user_id: UserId
    bot_id: UserId
    invoice: int
    body: int
    receipt: int
    at: int
    total: int
    tip: int
    info: bytes | None
    shipping: bytes | None
    card: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a transaction. `amount`: below 0: the owner gave it; `other`: 0: play money; `paid`: which paid
    media; `body`: of the message that shows them."""

    id: int
    name: str
    refund: bool
    reason: Reason
    at: int
    title: str
    description: str
    photo: bytes | None
    payload: bytes | None
    body: int
    paid: int
    period: int
    owner: PeerId
    other: PeerId
    amount: int
