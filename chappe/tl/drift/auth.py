"""Logging in and out, passwords."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.frame import Fields, down_result, down_to, old, up


@down_result("auth.logOut", until=134)
def logged_out(result: api.auth.LoggedOut) -> bool:
    """Until layer 135 there was no token to log in again with."""
    return bool(result)


@down_result("account.verifyEmail", until=144)
def verified(result: "api.account.TypeEmailVerified") -> bool:
    """Until layer 145 the answer was only that the address is right."""
    return bool(result)


@up("account.verifyEmail")
def passport_address(before: Any) -> Fields:
    """Until layer 145 addresses were verified for Passport, by a code."""
    return {
        "purpose": api.EmailVerifyPurposePassport(),
        "verification": api.EmailVerificationCode(code=before.code),
    }


@down_to("account.password", until=90)
def no_password(o: api.account.Password) -> TLObject:
    """Until layer 91 an account without a password had a word of its own; with one, a salt that the server
    does not use any more: whoever comes so is told to update before it gets here."""
    pattern = o.email_unconfirmed_pattern or ""
    if not o.has_password:
        return old(
            "account.noPassword",
            new_salt=b"",
            new_secure_salt=b"",
            secure_random=o.secure_random,
            email_unconfirmed_pattern=pattern,
        )
    return old(
        0xCA39B447,  # account.password
        has_recovery=o.has_recovery,
        has_secure_values=o.has_secure_values,
        current_salt=b"",
        new_salt=b"",
        new_secure_salt=b"",
        secure_random=o.secure_random,
        hint=o.hint or "",
        email_unconfirmed_pattern=pattern,
    )


@up("account.passwordInputSettings")
def salted_password(before: Any) -> Fields:
    """Until layer 91 a password was hashed by a salt, which nobody accepts now.

    An empty hash still takes the password away.
    """
    if before.new_password_hash is None:
        return {"new_algo": None}
    return {"new_algo": api.PasswordKdfAlgoUnknown(), "hint": before.hint or ""}


@up(0x1B067634)  # auth.signUp
def signed_up_with_a_code(before: Any) -> Fields:
    """Until layer 105 a new account brought its code along; there is no other place left for it."""
    return {"phone_code_hash": f"{before.phone_code_hash} {before.phone_code}"}


@down_to("auth.sentCodeTypeFirebaseSms", until=151)
@down_to("auth.sentCodeTypeFragmentSms", until=149)
@down_to("auth.sentCodeTypeEmailCode", until=144)
def code_of_length(o: Any) -> TLObject:
    """A code of digits that came by a way that has no name yet: the client asks for digits."""
    return api.auth.SentCodeTypeSms(length=o.length)


@down_to("auth.sentCodeTypeMissedCall", until=134)
def code_of_a_call(o: api.auth.SentCodeTypeMissedCall) -> TLObject:
    """The last digits of the number that calls."""
    return api.auth.SentCodeTypeCall(length=o.length)


@down_to("auth.codeTypeFragmentSms", until=149)
@down_to("auth.codeTypeMissedCall", until=134)
def next_code(o: Any) -> TLObject:
    """As `code_of_length`."""
    return api.auth.CodeTypeSms()


@up("inputStorePaymentAuthCode")
def week_of_premium(before: Any) -> Fields:
    """Until layer 225 the fee for a code came with a week of Premium."""
    return {"premium_days": 7}
