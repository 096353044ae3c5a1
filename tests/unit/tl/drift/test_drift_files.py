"""Where the sizes of pictures are, at older layers."""

from typing import Any

import pytest
from old_client import make, reads, says

from chappe.tl import api

SIZES: list[Any] = [
    api.PhotoStrippedSize(type="i", bytes=b"\x01ab"),
    api.PhotoSize(type="s", w=1, h=2, size=3),
    api.PhotoSizeProgressive(type="y", w=9, h=9, sizes=[1, 2, 30]),
]
SAME: dict[str, Any] = {
    "id": 5,
    "access_hash": 7,
    "file_reference": b"ref",
    "date": 1,
    "dc_id": 2,
}
PHOTO = api.Photo(**SAME, sizes=SIZES)
DOCUMENT = api.Document(**SAME, mime_type="a/b", size=9, thumbs=SIZES[:2], attributes=[])


@pytest.mark.parametrize("layer", [23, 68, 90, 97])
def test_a_size_had_all_that_was_needed_to_fetch_it(layer: int) -> None:
    *_, small, large = reads(layer, PHOTO).sizes
    place = small.location
    assert (place.volume_id, place.local_id, place.secret) == (5, ord("s"), 7)
    assert place.dc_id == 2
    assert getattr(place, "file_reference", b"ref") == b"ref"
    assert (large.NAME, large.type, large.size) == ("photoSize", "y", 30)


@pytest.mark.parametrize("layer", [98, 115])
def test_sizes_were_still_numbered_when_photos_were_fetched_by_id(layer: int) -> None:
    _, small, large = reads(layer, PHOTO).sizes
    assert (small.location.volume_id, small.location.local_id) == (5, ord("s"))
    assert large.location.local_id == ord("y")


@pytest.mark.parametrize("layer", [116, 118])
def test_before_layer_119_a_picture_came_whole(layer: int) -> None:
    assert [(size.NAME, size.type) for size in reads(layer, PHOTO).sizes[1:]] == [
        ("photoSize", "s"),
        ("photoSize", "y"),
    ]


@pytest.mark.parametrize("layer", [23, 68, 92])
def test_a_document_had_one_thumbnail(layer: int) -> None:
    assert reads(layer, DOCUMENT).thumb.location.volume_id == 5
    bare = api.Document(**SAME, mime_type="a/b", size=9, attributes=[])
    assert reads(layer, bare).thumb.NAME == "photoSizeEmpty"


@pytest.mark.parametrize("layer", [93, 97, 98, 127])
def test_thumbnails_of_documents_are_found_too(layer: int) -> None:
    stripped, small = reads(layer, DOCUMENT).thumbs
    assert stripped == reads(layer, SIZES[0])
    assert (small.location.volume_id, small.location.local_id) == (5, ord("s"))
    bare = api.Document(**SAME, mime_type="a/b", size=9, attributes=[])
    assert reads(layer, bare).thumbs is None


def test_cached_sizes_have_a_place() -> None:
    cached = api.Photo(**SAME, sizes=[api.PhotoCachedSize(type="s", w=1, h=2, bytes=b"x")])
    assert reads(68, cached).sizes[0].location.local_id == ord("s")


@pytest.mark.parametrize("layer", [98, 115, 116, 127])
def test_pictures_of_people_and_chats_were_two_files(layer: int) -> None:
    person = api.User(id=1, photo=api.UserProfilePhoto(photo_id=5, dc_id=2))
    chat = api.Chat(
        id=1,
        title="",
        photo=api.ChatPhoto(photo_id=6, dc_id=2),
        participants_count=0,
        date=0,
        version=0,
    )
    for shown, number in ((reads(layer, person), 5), (reads(layer, chat), 6)):
        small, big = shown.photo.photo_small, shown.photo.photo_big
        assert (small.volume_id, chr(small.local_id)) == (number, "a")
        assert (big.volume_id, chr(big.local_id)) == (number, "c")
    asked = make(
        layer,
        "inputPeerPhotoFileLocation",
        big=True,
        peer=make(layer, "inputPeerSelf"),
        volume_id=5,
        local_id=ord("c"),
    )
    assert says(layer, asked) == api.InputPeerPhotoFileLocation(
        big=True, peer=api.InputPeerSelf(), photo_id=5
    )
