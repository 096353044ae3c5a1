"""Telephone numbers and numbers of bank cards."""

import re
from collections.abc import Iterator

import phonenumbers

from chappe.features.text.model import Span
from chappe.tl import api

CANDIDATES_MAX = (
    20  # a number is looked up in the plans of all countries; a text has a few, or is a list
)
_PHONE = re.compile(r"(?<![\w+])\+\d(?:[ ().-]{0,2}\d){6,14}+(?![\w+])")
_CARD = re.compile(r"(?<![\w+.,-])\d(?:[ -]?\d){12,18}+(?![ -]?\d|[\w+]|[.,]\d)")
_CARD_FIRST = frozenset("23456")  # what the payment networks begin with


def numbers(text: str) -> Iterator[Span]:
    """Every telephone number that begins with its country, and every bank card, in no order."""
    for seen, match in enumerate(_PHONE.finditer(text)):
        if seen == CANDIDATES_MAX:
            break
        if _is_phone(match.group()):
            yield Span(*match.span(), api.MessageEntityPhone(offset=0, length=0))
    for match in _CARD.finditer(text):
        if _is_card(match.group()):
            yield Span(*match.span(), api.MessageEntityBankCard(offset=0, length=0))


def _is_phone(text: str) -> bool:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def _is_card(text: str) -> bool:
    """Whether the digit at the end is the sum that it should be (the formula of Luhn)."""
    digits = [int(character) for character in text if character.isdecimal()]
    if text[0] not in _CARD_FIRST or not any(digits[1:]):
        return False
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
