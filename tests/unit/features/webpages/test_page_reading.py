import time

import pytest

from chappe.features.webpages.reading import HTML_BYTES_MAX, Look, read_page
from chappe.fetch.fetcher import Fetched

URL = "https://example.org/a/page"


def look(html: str | bytes, charset: str | None = None) -> Look:
    body = html.encode() if isinstance(html, str) else html
    return read_page(Fetched(URL, "text/html", charset, body))


def test_what_a_page_says_for_previews_comes_first() -> None:
    assert look(
        """<html><head><title>Plain</title><meta name="description" content="plain">
        <meta property="og:title" content="A &amp; B\n  C"><meta name="twitter:title" content="bird">
        <meta property="og:description" content="told"><meta property="og:site_name" content="Site">
        <meta property="og:image" content="/i/x.png"><meta property="og:type" content="video.movie">
        <meta name="twitter:card" content="summary_large_image"><meta name=author content=Ada>"""
    ) == Look(
        "A & B C", "told", "Site", "video", "Ada", "https://example.org/i/x.png", large=True
    )


def test_a_plain_page_has_a_title_and_a_description() -> None:
    found = look("<title>\n A page </title><META NAME=Description CONTENT='It is plain.'>")
    assert found == Look("A page", "It is plain.")
    assert found.says_something


@pytest.mark.parametrize("html", ["", "text", "<title> </title>", "\0\0", "<html><body><p>x"])
def test_a_page_that_says_nothing_shows_nothing(html: str) -> None:
    assert not look(html).says_something


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<title>Żółw</title>".encode("iso-8859-2"), "iso-8859-2"),
        ('<meta charset="windows-1250"><title>Żółw</title>'.encode("cp1250"), None),
        (b"<meta http-equiv=content-type content='text/html; charset=utf-8'><title>\xc5\xbb\xc3\xb3\xc5\x82w", None),
        ("<title>Żółw</title>".encode("utf-8-sig"), "latin-1"),
        ("<title>Żółw</title>".encode("utf-16"), None),
        ("<title>Żółw</title>".encode(), "no-such-charset"),
        ("<title>Żółw</title>".encode(), "hex"),
        ("<title>Żółw</title>".encode(), "undefined"),
        ("<title>Żółw</title>".encode(), "punycode"),
        ("<title>Żółw</title>".encode(), None),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_own_alphabet(body: bytes, charset: str | None) -> None:
    assert look(body, charset).title == "Żółw"


def test_what_is_long_is_cut() -> None:
    found = look(f"<title>{'t' * 999}</title><meta name=description content='{'d' * 9999}'>")
    assert (found.title or "") == "t" * 255 + "…"
    assert len(found.description or "") == 1024


@pytest.mark.parametrize("image", ["", "http://[", "http://a:b/"])
def test_an_image_from_nowhere_is_none(image: str) -> None:
    assert look(f"<meta property=og:image content='{image}'>").image is None


@pytest.mark.parametrize(
    "piece", ["<!--", "<a", "<b>", "<meta ", "<![CDATA[", "&", "<meta property=og:title content='", "<title>", "<svg>"]
)  # fmt: skip
def test_no_page_takes_long(piece: str) -> None:
    html = (piece * HTML_BYTES_MAX)[:HTML_BYTES_MAX]
    start = time.perf_counter()
    look(html)
    assert time.perf_counter() - start < 0.5
