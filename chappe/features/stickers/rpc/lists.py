"""`messages.*`: sets, and who has which."""

from collections.abc import Sequence

from chappe.features.stickers import owning, shelves, store
from chappe.features.stickers.access import access_set
from chappe.features.stickers.model import SetKind, StickerSet
from chappe.features.stickers.view import (
    render_covered,
    render_one,
    render_sets,
    set_hash,
)
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import Who, method
from chappe.tl import api

LIST_MAX = 100
NAMED_MAX = 1000
NEWEST = (1 << 63) - 1


def kind_of(*, masks: bool, emojis: bool) -> SetKind:
    """The kind that two flags mean."""
    if masks:
        return SetKind.MASKS
    return SetKind.EMOJI if emojis else SetKind.STICKERS


@method("messages.getStickerSet", who=Who.SIGNED_IN)
async def get_sticker_set(
    call: Call, q: api.messages.GetStickerSet
) -> "api.messages.TypeStickerSet":
    """Return a set with all that is in it, unless the client has it as it is (`hash`).

    Wire:   https://core.telegram.org/method/messages.getStickerSet
    Errors: STICKERSET_INVALID, EMOTICON_STICKERPACK_MISSING (access_set)
    """
    found = await access_set(call.tx, q.stickerset)
    if q.hash and q.hash == set_hash(found):
        return api.messages.StickerSetNotModified()
    return await render_one(call.tx, call.viewer, found)


@method("messages.installStickerSet", who=Who.USER, writes=True)
async def install_sticker_set(
    call: Call, q: api.messages.InstallStickerSet
) -> "api.messages.TypeStickerSetInstallResult":
    """Have a set; says which others went to the archive, because there would be more than 200.

    Wire:   https://core.telegram.org/method/messages.installStickerSet
    Errors: STICKERSET_INVALID, EMOTICON_STICKERPACK_MISSING (access_set)
    """
    found = await access_set(call.tx, q.stickerset)
    beyond = await owning.install(call.journal, call.user_id, found, archived=q.archived)
    if not beyond:
        return api.messages.StickerSetInstallResultSuccess()
    sets = await _find(call, beyond)
    return api.messages.StickerSetInstallResultArchive(
        sets=await render_covered(call.tx, call.viewer, sets)
    )


@method("messages.uninstallStickerSet", who=Who.USER, writes=True)
async def uninstall_sticker_set(call: Call, q: api.messages.UninstallStickerSet) -> bool:
    """Have a set no more.

    Wire:   https://core.telegram.org/method/messages.uninstallStickerSet
    Errors: STICKERSET_INVALID, EMOTICON_STICKERPACK_MISSING (access_set)
    """
    found = await access_set(call.tx, q.stickerset)
    await owning.change_some(call.journal, call.user_id, [found], owning.uninstall_some)
    return True


@method("messages.toggleStickerSets", who=Who.USER, writes=True)
async def toggle_sticker_sets(call: Call, q: api.messages.ToggleStickerSets) -> bool:
    """Put some sets away, take them out of the archive, or have them no more.

    Wire:   https://core.telegram.org/method/messages.toggleStickerSets
    Errors: STICKERSET_INVALID, EMOTICON_STICKERPACK_MISSING (access_set); LIMIT_INVALID
    """
    if len(q.stickersets) > LIST_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    found = [await access_set(call.tx, each) for each in q.stickersets]
    for wanted, change in (
        (q.uninstall, owning.uninstall_some),
        (q.archive, owning.archive_some),
        (q.unarchive, owning.unarchive_some),
    ):
        if wanted:
            await owning.change_some(call.journal, call.user_id, found, change)
            break
    return True


@method("messages.reorderStickerSets", who=Who.USER, writes=True)
async def reorder_sticker_sets(call: Call, q: api.messages.ReorderStickerSets) -> bool:
    """Put the caller's sets of a kind in order.

    Wire:   https://core.telegram.org/method/messages.reorderStickerSets
    Errors: LIMIT_INVALID
    """
    if len(q.order) > NAMED_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    kind = kind_of(masks=q.masks, emojis=q.emojis)
    await owning.reorder(call.journal, call.user_id, kind, q.order)
    return True


async def _find(call: Call, ids: Sequence[int]) -> list[StickerSet]:
    found = await store.find_many(call.tx, ids)
    return [found[each] for each in ids if each in found]


async def _all(call: Call, kind: SetKind, known: int) -> "api.messages.TypeAllStickers":
    mine = await shelves.find_installed(call.tx, call.user_id, kind, archived=False)
    sets = await _find(call, [each.set_id for each in mine])
    hash_ = list_hash(map(set_hash, sets))
    if known and known == hash_:
        return api.messages.AllStickersNotModified()
    return api.messages.AllStickers(
        hash=hash_, sets=await render_sets(call.tx, call.viewer, sets)
    )


