"""What a client says of a document that it sends: kept as it is, within limits."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from chappe.rpc.errors import RpcError
from chappe.tl import api

ATTRIBUTES_MAX = 16
NAME_CHARACTERS_MAX = 255
TEXT_CHARACTERS_MAX = 512
WAVEFORM_BYTES_MAX = 256
"""100 samples of 5 bits are 63 bytes. https://core.telegram.org/constructor/documentAttributeAudio"""
SIDE_MAX = 1 << 16
DURATION_MAX = 1 << 24
MIME = re.compile(r"[a-z0-9.+-]{1,64}/[a-z0-9.+_-]{1,128}")
ANY_MIME = "application/octet-stream"


def clean_mime(mime: str) -> str:
    """The MIME type in lower case without parameters; a general one for nonsense."""
    plain = mime.partition(";")[0].strip().lower()
    return plain if MIME.fullmatch(plain) else ANY_MIME


def clean_attributes(
    said: Sequence["api.TypeDocumentAttribute"],
) -> list["api.TypeDocumentAttribute"]:
    """The attributes that a document can have, one of each kind.

    Errors: MEDIA_INVALID (more, or bigger, than any client says)
    """
    if len(said) > ATTRIBUTES_MAX:
        raise RpcError(400, "MEDIA_INVALID")
    kept: dict[type[object], api.TypeDocumentAttribute] = {}
    for attribute in said:
        clean = _clean(attribute)
        if clean is not None:
            kept[type(clean)] = clean
    return list(kept.values())


def _clean(said: "api.TypeDocumentAttribute") -> "api.TypeDocumentAttribute | None":
    match said:
        case api.DocumentAttributeFilename():
            name = file_name(said.file_name)
            return api.DocumentAttributeFilename(file_name=name) if name else None
        case api.DocumentAttributeImageSize():
            _check_sides(said.w, said.h)
        case api.DocumentAttributeVideo():
            _clean_video(said)
        case api.DocumentAttributeAudio():
            _clean_audio(said)
        case api.DocumentAttributeSticker():
            # Which set it belongs to is for the set to say, not for who sends it.
            said.alt = said.alt[:NAME_CHARACTERS_MAX].replace("\0", "")
            said.stickerset = api.InputStickerSetEmpty()
        case api.DocumentAttributeCustomEmoji() | api.DocumentAttributeHasStickers():
            return None
    return said


def _clean_video(said: api.DocumentAttributeVideo) -> None:
    _check_sides(said.w, said.h)
    _check_duration(said.duration)
    said.video_codec = _text(said.video_codec)


def _clean_audio(said: api.DocumentAttributeAudio) -> None:
    _check_duration(said.duration)
    if said.waveform is not None and len(said.waveform) > WAVEFORM_BYTES_MAX:
        raise RpcError(400, "MEDIA_INVALID")
    said.title, said.performer = _text(said.title), _text(said.performer)


def file_name(said: str) -> str:
    """The last part of a path, without what could do harm in a name; may be empty."""
    plain = "".join(c for c in said.replace("\\", "/") if c.isprintable())
    name = PurePosixPath(plain).name.removeprefix("..")
    return name if len(name) <= NAME_CHARACTERS_MAX else _shortened(name)


def _shortened(name: str) -> str:
    """Cut in the stem: the ending tells what it is."""
    ending = PurePosixPath(name).suffix[:32]
    return name[: NAME_CHARACTERS_MAX - len(ending)] + ending


def _text(said: str | None) -> str | None:
    return None if said is None else said[:TEXT_CHARACTERS_MAX].replace("\0", "")


def _check_sides(width: int, height: int) -> None:
    if not (0 <= width <= SIDE_MAX and 0 <= height <= SIDE_MAX):
        raise RpcError(400, "MEDIA_INVALID")


def _check_duration(seconds: float) -> None:
    if not 0 <= seconds <= DURATION_MAX:
        raise RpcError(400, "MEDIA_INVALID")
