import pytest

from chappe.features.webpages.addresses import page_address, page_id, shown_address, site_of


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("Example.ORG", "http://example.org/"),
        ("https://user:secret@example.org/x?y=1#part", "https://example.org/x?y=1"),
        ("http://пример.рф/путь", "http://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("tg://resolve?domain=x", None),
        ("ftp://example.org/", None),
        ("http://", None),
        ("http://[", None),
        ("http://a:b/", None),
        ("http://example.org/" + "ж" * 1000, None),
    ],
)
def test_a_page_has_one_address(link: str, address: str | None) -> None:
    assert page_address(link) == address


def test_a_page_has_one_number() -> None:
    assert page_id("http://example.org/") == page_id("http://example.org/")
    assert page_id("http://example.org/") != page_id("https://example.org/")
    assert 0 < page_id("http://example.org/") < 2**63


def test_people_read_host_and_path() -> None:
    assert shown_address("https://xn--e1afmkfd.xn--p1ai/%D1%8F/?q=1") == "пример.рф/я?q=1"
    assert site_of("https://www.example.org/x") == "example.org"
