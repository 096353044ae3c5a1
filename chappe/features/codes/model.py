"""What is known of a code on its way."""

from dataclasses import dataclass, field
from enum import Enum

from chappe.couriers.courier import Medium, Purpose
from chappe.ids import AuthKeyId, UserId

CODE_SECONDS = 5 * 60
EMAIL_CODE_SECONDS = 30 * 60
"""How long a code is good for, from when it was last sent: people open their mail less often."""
PROVEN_SECONDS = 60 * 60
"""How long a person may take over the form that follows (a name, after a new number)."""
TRIES_MAX = 5
"""Wrong codes until it is worth nothing: 5 in 10^5 guesses hit."""
SENDS_MAX = 3
LETTERS_PER_DAY_MAX = 10
"""In production, to one address; with TRIES_MAX it bounds what guessing can reach in a day."""
LETTERS_PER_ORIGIN_MAX = 100
"""In production, a day, asked for from one network address, whoever they go to: somebody pays for them."""
PHONE_DIGITS, EMAIL_DIGITS = 5, 6

APP = "app"
"""The medium of a message from the service account to the other devices of a user."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that is waited for; times are Unix seconds.

    `medium`: app, phone or email; another word: it is not sent yet.
    """

    id: str
    purpose: Purpose
    medium: str
    address: str
    key_id: AuthKeyId
    user_id: UserId | None
    code: str = field(repr=False)
    sends: int
    sent_at: int
    until: int
    tries: int = 0
    proven: bool = False


class Verdict(Enum):
    """What a code that was shown turned out to be."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"
    """There is none to compare with: expired, used, cancelled, or guessed at too often."""


MEDIA: dict[str, Medium | None] = {
    APP: None,
    Medium.PHONE.value: Medium.PHONE,
    Medium.EMAIL.value: Medium.EMAIL,
}
"""The courier's word for each medium; None: no courier is needed."""


@dataclass(frozen=True, slots=True)
class LoginEmail:
    """Where a user's login codes go in the place of the phone.

    `reset_at`: when it will be forgotten, because somebody who has the phone asked for that.
    """

    user_id: UserId
    email: str
    reset_at: int | None = None
