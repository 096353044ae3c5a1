"""The port: a letter with a code in it, and who carries it."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

DELIVERY_SECONDS = 10.0
"""Somebody sits before a login form: a courier that takes longer has failed."""


class Medium(Enum):
    """What kind of address a letter has."""

    PHONE = "phone"
    EMAIL = "email"


class Purpose(Enum):
    """What the code is good for."""

    SIGN_IN = "sign_in"
    CHANGE_PHONE = "change_phone"
    CONFIRM_PHONE = "confirm_phone"
    VERIFY_PHONE = "verify_phone"
    VERIFY_EMAIL = "verify_email"
    PASSWORD_EMAIL = "password_email"  # noqa: S105 - the name of a purpose
    """To prove that a recovery address is one's own."""
    PASSWORD_RECOVERY = "password_recovery"  # noqa: S105 - the same


@dataclass(frozen=True, slots=True)
class Letter:
    """One code on its way. `to`: digits of a phone number with `+`, or an e-mail address."""

    medium: Medium
    to: str
    purpose: Purpose
    code: str = field(repr=False)


class Undeliverable(Exception):
    """The letter did not get through; the text says why, without address and code."""


class Courier(Protocol):
    """Who carries letters."""

    def carries(self, medium: Medium) -> bool:
        """Whether it can deliver to such addresses."""

    async def deliver(self, letter: Letter) -> None:
        """Hand the letter over; returns when the next station has taken it.

        Raises: Undeliverable.
        """

    async def close(self) -> None:
        """Let go of connections."""


WORDS = {
    Purpose.SIGN_IN: "to sign in",
    Purpose.CHANGE_PHONE: "to make this number yours",
    Purpose.CONFIRM_PHONE: "to keep your account",
    Purpose.VERIFY_PHONE: "to prove that this number is yours",
    Purpose.VERIFY_EMAIL: "to prove that this address is yours",
    Purpose.PASSWORD_EMAIL: "to prove that this address is yours",
    Purpose.PASSWORD_RECOVERY: "to take away your forgotten password",
}


def text_of(letter: Letter) -> str:
    """What a person reads."""
    return (
        f"{letter.code} is your code {WORDS[letter.purpose]}.\n"
        "Whoever has it can act as you: give it to nobody. If you did not ask for it, do nothing."
    )
