import pytest

from chappe.config import Profile
from chappe.features.codes.phones import clean_phone, dc_of_test_number
from chappe.rpc.errors import RpcError


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+1 (202) 555-0111", "12025550111"),
        ("1.202.555.0111", "12025550111"),
        ("\u00a0+49 170 1234567", "491701234567"),
        ("+44 07911 123456", "447911123456"),
        ("99966 2 0001", "9996620001"),
    ],
)
def test_a_number_is_kept_as_its_digits(written: str, kept: str) -> None:
    assert clean_phone(written, Profile.DEV) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "+",
        "12",
        "1202555",
        "one",
        "12025550111x",
        "9996640001",
        "99966200012",
        "é" * 11,
        "1" * 16,
    ],
)
def test_anything_else_is_none(written: str) -> None:
    for profile in Profile:
        with pytest.raises(RpcError, match="PHONE_NUMBER_INVALID"):
            clean_phone(written, profile)


def test_production_knows_no_test_numbers() -> None:
    with pytest.raises(RpcError, match="PHONE_NUMBER_INVALID"):
        clean_phone("9996620001", Profile.PRODUCTION)
    assert clean_phone("+1 415 555 2671", Profile.PRODUCTION) == "14155552671"


def test_a_test_number_names_its_data_center() -> None:
    assert [dc_of_test_number(f"99966{dc}0001") for dc in range(1, 5)] == [1, 2, 3, None]
    assert dc_of_test_number("12025550111") is None
