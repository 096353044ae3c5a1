import pytest

from chappe.features.password.email import clean_address, pattern
from chappe.rpc.errors import RpcError


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ada.lovelace@example.org", "ad***e@example.org"),
        ("ada@example.org", "a***@example.org"),
        ("a@example.org", "a***@example.org"),
    ],
)
def test_a_pattern_shows_little(address: str, shown: str) -> None:
    assert pattern(address) == shown


@pytest.mark.parametrize(
    "address", ["a@b.cd", " ada@example.org ", "a+b@sub.example.org", "jürgen@büro.de"]
)
def test_an_address_is_taken(address: str) -> None:
    assert clean_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "@example.org",
        "a b@example.org",
        "a@b.c\nBcc: d@e.fg",
        "a@-b.cd",
        "a@b..cd",
        "<a@b.cd>",
        "a@b.cd,d@e.fg",
        "a" * 65 + "@b.cd",
        "a@" + "b." * 200 + "cd",
        "a\0@b.cd",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(RpcError, match="EMAIL_INVALID"):
        clean_address(address)
