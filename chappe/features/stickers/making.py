"""From what somebody brings to a sticker: looked at, copied, kept. All of it before a call's first statement."""

import secrets
from functools import partial
from typing import NamedTuple

from chappe.features.files import darkroom
from chappe.features.files.assembly import keep_bytes
from chappe.features.files.model import Blob, FileId, NewFile
from chappe.features.files.photos import new_file_id
from chappe.features.files.store import files
from chappe.features.stickers.access import access_file, access_keywords
from chappe.features.stickers.emoji import access_emojis
from chappe.features.stickers.forms import BYTES_MAX, Form, NoSticker, read_sticker, read_thumb
from chappe.features.stickers.model import TGS, WEBM, SetKind, Sticker, StickerSet
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

MASK_POINTS = range(4)
"""Forehead, eyes, mouth, chin."""
NAMES = {TGS: "AnimatedSticker.tgs", WEBM: "sticker.webm"}
NAME = "sticker.webp"


class Made(NamedTuple):
    """A sticker that is ready to be put into its set. `file`: its document, which has no row yet."""

    file: NewFile
    sticker: Sticker


async def make_sticker(call: Call, item: api.InputStickerSetItem, of: StickerSet) -> Made:
    """A sticker of a document that the caller names: a copy, which says in which set it is.

    Errors: STICKER_EMOJI_INVALID; STICKER_FILE_INVALID, STICKER_PNG_NOPNG, STICKER_PNG_DIMENSIONS, STICKER_TGS_NOTGS,
            STICKER_VIDEO_NOWEBM, STICKER_VIDEO_BIG, STICKER_GIF_DIMENSIONS; FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    emojis, words = access_emojis(item.emoji), access_keywords(item.keywords)
    mask = access_mask(item.mask_coords, of.kind)
    document, data = await _read(call, item.document)
    form = await _look(partial(read_sticker, data, document.mime_type, of.kind))
    file = await _document(call, form, [*shape(form), role(of, emojis, mask)], of)
    return Made(file, Sticker(file.shown.id, of.id, form.mime, emojis, words))


async def make_thumb(call: Call, named: "api.TypeInputDocument", of: StickerSet) -> NewFile:
    """A document that shows a set.

    Errors: STICKER_THUMB_PNG_NOPNG, STICKER_THUMB_TGS_NOTGS, STICKER_PNG_DIMENSIONS, STICKER_FILE_INVALID,
            STICKER_VIDEO_NOWEBM, STICKER_VIDEO_BIG, STICKER_GIF_DIMENSIONS; FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    document, data = await _read(call, named)
    form = await _look(partial(read_thumb, data, document.mime_type))
    return await _document(call, form, shape(form), of)


def access_mask(said: api.MaskCoords | None, kind: SetKind) -> api.MaskCoords | None:
    """Where a mask is put on a face; only masks are.

    Errors: STICKER_INVALID
    """
    if said is None:
        return None
    if kind is not SetKind.MASKS or said.n not in MASK_POINTS:
        raise RpcError(400, "STICKER_INVALID")
    return api.MaskCoords(n=said.n, x=said.x, y=said.y, zoom=said.zoom)


def role(
    of: StickerSet, emojis: tuple[str, ...], mask: api.MaskCoords | None
) -> "api.TypeDocumentAttribute":
    """What a document says of the set that it is in. Everybody may send custom emoji here."""
    if of.kind is SetKind.EMOJI:
        return api.DocumentAttributeCustomEmoji(
            free=True, text_color=of.text_color, alt=emojis[0], stickerset=of.named
        )
    return api.DocumentAttributeSticker(
        mask=of.kind is SetKind.MASKS, alt=emojis[0], stickerset=of.named, mask_coords=mask
    )


def shape(form: Form) -> "list[api.TypeDocumentAttribute]":
    """How big a sticker is, and what its file is called."""
    size: api.TypeDocumentAttribute = api.DocumentAttributeImageSize(
        w=form.width, h=form.height
    )
    if form.mime == WEBM:
        size = api.DocumentAttributeVideo(
            nosound=True, duration=form.seconds, w=form.width, h=form.height
        )
    return [size, api.DocumentAttributeFilename(file_name=NAMES.get(form.mime, NAME))]


async def _look(read: "partial[Form]") -> Form:
    try:
        return await darkroom.work(read)
    except NoSticker as refused:
        raise RpcError(400, str(refused)) from refused


async def _read(call: Call, named: "api.TypeInputDocument") -> tuple[api.Document, bytes]:
    """The document that is named, and its bytes."""
    async with call.world.database.transaction(write=False) as tx:
        document = await access_file(tx, call, named, "STICKER_FILE_INVALID")
        found = await files.find_rendition(tx, FileId(document.id), "")
    if found is None or not 0 < found.blob.size <= BYTES_MAX:
        raise RpcError(400, "STICKER_FILE_INVALID")
    blob = found.blob
    return document, await call.world.blobs.read(blob.name, 0, blob.size)


async def _document(
    call: Call, form: Form, attributes: "list[api.TypeDocumentAttribute]", of: StickerSet
) -> NewFile:
    blobs: list[tuple[str, Blob, str]] = [("", await keep_bytes(call, form.data), form.mime)]
    thumbs: list[api.TypePhotoSize] = []
    if form.preview is not None:
        width, height = form.preview_size
        blobs.append(("m", await keep_bytes(call, form.preview), form.mime))
        thumbs.append(api.PhotoSize(type="m", w=width, h=height, size=len(form.preview)))
    document = api.Document(
        id=new_file_id(),
        access_hash=0,
        file_reference=b"",
        date=int(call.now),
        mime_type=form.mime,
        size=len(form.data),
        thumbs=thumbs or None,
        dc_id=call.caller.dc_id,
        attributes=attributes,
    )
    return NewFile(of.owner_id, document, tuple(blobs))


def draw_set_id(now: float) -> int:
    """A number for a new set: later ones are higher."""
    return int(now * 1000) << 20 | secrets.randbits(20)


def draw_access_hash() -> int:
    """What is named with a set's number; signed 64 bits."""
    return secrets.randbits(63)