@method("messages.getAllStickers", who=Who.USER)
async def get_all_stickers(
    call: Call, q: api.messages.GetAllStickers
) -> "api.messages.TypeAllStickers":
    """Return the caller's sets of stickers, unless the client knows them.

    Wire: https://core.telegram.org/method/messages.getAllStickers
    """
    return await _all(call, SetKind.STICKERS, q.hash)


@method("messages.getMaskStickers", who=Who.USER)
async def get_mask_stickers(
    call: Call, q: api.messages.GetMaskStickers
) -> "api.messages.TypeAllStickers":
    """Return the caller's sets of masks, unless the client knows them.

    Wire: https://core.telegram.org/method/messages.getMaskStickers
    """
    return await _all(call, SetKind.MASKS, q.hash)


@method("messages.getEmojiStickers", who=Who.USER)
async def get_emoji_stickers(
    call: Call, q: api.messages.GetEmojiStickers
) -> "api.messages.TypeAllStickers":
    """Return the caller's sets of custom emoji, unless the client knows them.

    Wire: https://core.telegram.org/method/messages.getEmojiStickers (since 144)
    """
    return await _all(call, SetKind.EMOJI, q.hash)


@method("messages.getArchivedStickers", who=Who.USER)
async def get_archived_stickers(
    call: Call, q: api.messages.GetArchivedStickers
) -> api.messages.ArchivedStickers:
    """Return sets of a kind that the caller has put away; `offset_id`: the last that it has seen.

    Wire: https://core.telegram.org/method/messages.getArchivedStickers
    """
    kind = kind_of(masks=q.masks, emojis=q.emojis)
    mine = await shelves.find_installed(call.tx, call.user_id, kind, archived=True)
    ids = [each.set_id for each in mine]
    start = ids.index(q.offset_id) + 1 if q.offset_id in ids else 0
    page = await _find(call, ids[start : start + max(0, min(q.limit, LIST_MAX))])
    return api.messages.ArchivedStickers(
        count=len(ids), sets=await render_covered(call.tx, call.viewer, page)
    )


@method("messages.getMyStickers", who=Who.USER)
async def get_my_stickers(call: Call, q: api.messages.GetMyStickers) -> api.messages.MyStickers:
    """Return the sets that the caller owns, the newest first.

    Wire: https://core.telegram.org/method/messages.getMyStickers (since 177)
    """
    limit = max(0, min(q.limit, LIST_MAX))
    sets = await store.find_owned(call.tx, call.user_id, q.offset_id or NEWEST, limit)
    return api.messages.MyStickers(
        count=await store.count_owned(call.tx, call.user_id),
        sets=await render_covered(call.tx, call.viewer, sets),
    )


def _nothing_featured() -> "api.messages.TypeFeaturedStickers":
    return api.messages.FeaturedStickers(hash=0, count=0, sets=[], unread=[])


@method("messages.getFeaturedStickers", who=Who.USER, rows=False)
async def get_featured_stickers(
    call: Call, q: api.messages.GetFeaturedStickers
) -> "api.messages.TypeFeaturedStickers":
    """Return the sets that this server recommends: it recommends none, so that the list is empty in truth.

    Wire: https://core.telegram.org/method/messages.getFeaturedStickers
    """
    return _nothing_featured()


@method("messages.getOldFeaturedStickers", who=Who.USER, rows=False)
async def get_old_featured_stickers(
    call: Call, q: api.messages.GetOldFeaturedStickers
) -> "api.messages.TypeFeaturedStickers":
    """Return the sets that this server has recommended before: none, as with messages.getFeaturedStickers.

    Wire: https://core.telegram.org/method/messages.getOldFeaturedStickers
    """
    return _nothing_featured()


@method("messages.getFeaturedEmojiStickers", who=Who.USER, rows=False)
async def get_featured_emoji_stickers(
    call: Call, q: api.messages.GetFeaturedEmojiStickers
) -> "api.messages.TypeFeaturedStickers":
    """Return the sets of custom emoji that this server recommends: none, as with messages.getFeaturedStickers.

    Wire: https://core.telegram.org/method/messages.getFeaturedEmojiStickers (since 144)
    """
    return _nothing_featured()


@method("messages.readFeaturedStickers", who=Who.USER, rows=False)
async def read_featured_stickers(call: Call, q: api.messages.ReadFeaturedStickers) -> bool:
    """Note that recommended sets were seen: where none is, nothing was unseen.

    Wire: https://core.telegram.org/method/messages.readFeaturedStickers
    """
    return True
