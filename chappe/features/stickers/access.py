"""The only roads to sticker sets and stickers on a caller's behalf."""

import hmac
import re

from chappe.db.database import Tx
from chappe.features.files.access import access_document
from chappe.features.stickers import store
from chappe.features.stickers.model import (
    KEYWORDS_CHARACTERS_MAX,
    KEYWORDS_MAX,
    TITLE_CHARACTERS_MAX,
    Sticker,
    StickerSet,
)
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

NAME = re.compile(r"(?=.{1,64}\Z)[A-Za-z](?:_?[A-Za-z0-9])*")
"""Letters, digits and single underscores. https://core.telegram.org/bots/api#createnewstickerset"""
BOTS_SUFFIX = "_by_"


async def find_set(tx: Tx, named: "api.TypeInputStickerSet") -> StickerSet | None:
    """The set that an InputStickerSet names; None: there is none, or the hash is wrong."""
    match named:
        case api.InputStickerSetID():
            found = (await store.find_many(tx, [named.id])).get(named.id)
            right = found is not None and hmac.compare_digest(
                _bytes(found.access_hash), _bytes(named.access_hash)
            )
            return found if right else None
        case api.InputStickerSetShortName():
            key = named.short_name.replace("\0", "").lower()
            return (await store.find_by_names(tx, [key])).get(key)
        case _:
            return None


def _bytes(number: int) -> bytes:
    return number.to_bytes(8, "little", signed=True)


async def access_set(tx: Tx, named: "api.TypeInputStickerSet") -> StickerSet:
    """The set that an InputStickerSet names. Of the sets that the real service has built in (animated emoji, dice,
    statuses, gifts) there is none here.

    Errors: STICKERSET_INVALID; EMOTICON_STICKERPACK_MISSING (no dice of this emoji)
    """
    if isinstance(named, api.InputStickerSetDice):
        raise RpcError(400, "EMOTICON_STICKERPACK_MISSING")
    found = await find_set(tx, named)
    if found is None:
        raise RpcError(400, "STICKERSET_INVALID")
    return found


async def access_own_set(tx: Tx, call: Call, named: "api.TypeInputStickerSet") -> StickerSet:
    """A set that the caller may change: its own, or one that it, a bot, has made for somebody.

    Errors: STICKERSET_INVALID
    """
    found = await access_set(tx, named)
    if not found.led_by(call.user_id):
        raise RpcError(400, "STICKERSET_INVALID")
    return found


async def access_file(
    tx: Tx, call: Call, named: "api.TypeInputDocument", error: str
) -> api.Document:
    """A document that a caller names as a sticker, or as a GIF.

    Errors: `error` (none that it was shown), FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    try:
        return await access_document(tx, call, named)
    except RpcError as refused:
        if refused.name != "MEDIA_EMPTY":
            raise
        raise RpcError(400, error) from refused


async def access_own_sticker(
    tx: Tx, call: Call, named: "api.TypeInputDocument"
) -> tuple[StickerSet, Sticker]:
    """A sticker of a set that the caller may change.

    Errors: STICKER_INVALID (none, or not in such a set), FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    document = await access_file(tx, call, named, "STICKER_INVALID")
    sticker = (await store.find_some(tx, [document.id])).get(document.id)
    if sticker is None:
        raise RpcError(400, "STICKER_INVALID")
    of = (await store.find_many(tx, [sticker.set_id]))[sticker.set_id]
    if not of.led_by(call.user_id):
        raise RpcError(400, "STICKER_INVALID")
    return of, sticker


def access_title(title: str) -> str:
    """What a set is to be called.

    Errors: PACK_TITLE_INVALID
    """
    clean = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    if not 1 <= len(clean) <= TITLE_CHARACTERS_MAX:
        raise RpcError(400, "PACK_TITLE_INVALID")
    return clean


def access_keywords(text: str | None) -> tuple[str, ...]:
    """The keywords of a sticker, a comma between.

    Errors: STICKER_FILE_INVALID (more than there may be)
    """
    words = [" ".join(each.replace("\0", "").split()) for each in (text or "").split(",")]
    kept = tuple(dict.fromkeys(each for each in words if each))
    if len(kept) > KEYWORDS_MAX or sum(map(len, kept)) > KEYWORDS_CHARACTERS_MAX:
        raise RpcError(400, "STICKER_FILE_INVALID")
    return kept
