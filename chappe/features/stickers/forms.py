"""Whether a file is a sticker, and what it looks like. https://core.telegram.org/stickers

Pure functions; whoever calls them does so off the event loop. A refusal is the name of its error.
"""

import io
import zlib
from dataclasses import dataclass
from typing import Any

import msgspec
from PIL import Image

from chappe.features.stickers.model import TGS, WEBM, WEBP, SetKind
from chappe.features.stickers.webm import NoWebM, read_video

SIDE, EMOJI_SIDE, THUMB_SIDE = 512, 100, 100
PREVIEW_SIDE = 128
SECONDS_MAX = 3.05
"""Three, and a frame more: encoders round."""
STILL_BYTES_MAX, TGS_BYTES_MAX, WEBM_BYTES_MAX = 512 << 10, 64 << 10, 256 << 10
THUMB_BYTES_MAX = {WEBP: 128 << 10, TGS: 32 << 10, WEBM: 32 << 10}
BYTES_MAX = STILL_BYTES_MAX
"""Of no sticker there are more."""
UNPACKED_BYTES_MAX = 8 << 20
FRAMES_PER_SECOND = {30, 60}
GZIP, EBML = b"\x1f\x8b", b"\x1aE\xdf\xa3"
QUALITY = 90


class NoSticker(Exception):
    """The file is no sticker; the text is the name of the error."""


@dataclass(frozen=True, slots=True)
class Form:
    """A file that is a sticker. `preview`: a smaller picture, None where there is none; `seconds`: of a video."""

    mime: str
    data: bytes
    width: int
    height: int
    preview: bytes | None = None
    preview_size: tuple[int, int] = (0, 0)
    seconds: float = 0.0


def read_sticker(data: bytes, mime: str, kind: SetKind) -> Form:
    """A file that somebody brings as a sticker, in the form in which it is kept. `mime`: what it is said to be.

    Raises: NoSticker.
    """
    match _nature(data, mime):
        case "application/x-tgsticker":
            if len(data) > TGS_BYTES_MAX or not _animates(data, SIDE):
                raise NoSticker("STICKER_TGS_NOTGS")
            return Form(TGS, data, SIDE, SIDE)
        case "video/webm":
            return _video(data, EMOJI_SIDE if kind is SetKind.EMOJI else SIDE)
        case _:
            return _still(data, kind)


def read_thumb(data: bytes, mime: str) -> Form:
    """A file that is to show a set.

    Raises: NoSticker.
    """
    nature = _nature(data, mime)
    if len(data) > THUMB_BYTES_MAX[nature]:
        raise NoSticker("STICKER_FILE_INVALID")
    if nature == TGS:
        if not _animates(data, THUMB_SIDE):
            raise NoSticker("STICKER_THUMB_TGS_NOTGS")
        return Form(TGS, data, THUMB_SIDE, THUMB_SIDE)
    if nature == WEBM:
        return _video(data, THUMB_SIDE)
    image = _opened(data, "STICKER_THUMB_PNG_NOPNG")
    if image.size != (THUMB_SIDE, THUMB_SIDE):
        raise NoSticker("STICKER_PNG_DIMENSIONS")
    return Form(WEBP, _encoded(image, data), THUMB_SIDE, THUMB_SIDE)


def _nature(data: bytes, mime: str) -> str:
    """What a file is by its first bytes, unless it is said to be what it is not."""
    if mime == TGS or data.startswith(GZIP):
        return TGS
    if mime == WEBM or data.startswith(EBML):
        return WEBM
    return WEBP


def _still(data: bytes, kind: SetKind) -> Form:
    if len(data) > STILL_BYTES_MAX:
        raise NoSticker("STICKER_FILE_INVALID")
    image = _opened(data, "STICKER_PNG_NOPNG")
    width, height = image.size
    right = (
        (width, height) == (EMOJI_SIDE, EMOJI_SIDE)
        if kind is SetKind.EMOJI
        else max(width, height) == SIDE
    )
    if not right:
        raise NoSticker("STICKER_PNG_DIMENSIONS")
    kept = _encoded(image, data)
    if max(image.size) <= PREVIEW_SIDE:
        return Form(WEBP, kept, width, height)
    small = image.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return Form(WEBP, kept, width, height, _encoded(small, b""), small.size)


def _opened(data: bytes, error: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "WEBP"))
    except Exception as fault:  # the decoders raise whatever they stumble over
        raise NoSticker(error) from fault
    if image.width > SIDE or image.height > SIDE:
        raise NoSticker("STICKER_PNG_DIMENSIONS")
    if getattr(image, "is_animated", False):
        raise NoSticker(error)
    try:
        image.load()
    except Exception as fault:  # as above
        raise NoSticker(error) from fault
    return image


def _encoded(image: Image.Image, data: bytes) -> bytes:
    """As WebP: as it came, if it was."""
    if image.format == "WEBP" and data:
        return data
    out = io.BytesIO()
    image.convert("RGBA").save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _video(data: bytes, side: int) -> Form:
    if len(data) > WEBM_BYTES_MAX:
        raise NoSticker("STICKER_VIDEO_BIG")
    try:
        video = read_video(data)
    except NoWebM as error:
        raise NoSticker("STICKER_VIDEO_NOWEBM") from error
    if video.codec != "V_VP9" or video.sounds or video.seconds > SECONDS_MAX:
        raise NoSticker("STICKER_VIDEO_NOWEBM")
    sides = {video.width, video.height}
    if max(sides) != side or 0 in sides or (side != SIDE and len(sides) > 1):
        raise NoSticker("STICKER_GIF_DIMENSIONS")
    return Form(WEBM, data, video.width, video.height, seconds=video.seconds)


class _Lottie(msgspec.Struct):
    """What a TGS file says of itself."""

    w: float
    h: float
    fr: float
    ip: float
    op: float
    layers: list[Any]


def _animates(data: bytes, side: int) -> bool:
    """Whether it is a TGS file of this size, and of three seconds at the most."""
    try:
        unpacker = zlib.decompressobj(wbits=31)
        said = msgspec.json.decode(unpacker.decompress(data, UNPACKED_BYTES_MAX), type=_Lottie)
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    if not unpacker.eof or (said.w, said.h) != (side, side):
        return False
    return said.fr in FRAMES_PER_SECOND and 0 < said.op - said.ip <= said.fr * SECONDS_MAX
