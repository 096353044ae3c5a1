"""Making sets and changing them.

Whoever changes a set takes its owner's box first, then the set itself (`store.hold`), and looks again at what is in it.
"""

from collections.abc import Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.files.actions import keep_file
from chappe.features.files.model import FileId, NewFile
from chappe.features.files.store import files
from chappe.features.stickers import shelves, store
from chappe.features.stickers.facts import SetsChanged
from chappe.features.stickers.making import Made, role
from chappe.features.stickers.model import COUNT_MAX, SetKind, Sticker, StickerSet
from chappe.ids import BoxId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

NO_MASK = -1
"""The point of a mask that is put nowhere: it takes the position away."""


async def create(
    journal: Journal, new: StickerSet, made: Sequence[Made], thumb: NewFile | None
) -> StickerSet:
    """Keep a new set.

    Errors: PACK_SHORT_NAME_OCCUPIED
    """
    if thumb is not None:
        new = replace(shown_by(new, thumb), thumb_version=1)
        await keep_file(journal.tx, thumb)
    if not await store.insert(journal.tx, new):
        raise RpcError(400, "PACK_SHORT_NAME_OCCUPIED")
    for place, each in enumerate(made):
        await _put(journal.tx, each, new.kind, place)
    return new


def shown_by(of: StickerSet, thumb: NewFile | None, emoji: int | None = None) -> StickerSet:
    """The set with this picture, this custom emoji, or neither."""
    shown = None if thumb is None else thumb.shown
    assert not isinstance(shown, api.Photo)
    return replace(
        of,
        thumb_id=None if shown is None else shown.id,
        thumb_mime="" if shown is None else shown.mime_type,
        thumb_bytes=0 if shown is None else shown.size,
        thumb_dc=0 if shown is None else shown.dc_id,
        thumb_emoji=emoji,
    )


async def _put(tx: Tx, made: Made, kind: SetKind, place: int) -> None:
    await keep_file(tx, made.file)
    await store.put_sticker(tx, made.sticker, kind, place)


async def take_set(journal: Journal, of: StickerSet) -> StickerSet:
    """A set that nobody else changes until the transaction ends; its owner's devices hear of it, when it has the set.

    Errors: STICKERSET_INVALID (it is gone)
    """
    box = BoxId(of.owner_id)
    await journal.lock([box])
    held = await store.hold(journal.tx, of.id)
    if held is None:
        raise RpcError(400, "STICKERSET_INVALID")
    if await shelves.find_among(journal.tx, of.owner_id, [of.id]):
        await journal.append(box, SetsChanged(int(of.kind)))
    return held


async def add(journal: Journal, of: StickerSet, made: Made) -> StickerSet:
    """Put a sticker behind the others.

    Errors: STICKERSET_INVALID, STICKERPACK_STICKERS_TOO_MUCH
    """
    held = await take_set(journal, of)
    there = await _inside(journal.tx, held)
    if len(there) >= COUNT_MAX[held.kind]:
        raise RpcError(400, "STICKERPACK_STICKERS_TOO_MUCH")
    await _put(journal.tx, made, held.kind, len(there))
    return held


async def remove(journal: Journal, of: StickerSet, sticker: Sticker) -> StickerSet:
    """Take a sticker out. Messages still show it: its document stays.

    Errors: STICKERSET_INVALID, STICKER_INVALID
    """
    held = await take_set(journal, of)
    there = await _place(journal.tx, held, sticker)
    await store.take_out(journal.tx, sticker.document_id)
    await store.set_order(
        journal.tx, [number for number in there if number != sticker.document_id]
    )
    if held.thumb_emoji != sticker.document_id:
        return held
    shown = replace(held, thumb_emoji=None)
    await store.set_thumb(journal.tx, shown)
    return shown


async def move(journal: Journal, of: StickerSet, sticker: Sticker, place: int) -> StickerSet:
    """Put a sticker to another place; behind the last: to the end.

    Errors: STICKERSET_INVALID, STICKER_INVALID
    """
    held = await take_set(journal, of)
    order = await _place(journal.tx, held, sticker)
    order.remove(sticker.document_id)
    order.insert(max(0, place), sticker.document_id)
    await store.set_order(journal.tx, order)
    return held


async def change(
    journal: Journal,
    of: StickerSet,
    sticker: Sticker,
    mask: api.MaskCoords | None,
) -> StickerSet:
    """Let a sticker stand for something else, be found by other words, or (`mask`) sit elsewhere on a face.

    Errors: STICKERSET_INVALID, STICKER_INVALID
    """
    held = await take_set(journal, of)
    place = (await _place(journal.tx, held, sticker)).index(sticker.document_id)
    await store.put_sticker(journal.tx, sticker, held.kind, place)
    number = FileId(sticker.document_id)
    document = (await files.find_documents(journal.tx, [number]))[number]
    said = next(each for each in document.attributes if isinstance(each, ROLES))
    if mask is None:
        mask = getattr(said, "mask_coords", None)
    elif mask.n == NO_MASK:
        mask = None
    where = document.attributes.index(said)
    document.attributes[where] = role(held, sticker.emojis, mask)
    await files.rewrite_document(journal.tx, document)
    return held


ROLES = (api.DocumentAttributeSticker, api.DocumentAttributeCustomEmoji)


async def exchange(
    journal: Journal, of: StickerSet, sticker: Sticker, made: Made
) -> StickerSet:
    """Put a sticker into the place of another.

    Errors: STICKERSET_INVALID, STICKER_INVALID
    """
    held = await take_set(journal, of)
    place = (await _place(journal.tx, held, sticker)).index(sticker.document_id)
    await store.take_out(journal.tx, sticker.document_id)
    await _put(journal.tx, made, held.kind, place)
    return held


async def rename(journal: Journal, of: StickerSet, title: str) -> StickerSet:
    """Call a set otherwise.

    Errors: STICKERSET_INVALID
    """
    held = await take_set(journal, of)
    await store.set_title(journal.tx, held, title)
    return replace(held, title=title)


async def show_by(
    journal: Journal, of: StickerSet, thumb: NewFile | None, emoji: int | None
) -> StickerSet:
    """Show a set by a picture, by one of its custom emoji, or by its first sticker.

    Errors: STICKERSET_INVALID
    """
    held = await take_set(journal, of)
    if thumb is not None:
        await keep_file(journal.tx, thumb)
    await store.set_thumb(journal.tx, shown_by(held, thumb, emoji))
    if held.thumb_id is not None:
        await files.forget(journal.tx, [FileId(held.thumb_id)])
    return (await store.find_many(journal.tx, [held.id]))[held.id]


async def delete(journal: Journal, of: StickerSet) -> None:
    """Delete a set, for everybody who has it. Messages still show what was in it.

    Errors: STICKERSET_INVALID
    """
    held = await take_set(journal, of)
    await store.delete(journal.tx, held.id)
    if held.thumb_id is not None:
        await files.forget(journal.tx, [FileId(held.thumb_id)])


async def _inside(tx: Tx, of: StickerSet) -> list[int]:
    found = await store.find_stickers(tx, [of.id])
    return [each.document_id for each in found[of.id]]


async def _place(tx: Tx, of: StickerSet, sticker: Sticker) -> list[int]:
    """The stickers of a set, among which one still is.

    Errors: STICKER_INVALID
    """
    there = await _inside(tx, of)
    if sticker.document_id not in there:
        raise RpcError(400, "STICKER_INVALID")
    return there
