"""What is known of an account."""

import enum
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class User:
    """An account. `online_until`: Unix seconds; in the past, it is when the account was there last."""

    id: UserId
    phone: str | None
    first_name: str
    last_name: str
    about: str
    username: str | None
    marks: Mark
    lang_code: str
    dc_id: DcId
    photo_id: int | None
    made_at: int
    online_until: int

    @property
    def peer(self) -> PeerId:
        """The account as a peer."""
        return user_peer(self.id)

    @property
    def deleted(self) -> bool:
        """Whether only its number is left."""
        return Mark.DELETED in self.marks


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry of an address book."""

    user_id: UserId
    first_name: str
    last_name: str
    phone: str
