"""What becomes of a picture, without a server."""

import io
import zlib
from typing import Any

import pytest
from PIL import Image

from chappe.features.files import pictures
from chappe.features.files.pictures import BadDimensions, NoPicture

MODES = ["L", "P", "RGBA", "LA", "1", "I;16", "RGB"]


def drawn(width: int, height: int, mode: str = "RGB", kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **more)
    return out.getvalue()


def inflated(stripped: bytes) -> Image.Image:
    """The stripped thumbnail as a client makes a JPEG of it, with the header that it has built in."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "JPEG", quality=20, subsampling="4:2:0")
    header = bytearray(out.getvalue()[: pictures.HEADER_BYTES])
    header[164], header[166] = stripped[1], stripped[2]
    return Image.open(io.BytesIO(bytes(header) + stripped[3:] + b"\xff\xd9"))


def test_the_header_that_clients_have_is_the_one_that_is_left_out() -> None:
    data = drawn(33, 17, kind="JPEG", quality=20, subsampling="4:2:0")
    assert data[: pictures.HEADER_BYTES][-14:-12] == b"\xff\xda"
    assert (data[164], data[166]) == (17, 33)
    # The tables of the documents' header: quality 20, the standard's Huffman codes.
    assert zlib.crc32(data[20:158]) == zlib.crc32(drawn(9, 9, kind="JPEG", quality=20)[20:158])
    assert data[25:33].hex() == "281c1e231e192823"


@pytest.mark.parametrize(("width", "height"), [(3000, 1500), (40, 40), (17, 300), (1, 1)])
def test_a_stripped_thumbnail_is_a_jpeg_again_with_that_header(width: int, height: int) -> None:
    stripped = pictures.develop(drawn(width, height)).stripped
    image = inflated(stripped)
    image.load()
    assert max(image.size) <= 40
    assert stripped[:3] == bytes((1, image.height, image.width))
    assert len(stripped) < 1000


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixels_is_developed(mode: str) -> None:
    developed = pictures.develop(drawn(200, 100, mode))
    assert [(size.type, size.width) for size in developed.sizes] == [("s", 100), ("m", 200)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_format_is_developed(kind: str) -> None:
    assert pictures.develop(drawn(120, 80, kind=kind)).width == 120


def test_what_was_transparent_is_white() -> None:
    image = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    (size,) = pictures.develop(out.getvalue()).sizes
    assert Image.open(io.BytesIO(size.data)).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_was_taken_sideways_is_turned(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    developed = pictures.develop(drawn(3000, 1000, kind="JPEG", exif=exif))
    wide = orientation < 5
    assert (developed.width, developed.height) == ((3000, 1000) if wide else (1000, 3000))
    assert all((size.width > size.height) == wide for size in developed.sizes)


def test_where_a_photo_was_taken_is_not_passed_on() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 12.0, 30.0)}
    exif[0x010F] = "Maker"
    for size in pictures.develop(drawn(300, 200, kind="JPEG", exif=exif)).sizes:
        assert b"Exif" not in size.data
        assert b"Maker" not in size.data


def test_the_large_sizes_can_be_shown_before_they_are_whole() -> None:
    image = Image.effect_noise((1400, 1000), 80).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG")
    *_, large, whole = pictures.develop(out.getvalue()).sizes
    for size in (large, whole):
        assert len(size.prefixes) in range(2, pictures.PREFIXES_MAX + 1)
        assert sorted(set(size.prefixes)) == list(size.prefixes)
        assert size.prefixes[-1] == len(size.data)
        for end in size.prefixes[:-1]:
            cut = Image.open(io.BytesIO(size.data[:end] + b"\xff\xd9"))
            cut.load()
            assert cut.size == (size.width, size.height)


def test_profile_photos_are_squares_of_three_sizes() -> None:
    developed = pictures.crop(drawn(2000, 1000))
    sides = [(size.type, size.width, size.height) for size in developed.sizes]
    assert sides == [("a", 160, 160), ("b", 320, 320), ("c", 640, 640)]
    assert inflated(developed.stripped).size == (40, 40)
    small = pictures.crop(drawn(100, 200)).sizes
    assert [size.width for size in small] == [100, 100, 100]


def test_frames_are_seen_and_the_first_is_shown() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    developed = pictures.develop(out.getvalue())
    assert developed.moves
    red, _, blue = Image.open(io.BytesIO(developed.sizes[0].data)).getpixel((5, 5))
    assert red > blue
    assert not pictures.develop(drawn(9, 9)).moves


@pytest.mark.parametrize(("width", "height"), [(9999, 2), (5001, 5000), (2100, 100), (1, 21)])
@pytest.mark.parametrize("make", [pictures.develop, pictures.crop])
def test_pictures_beyond_measure_are_not_unpacked(make: Any, width: int, height: int) -> None:
    with pytest.raises(BadDimensions):
        make(drawn(width, height, "1"))


def test_a_bomb_is_not_unpacked() -> None:
    """A PNG that claims 60 000 by 60 000 pixels."""
    header = bytearray(drawn(1, 1))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    with pytest.raises(BadDimensions):
        pictures.develop(bytes(header))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        drawn(64, 64)[:60],
        drawn(64, 64, kind="JPEG")[:400],
        b"%PDF-1.4",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        drawn(9, 9, kind="GIF")[:-1] + b",",  # a second frame without its beginning
        drawn(9, 9, kind="TIFF"),
        drawn(9, 9, kind="PPM"),
    ],
)
def test_what_is_no_picture_of_the_known_kinds_is_told(data: bytes) -> None:
    with pytest.raises(NoPicture):
        pictures.develop(data)
