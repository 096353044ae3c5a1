from typing import Any

import pytest

from chappe.features.files.attributes import clean_attributes, clean_mime, file_name
from chappe.tl import api


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\b.exe", "b.exe"),
        ("a\0b\n\u202ec.txt", "abc.txt"),
        ("Ä ö.jpg", "Ä ö.jpg"),
        ("", ""),
        ("..", ""),
        ("/", ""),
        ("x" * 300 + ".jpeg", "x" * 250 + ".jpeg"),
    ],
)
def test_a_name_is_the_last_part_of_a_path_without_tricks(said: str, kept: str) -> None:
    assert file_name(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("image/PNG", "image/png"),
        ("text/plain; charset=utf-8", "text/plain"),
        ("application/vnd.ms-excel", "application/vnd.ms-excel"),
        ("", "application/octet-stream"),
        ("png", "application/octet-stream"),
        ("a/b\r\nX: y", "application/octet-stream"),
        ("a/" + "b" * 200, "application/octet-stream"),
    ],
)
def test_a_mime_type_is_kept_when_it_is_one(said: str, kept: str) -> None:
    assert clean_mime(said) == kept


def test_of_each_kind_there_is_one() -> None:
    names = [api.DocumentAttributeFilename(file_name=name) for name in ("a", "b")]
    assert clean_attributes(names) == names[1:]


def test_what_a_client_may_not_say_is_left_out() -> None:
    said: list[Any] = [
        api.DocumentAttributeHasStickers(),
        api.DocumentAttributeCustomEmoji(alt="x", stickerset=api.InputStickerSetEmpty()),
        api.DocumentAttributeFilename(file_name="/"),
    ]
    assert clean_attributes(said) == []


def test_a_sticker_does_not_say_which_set_it_is_of() -> None:
    said = api.DocumentAttributeSticker(
        alt="🙂", stickerset=api.InputStickerSetID(id=1, access_hash=2)
    )
    (kept,) = clean_attributes([said])
    assert isinstance(kept, api.DocumentAttributeSticker)
    assert kept.stickerset == api.InputStickerSetEmpty()


def test_long_words_are_cut() -> None:
    said = api.DocumentAttributeAudio(duration=1, title="t" * 1000, performer="p\0q")
    (kept,) = clean_attributes([said])
    assert isinstance(kept, api.DocumentAttributeAudio)
    assert (kept.title, kept.performer) == ("t" * 512, "pq")
