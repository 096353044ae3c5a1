"""What becomes of a picture: the sizes that clients choose from, and the few bytes that are shown first.

Pure functions over Pillow; whoever calls them does so in `darkroom.py`, off the event loop.
https://core.telegram.org/api/files#image-thumbnail-types
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

# What Pillow finds odd in a stranger's picture is no news for our log.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

SIDES_SUM_MAX = 10_000
"""Of width and height together, as the Bot API says it."""
RATIO_MAX = 20
ORIENTATION, SIDEWAYS = 0x0112, {5, 6, 7, 8}
"""The EXIF tag, and the values that swap width and height."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""Only these decoders are let loose on what strangers send."""
BOXES = (("s", 100), ("m", 320), ("x", 800), ("y", 1280), ("w", 2560))
"""Type and side of the box that a picture is fitted into; the first one that holds it whole is the last."""
CROPS = (("a", 160), ("b", 320), ("c", 640))
"""As `BOXES`, but cut to squares: pictures of people and chats."""
STRIPPED_SIDE = 40
STRIPPED_QUALITY = 20
HEADER_BYTES = 623
"""Of a JPEG with Pillow's (the standard's) tables: clients have it built in, so it is not sent."""
QUALITY = 87
PREFIXES_MAX = 5


class NoPicture(Exception):
    """The bytes are no picture that can be read."""


class BadDimensions(Exception):
    """Too big, or too long and thin."""


@dataclass(frozen=True, slots=True)
class Size:
    """One size of a picture, a JPEG. `prefixes`: bytes after which there is more to see, or none."""

    type: str
    width: int
    height: int
    data: bytes
    prefixes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture in all its sizes, smallest first; `width`, `height`: as it came, turned upright.

    `moves`: it has several frames, of which the first is shown.
    """

    width: int
    height: int
    stripped: bytes
    sizes: tuple[Size, ...]
    moves: bool


def develop(data: bytes, boxes: Sequence[tuple[str, int]] = BOXES) -> Developed:
    """Make the sizes of a photo.

    Raises: NoPicture, BadDimensions.
    """
    largest = max(side for _, side in boxes)
    image, (width, height), moves = _decoded(_opened(data), largest)
    fitting = _boxes_for(width, height, boxes)
    sizes = []
    for type_, side in reversed(
        fitting
    ):  # each from the one before: it has all that a smaller one needs
        image = _fitted(image, side)
        sizes.append(_encoded(image, type_, progressive=type_ in {"y", "w"}))
    return Developed(width, height, _stripped(image), tuple(reversed(sizes)), moves)


def crop(data: bytes) -> Developed:
    """Make the square sizes of a profile photo.

    Raises: NoPicture, BadDimensions.
    """
    image, (width, height), moves = _decoded(_opened(data), CROPS[-1][1])
    side = min(image.size)
    square = ImageOps.fit(image, (side, side))
    sizes = tuple(_encoded(_fitted(square, box), type_) for type_, box in CROPS)
    return Developed(width, height, _stripped(square), sizes, moves)


def _opened(data: bytes) -> Image.Image:
    """The picture before its pixels: here it is decided whether they may be unpacked."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadDimensions from error
    except Exception as error:  # the decoders raise whatever they stumble over
        raise NoPicture from error
    width, height = image.size
    if not width or not height or width + height > SIDES_SUM_MAX:
        raise BadDimensions
    if max(width, height) > RATIO_MAX * min(width, height):
        raise BadDimensions
    return image


def _decoded(image: Image.Image, side: int) -> tuple[Image.Image, tuple[int, int], bool]:
    """The pixels, upright, without transparency, no larger than they are needed; the whole size; whether
    there are several frames."""
    width, height = image.size
    try:
        moves = bool(getattr(image, "is_animated", False))
        turned = image.getexif().get(ORIENTATION, 1) in SIDEWAYS
        image.draft("RGB", (side, side))  # a JPEG is unpacked at the size it is needed in
        image.load()
        plain = _opaque(ImageOps.exif_transpose(image))
    except Exception as error:  # as in `_opened`
        raise NoPicture from error
    return plain, (height, width) if turned else (width, height), moves


def _opaque(image: Image.Image) -> Image.Image:
    """On white, where it was transparent."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGB", rgba.size, "white")
        white.paste(rgba, mask=rgba.getchannel("A"))
        return white
    return image.convert("RGB")


def _boxes_for(
    width: int, height: int, boxes: Sequence[tuple[str, int]]
) -> list[tuple[str, int]]:
    fitting = []
    for type_, side in boxes:
        fitting.append((type_, side))
        if max(width, height) <= side:
            break
    return fitting


def _fitted(image: Image.Image, side: int) -> Image.Image:
    scale = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, type_: str, *, progressive: bool = False) -> Size:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=progressive)
    data = out.getvalue()
    return Size(type_, *image.size, data, _prefixes(data) if progressive else ())


def _stripped(image: Image.Image) -> bytes:
    """A JPEG of at most 40 by 40 without the header that clients know: 1, height, width, then the rest.

    https://core.telegram.org/api/files#stripped-thumbnails
    """
    small = _fitted(image, STRIPPED_SIDE)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=STRIPPED_QUALITY, subsampling="4:2:0")
    data = out.getvalue()
    return bytes((1, small.height, small.width)) + data[HEADER_BYTES:-2]


def _prefixes(data: bytes) -> tuple[int, ...]:
    """Where some of the scans of a progressive JPEG end; the last is the end of the file."""
    ends = [*_scan_starts(data), len(data)][1:]
    step = max(1, -(-len(ends) // PREFIXES_MAX))
    return tuple(ends[::-1][::step][::-1])


def _scan_starts(data: bytes) -> Iterator[int]:
    """Where the tables of each scan begin, or the scan itself when it has none of its own."""
    pos, begun = 2, 0
    while data[pos + 1] != 0xD9:
        marker, length = data[pos + 1], int.from_bytes(data[pos + 2 : pos + 4], "big")
        if marker == 0xC4 and not begun:
            begun = pos
        if marker == 0xDA:
            yield begun or pos
            begun = 0
            pos = _scan_end(data, pos + 2 + length)
        else:
            pos += 2 + length


def _scan_end(data: bytes, pos: int) -> int:
    """The first marker that is no part of the pixels."""
    while True:
        pos = data.index(b"\xff", pos)
        if data[pos + 1] and not 0xD0 <= data[pos + 1] <= 0xD7:
            return pos
        pos += 2
