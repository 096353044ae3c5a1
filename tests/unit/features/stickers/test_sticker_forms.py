"""Which files are stickers, and what is read of emoji and of WebM."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.features.stickers.emoji import split
from chappe.features.stickers.forms import NoSticker, read_sticker, read_thumb
from chappe.features.stickers.model import SetKind
from chappe.features.stickers.webm import NoWebM, read_video
from chappe.features.stickers.words import keywords


@given(st.binary(max_size=300), st.sampled_from(SetKind), st.sampled_from(["", "video/webm"]))
def test_bytes_that_are_no_sticker_are_refused_by_name(
    data: bytes, kind: SetKind, mime: str
) -> None:
    for start in (b"", b"\x1f\x8b\x08\x00", b"\x1aE\xdf\xa3"):
        with pytest.raises(NoSticker, match=r"^STICKER_"):
            read_sticker(start + data, mime, kind)
        with pytest.raises(NoSticker, match=r"^STICKER_"):
            read_thumb(start + data, mime)


@given(st.binary(max_size=300))
def test_any_webm_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(NoWebM):
        read_video(b"\x1aE\xdf\xa3" + data)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("😀😎", ("😀", "😎")),
        ("😀 😀", ("😀",)),
        ("❤️", ("❤",)),
        ("👨‍👩‍👧👍🏽", ("👨‍👩‍👧", "👍🏽")),
        ("🇩🇪1️⃣", ("🇩🇪", "1⃣")),
        ("a😀", ()),
        ("", ()),
    ],
)
def test_emoji_in_a_row_are_cut_into_single_ones(text: str, found: tuple[str, ...]) -> None:
    assert split(text) == found


def test_every_keyword_leads_to_emoji() -> None:
    found = keywords()
    assert len(found) > 1000
    assert all(split("".join(each)) for each in found.values())
