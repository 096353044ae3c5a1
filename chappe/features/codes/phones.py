"""Phone numbers: how they are written, which ones there are, and those that are for tests.

`99966XYYYY` belongs to nobody: X is the data center of the account, and the code is X, five times. Only
profile dev knows them. https://core.telegram.org/api/auth#test-accounts
"""

import re

from chappe.config import Profile
from chappe.ids import DcId
from chappe.rpc.errors import RpcError

_DECORATION = re.compile(r"[\s()+./\u00a0-]")
_DIGITS = re.compile(r"[0-9]{5,15}")
_TEST = re.compile(r"99966([123])[0-9]{4}")
_TRADED = "888"
"""https://core.telegram.org/api/config: how numbers begin that belong to nobody's country."""
CHARACTERS_MAX = 64
"""Looked at by a regular expression and a library; nobody writes a number with more."""


def clean_phone(phone: str, profile: Profile) -> str:
    """A number as it is kept: country code and number, digits only.

    In production it has to be one that is given out somewhere; in dev one of a lawful length, or a test
    number.
    Errors: PHONE_NUMBER_INVALID
    """
    digits = _DECORATION.sub("", phone[:CHARACTERS_MAX])
    if not _DIGITS.fullmatch(digits):
        raise RpcError(400, "PHONE_NUMBER_INVALID")
    if profile is Profile.DEV and _TEST.fullmatch(digits):
        return digits
    # Loading the numbering plans of the world takes longer than everything else before a login.
    import phonenumbers  # noqa: PLC0415 - see above

    try:
        number = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        raise RpcError(400, "PHONE_NUMBER_INVALID") from None
    lawful = (
        phonenumbers.is_possible_number(number)
        if profile is Profile.DEV
        else phonenumbers.is_valid_number(number)
    )
    if not lawful:
        raise RpcError(400, "PHONE_NUMBER_INVALID")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]


def country_of(phone: str) -> str | None:
    """The two letters of the country of a number (digits, as kept); FT for those that are traded; None: of none."""
    if phone.startswith(_TRADED):
        return "FT"
    import phonenumbers  # noqa: PLC0415 - as above

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(f"+{phone}", None))
    except phonenumbers.NumberParseException:
        return None


def dc_of_test_number(phone: str) -> DcId | None:
    """The data center that a test number names; None for a real number (digits, as kept)."""
    found = _TEST.fullmatch(phone)
    return None if found is None else DcId(int(found[1]))
