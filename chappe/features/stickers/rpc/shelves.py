"""`messages.*`: what an account likes and has used."""

from typing import TYPE_CHECKING

from chappe.features.stickers import owning, shelves, store
from chappe.features.stickers.access import access_file
from chappe.features.stickers.model import Shelf
from chappe.features.stickers.view import packs_of, render_documents
from chappe.features.users.access import is_premium
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import Who, method
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def _sticker(call: Call, named: "api.TypeInputDocument") -> int:
    """Errors: STICKER_ID_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED"""
    document = await access_file(call.tx, call, named, "STICKER_ID_INVALID")
    if not any(isinstance(each, api.DocumentAttributeSticker) for each in document.attributes):
        raise RpcError(400, "STICKER_ID_INVALID")
    return document.id


async def _keep(
    call: Call,
    shelf: Shelf,
    named: "api.TypeInputDocument",
    access: "Callable[[Call, api.TypeInputDocument], Awaitable[int]]",
    *,
    away: bool,
) -> bool:
    number = await access(call, named)
    if away:
        await owning.take_from(call.journal, call.user_id, shelf, number)
    else:
        premium = await is_premium(call.tx, call.user_id)
        await owning.put_on(call.journal, call.user_id, shelf, number, premium=premium)
    return True


@method("messages.faveSticker", who=Who.USER, writes=True)
async def fave_sticker(call: Call, q: api.messages.FaveSticker) -> bool:
    """Like a sticker, or no more; beyond five (for premium accounts ten) the one liked first falls off.

    Wire:   https://core.telegram.org/method/messages.faveSticker
    Errors: STICKER_ID_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    return await _keep(call, Shelf.FAVED, q.id, _sticker, away=q.unfave)


@method("messages.getFavedStickers", who=Who.USER)
async def get_faved_stickers(
    call: Call, q: api.messages.GetFavedStickers
) -> "api.messages.TypeFavedStickers":
    """Return the stickers that the caller likes, unless the client knows them.

    Wire: https://core.telegram.org/method/messages.getFavedStickers
    """
    there = await shelves.find_shelf(call.tx, call.user_id, Shelf.FAVED)
    numbers = [number for number, _ in there]
    hash_ = list_hash(numbers)
    if q.hash and q.hash == hash_:
        return api.messages.FavedStickersNotModified()
    return api.messages.FavedStickers(
        hash=hash_,
        packs=await _packs(call, numbers),
        stickers=await render_documents(call.tx, call.viewer, numbers),
    )


async def _packs(call: Call, numbers: list[int]) -> list[api.StickerPack]:
    found = await store.find_some(call.tx, numbers)
    return packs_of([found[number] for number in numbers if number in found])


def _recent(*, attached: bool) -> Shelf:
    return Shelf.ATTACHED if attached else Shelf.RECENT


@method("messages.saveRecentSticker", who=Who.USER, writes=True)
async def save_recent_sticker(call: Call, q: api.messages.SaveRecentSticker) -> bool:
    """Note that a sticker was used, or take it from those used lately. What is sent is noted without being asked.

    Wire:   https://core.telegram.org/method/messages.saveRecentSticker
    Errors: STICKER_ID_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    return await _keep(call, _recent(attached=q.attached), q.id, _sticker, away=q.unsave)


@method("messages.getRecentStickers", who=Who.USER)
async def get_recent_stickers(
    call: Call, q: api.messages.GetRecentStickers
) -> "api.messages.TypeRecentStickers":
    """Return the stickers that the caller has used lately, unless the client knows them.

    Wire: https://core.telegram.org/method/messages.getRecentStickers
    """
    there = await shelves.find_shelf(call.tx, call.user_id, _recent(attached=q.attached))
    numbers = [number for number, _ in there]
    hash_ = list_hash(numbers)
    if q.hash and q.hash == hash_:
        return api.messages.RecentStickersNotModified()
    shown = await render_documents(call.tx, call.viewer, numbers)
    used = dict(there)
    return api.messages.RecentStickers(
        hash=hash_,
        packs=await _packs(call, numbers),
        stickers=shown,
        dates=[used[each.id] for each in shown],
    )


@method("messages.clearRecentStickers", who=Who.USER, writes=True)
async def clear_recent_stickers(call: Call, q: api.messages.ClearRecentStickers) -> bool:
    """Forget which stickers were used lately.

    Wire: https://core.telegram.org/method/messages.clearRecentStickers
    """
    await owning.clear(call.journal, call.user_id, _recent(attached=q.attached))
    return True


async def _gif(call: Call, named: "api.TypeInputDocument") -> int:
    """Errors: GIF_ID_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED"""
    document = await access_file(call.tx, call, named, "GIF_ID_INVALID")
    if not any(isinstance(each, api.DocumentAttributeAnimated) for each in document.attributes):
        raise RpcError(400, "GIF_ID_INVALID")
    return document.id


@method("messages.saveGif", who=Who.USER, writes=True)
async def save_gif(call: Call, q: api.messages.SaveGif) -> bool:
    """Keep a GIF at hand, or no more; beyond 200 (for premium accounts 400) the oldest falls off.

    Wire:   https://core.telegram.org/method/messages.saveGif
    Errors: GIF_ID_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    return await _keep(call, Shelf.GIFS, q.id, _gif, away=q.unsave)


@method("messages.getSavedGifs", who=Who.USER)
async def get_saved_gifs(
    call: Call, q: api.messages.GetSavedGifs
) -> "api.messages.TypeSavedGifs":
    """Return the GIFs that the caller keeps at hand, unless the client knows them.

    Wire: https://core.telegram.org/method/messages.getSavedGifs
    """
    there = await shelves.find_shelf(call.tx, call.user_id, Shelf.GIFS)
    numbers = [number for number, _ in there]
    hash_ = list_hash(numbers)
    if q.hash and q.hash == hash_:
        return api.messages.SavedGifsNotModified()
    return api.messages.SavedGifs(
        hash=hash_, gifs=await render_documents(call.tx, call.viewer, numbers)
    )
