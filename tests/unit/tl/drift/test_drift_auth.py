"""Logging in and out at older layers."""

import pytest
from old_client import asks, gets, make, reads, says

from chappe.tl import api, layers
from chappe.tl.wire import NotWritable


def sent(kind: object) -> api.auth.SentCode:
    return api.auth.SentCode(type=kind, phone_code_hash="h", timeout=60)  # type: ignore[arg-type]  # any kind


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        (144, api.auth.SentCodeTypeEmailCode(email_pattern="a*", length=6)),
        (149, api.auth.SentCodeTypeFragmentSms(url="u", length=6)),
        (151, api.auth.SentCodeTypeFirebaseSms(length=6)),
    ],
)
def test_a_code_keeps_its_length(layer: int, kind: object) -> None:
    read = reads(layer, sent(kind))
    assert (read.type, read.phone_code_hash) == (api.auth.SentCodeTypeSms(length=6), "h")


def test_other_ways_of_a_code() -> None:
    call = api.auth.SentCodeTypeMissedCall(prefix="49", length=5)
    assert reads(134, sent(call)).type == api.auth.SentCodeTypeCall(length=5)
    code = sent(api.auth.SentCodeTypeApp(length=5))
    code.next_type = api.auth.CodeTypeFragmentSms()
    assert reads(149, code).next_type == api.auth.CodeTypeSms()
    assert reads(158, sent(api.auth.SentCodeTypeSmsWord())).type.NAME == "auth.sentCodeTypeSms"


def test_no_code_is_claimed_where_none_was_sent() -> None:
    user = api.auth.Authorization(user=api.UserEmpty(id=1))
    done = api.auth.SentCodeSuccess(authorization=user)
    with pytest.raises(NotWritable):
        layers.write_result(api.auth.SendCode, done, 151)


def test_a_logout_was_true() -> None:
    assert gets(133, api.auth.LogOut, api.auth.LoggedOut(future_auth_token=b"t")) is True
    assert gets(135, api.auth.LogOut, api.auth.LoggedOut()) == api.auth.LoggedOut()


def test_an_address_was_verified_for_passport_by_a_code() -> None:
    asked = asks(133, "account.verifyEmail", email="a@b", code="12345")
    assert asked == api.account.VerifyEmail(
        purpose=api.EmailVerifyPurposePassport(),
        verification=api.EmailVerificationCode(code="12345"),
    )
    assert gets(133, asked, api.account.EmailVerified(email="a@b")) is True


def test_a_salted_password_is_of_no_known_kind() -> None:
    settings = make(
        80, "account.passwordInputSettings",
        new_salt=b"s", new_password_hash=b"", hint="h", email="a@b",
    )  # fmt: skip
    asked = says(80, settings)
    assert asked == api.account.PasswordInputSettings(
        new_algo=api.PasswordKdfAlgoUnknown(), new_password_hash=b"", hint="h", email="a@b"
    )
    layers.write(asked)
    only_mail = make(80, "account.passwordInputSettings", email="a@b")
    assert says(80, only_mail) == api.account.PasswordInputSettings(email="a@b")


def test_the_fee_for_a_code_came_with_a_week() -> None:
    fields = {"phone_number": "1", "phone_code_hash": "h", "currency": "EUR", "amount": 1}
    purpose = make(214, "inputStorePaymentAuthCode", **fields)
    asked = asks(214, "payments.canPurchaseStore", purpose=purpose)
    assert asked.purpose.premium_days == 7
