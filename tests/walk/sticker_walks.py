"""What walks with stickers share: files that are stickers, and sets made of them."""

import gzip
import io
from typing import Any

import msgspec
from PIL import Image

from chappe.testing.person import Person


def picture(width: int = 512, height: int = 512, kind: str = "PNG", color: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (color, 100, 50, 200)).save(out, kind)
    return out.getvalue()


def animation(side: int = 512, frames: int = 60, rate: int = 60) -> bytes:
    said = {"tgs": 1, "v": "5.5.2", "fr": rate, "ip": 0, "op": frames, "w": side, "h": side}
    return gzip.compress(msgspec.json.encode({**said, "layers": []}), mtime=0)


def _element(number: str, value: bytes) -> bytes:
    size = len(value) | 1 << 28
    return bytes.fromhex(number) + size.to_bytes(4, "big") + value


def video(
    width: int = 512,
    height: int = 512,
    *,
    milliseconds: float = 2000.0,
    codec: bytes = b"V_VP9",
    sounds: bool = False,
) -> bytes:
    """The headers of a WebM file."""
    area = _element("b0", width.to_bytes(2, "big")) + _element("ba", height.to_bytes(2, "big"))
    seen = _element("83", b"\x01") + _element("86", codec) + _element("e0", area)
    heard = _element("ae", _element("83", b"\x02") + _element("86", b"A_OPUS"))
    tracks = _element("ae", seen) + (heard if sounds else b"")
    length = msgspec.msgpack.encode(milliseconds)[1:]  # a float of eight bytes
    info = _element("2ad7b1", (1_000_000).to_bytes(3, "big")) + _element("4489", length)
    segment = _element("1549a966", info) + _element("1654ae6b", tracks)
    return _element("1a45dfa3", _element("4282", b"webm")) + _element("18538067", segment)


async def uploaded(
    person: Person, data: bytes, mime: str = "image/png", to: Person | None = None
) -> Any:
    """A document that nobody was sent; how its owner names it. `to`: bots have nobody but others."""
    number = person.client.next_msg_id()
    await person.call("upload.saveFilePart", file_id=number, file_part=0, bytes=data)
    file = person.make("inputFile", id=number, parts=1, name="a.bin", md5_checksum="")
    media = person.make("inputMediaUploadedDocument", file=file, mime_type=mime, attributes=[])
    shown = await person.call(
        "messages.uploadMedia", peer=person.peer(person if to is None else to), media=media
    )
    return named(person, shown.document)


def named(person: Person, document: Any) -> Any:
    """A document as its viewer names it."""
    return person.make(
        "inputDocument",
        id=document.id,
        access_hash=document.access_hash,
        file_reference=document.file_reference,
    )


async def item(
    person: Person,
    data: bytes | None = None,
    emoji: str = "🙂",
    mime: str = "image/png",
    to: Person | None = None,
    **more: Any,
) -> Any:
    """One sticker of a new set."""
    document = await uploaded(person, picture() if data is None else data, mime, to)
    return person.make("inputStickerSetItem", document=document, emoji=emoji, **more)


async def make_set(
    person: Person, name: str = "Cats", *items: Any, title: str = "Some cats", **more: Any
) -> Any:
    """A set of a person's own; messages.StickerSet."""
    stickers = list(items) or [await item(person)]
    return await person.call(
        "stickers.createStickerSet",
        **{"user_id": person.make("inputUserSelf"), **more},
        title=title,
        short_name=name,
        stickers=stickers,
    )


def by_name(person: Person, name: str = "Cats") -> Any:
    return person.make("inputStickerSetShortName", short_name=name)


async def get_set(person: Person, name: str = "Cats", known: int = 0) -> Any:
    return await person.call(
        "messages.getStickerSet", stickerset=by_name(person, name), hash=known
    )


def attribute(document: Any, name: str = "documentAttributeSticker") -> Any:
    return next(each for each in document.attributes if name == each.NAME)
