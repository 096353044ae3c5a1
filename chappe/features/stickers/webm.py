"""What a WebM file says of itself: as much of EBML as a sticker needs. https://www.webmproject.org/docs/container/"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\x1aE\xdf\xa3"
SEGMENT, INFO, TRACKS, TRACK, VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
SCALE, DURATION, KIND, CODEC, WIDTH, HEIGHT = 0x2AD7B1, 0x4489, 0x83, 0x86, 0xB0, 0xBA
MASTERS = {SEGMENT, INFO, TRACKS, TRACK, VIDEO}
"""Elements that are looked into."""
AUDIO_TRACK = 2
DEPTH_MAX = 8


class NoWebM(Exception):
    """The bytes are no video of the kind."""


@dataclass(slots=True)
class Video:
    """A video. `seconds`: 0: it does not say."""

    width: int = 0
    height: int = 0
    codec: str = ""
    seconds: float = 0.0
    sounds: bool = False


def read_video(data: bytes) -> Video:
    """What the headers say.

    Raises: NoWebM.
    """
    if not data.startswith(MAGIC):
        raise NoWebM
    found, scale, duration = Video(), 1_000_000, 0.0
    for element, value in _elements(data, 0, len(data), 0):
        number = int.from_bytes(value[:8], "big")
        if element == SCALE:
            scale = number
        elif element == DURATION:
            duration = _float(value)
        elif element == KIND:
            found.sounds |= number == AUDIO_TRACK
        elif element == CODEC:
            found.codec = found.codec or value.decode("ascii", "replace").strip("\0")
        elif element == WIDTH:
            found.width = number
        else:
            found.height = number
    found.seconds = duration * scale / 1e9
    return found


def _elements(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[int, bytes]]:
    """The plain elements of a stretch, masters opened."""
    while at < end and depth < DEPTH_MAX:
        element, at = _number(data, at, keep=True)
        size, start = _number(data, at, keep=False)
        stop = end if size < 0 else min(start + size, end)
        if element in MASTERS:
            yield from _elements(data, start, stop, depth + 1)
        elif element in {SCALE, DURATION, KIND, CODEC, WIDTH, HEIGHT}:
            yield element, data[start:stop]
        at = stop


def _number(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number of variable length, and where it ends; -1: unknown. `keep`: with its marker, as ids are.

    Raises: NoWebM.
    """
    if at >= len(data) or not data[at]:
        raise NoWebM
    length = 9 - data[at].bit_length()
    raw = data[at : at + length]
    if len(raw) < length:
        raise NoWebM
    value = int.from_bytes(raw, "big")
    if not keep:
        mask = (1 << (7 * length)) - 1
        value = -1 if value & mask == mask else value & mask
    return value, at + length


def _float(value: bytes) -> float:
    if len(value) not in {4, 8}:
        raise NoWebM
    (found,) = struct.unpack(">f" if len(value) == 4 else ">d", value)
    return float(found)
