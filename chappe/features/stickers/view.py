"""Sticker sets on the wire, as one account sees them."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from chappe.db.database import Tx
from chappe.features.files.view import find_documents
from chappe.features.stickers import shelves, store
from chappe.features.stickers.facts import (
    FavedChanged,
    GifsChanged,
    NewSet,
    RecentChanged,
    SetMoved,
    SetsChanged,
    SetsOrdered,
)
from chappe.features.stickers.forms import THUMB_SIDE
from chappe.features.stickers.model import (
    TGS,
    WEBM,
    Installed,
    SetKind,
    Sticker,
    StickerSet,
)
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Renderer, Updates, renders
from chappe.updates.viewer import Viewer

HASH_MAX = 0x7FFFFFFF
THUMB_TYPES = {TGS: "a", WEBM: "v"}
STILL_THUMB = "s"


def set_hash(of: StickerSet) -> int:
    """Another number each time the set is another; never 0, which asks for it whatever it is."""
    return crc32(b"%d %d" % (of.id, of.version)) & HASH_MAX or 1


async def render_sets(
    tx: Tx, viewer: Viewer, sets: Sequence[StickerSet]
) -> list[api.StickerSet]:
    """Sets in the order in which they are given, without what is in them."""
    ids = [each.id for each in sets]
    counts = await store.count(tx, ids)
    mine = {} if viewer.is_crowd else await shelves.find_among(tx, viewer.user_id, ids)
    return [
        _set(each, counts.get(each.id, (0, 0, 0)), mine.get(each.id), viewer) for each in sets
    ]


def _set(
    of: StickerSet, counts: tuple[int, int, int], mine: Installed | None, viewer: Viewer
) -> api.StickerSet:
    count, animated, videos = counts
    thumb: list[api.TypePhotoSize] | None = None
    if of.thumb_id is not None:
        kind = THUMB_TYPES.get(of.thumb_mime, STILL_THUMB)
        thumb = [api.PhotoSize(type=kind, w=THUMB_SIDE, h=THUMB_SIDE, size=of.thumb_bytes)]
    return api.StickerSet(
        archived=mine is not None and mine.archived,
        masks=of.kind is SetKind.MASKS,
        emojis=of.kind is SetKind.EMOJI,
        text_color=of.text_color,
        creator=of.led_by(viewer.user_id),
        installed_date=None if mine is None else mine.at,
        id=of.id,
        access_hash=of.access_hash,
        title=of.title,
        short_name=of.short_name,
        thumbs=thumb,
        thumb_dc_id=None if thumb is None else of.thumb_dc,
        thumb_version=None if thumb is None else of.thumb_version,
        thumb_document_id=of.thumb_emoji,
        animated=0 < count == animated,
        videos=0 < count == videos,
        count=count,
        hash=set_hash(of),
    )


def packs_of(stickers: Sequence[Sticker]) -> list[api.StickerPack]:
    """Which stickers stand for which emoji."""
    packs: dict[str, list[int]] = {}
    for sticker in stickers:
        for emoji in sticker.emojis:
            packs.setdefault(emoji, []).append(sticker.document_id)
    return [
        api.StickerPack(emoticon=emoji, documents=numbers) for emoji, numbers in packs.items()
    ]


def keywords_of(stickers: Sequence[Sticker]) -> list[api.StickerKeyword]:
    """What else stickers are found by."""
    return [
        api.StickerKeyword(document_id=each.document_id, keyword=list(each.keywords))
        for each in stickers
        if each.keywords
    ]


async def render_whole(
    tx: Tx, viewer: Viewer, sets: Sequence[StickerSet]
) -> list[api.messages.StickerSet]:
    """Sets with all that is in them; a few statements for all of them."""
    shown = await render_sets(tx, viewer, sets)
    stickers = await store.find_stickers(tx, [each.id for each in sets])
    numbers = [each.document_id for some in stickers.values() for each in some]
    documents = await find_documents(tx, viewer, numbers)
    return [
        api.messages.StickerSet(
            set=each,
            packs=packs_of(stickers[each.id]),
            keywords=keywords_of(stickers[each.id]),
            documents=[documents[s.document_id] for s in stickers[each.id]],
        )
        for each in shown
    ]


async def render_one(tx: Tx, viewer: Viewer, of: StickerSet) -> api.messages.StickerSet:
    """One set with all that is in it."""
    return (await render_whole(tx, viewer, [of]))[0]


async def render_covered(
    tx: Tx, viewer: Viewer, sets: Sequence[StickerSet]
) -> "list[api.TypeStickerSetCovered]":
    """Sets in a list: each with its first sticker, those of custom emoji with all."""
    shown = await render_sets(tx, viewer, sets)
    stickers = await store.find_stickers(tx, [each.id for each in sets])
    wanted = {each.id: stickers[each.id][: None if each.emojis else 1] for each in shown}
    numbers = [each.document_id for some in wanted.values() for each in some]
    documents = await find_documents(tx, viewer, numbers)
    return [_covered(each, wanted[each.id], documents) for each in shown]


def _covered(
    shown: api.StickerSet, some: Sequence[Sticker], documents: Mapping[int, api.Document]
) -> "api.TypeStickerSetCovered":
    there: list[api.TypeDocument] = [documents[each.document_id] for each in some]
    if not there:
        return api.StickerSetNoCovered(set=shown)
    if not shown.emojis:
        return api.StickerSetCovered(set=shown, cover=documents[some[0].document_id])
    return api.StickerSetFullCovered(
        set=shown, packs=packs_of(some), keywords=keywords_of(some), documents=there
    )


async def render_documents(
    tx: Tx, viewer: Viewer, numbers: Sequence[int]
) -> "list[api.TypeDocument]":
    """Documents in the order in which they are given; those that are gone are left out."""
    found = await find_documents(tx, viewer, numbers)
    return [found[number] for number in numbers if number in found]


# -- facts ------------------------------------------------------------------------------


@renders(NewSet)
async def render_new(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateNewStickerSet; nothing for one that is gone again."""
    numbers = [each.fact.set_id for each in entries if isinstance(each.fact, NewSet)]
    found = await store.find_many(tx, numbers)
    mine = await shelves.find_among(tx, viewer.user_id, numbers)
    whole = await render_whole(tx, viewer, [each for each in found.values() if each.id in mine])
    shown = {each.set.id: each for each in whole}
    return [
        [api.UpdateNewStickerSet(stickerset=shown[number])] if number in shown else []
        for number in numbers
    ]


@renders(SetsChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateStickerSets."""
    kinds = [each.fact.kind for each in entries if isinstance(each.fact, SetsChanged)]
    return [
        [api.UpdateStickerSets(masks=kind == SetKind.MASKS, emojis=kind == SetKind.EMOJI)]
        for kind in kinds
    ]


@renders(SetMoved)
async def render_moved(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateMoveStickerSetToTop."""
    facts = [each.fact for each in entries if isinstance(each.fact, SetMoved)]
    return [
        [
            api.UpdateMoveStickerSetToTop(
                masks=each.kind == SetKind.MASKS,
                emojis=each.kind == SetKind.EMOJI,
                stickerset=each.set_id,
            )
        ]
        for each in facts
    ]


@renders(SetsOrdered)
async def render_order(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateStickerSetsOrder."""
    shown: list[Updates] = []
    for entry in entries:
        assert isinstance(entry.fact, SetsOrdered)
        kind = SetKind(entry.fact.kind)
        there = await shelves.find_installed(tx, viewer.user_id, kind, archived=False)
        shown.append(
            [
                api.UpdateStickerSetsOrder(
                    masks=kind is SetKind.MASKS,
                    emojis=kind is SetKind.EMOJI,
                    order=[each.set_id for each in there],
                )
            ]
        )
    return shown


def _says(make: "Callable[[], api.TypeUpdate]") -> Renderer:
    async def render(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
        return [[make()] for _ in entries]

    return render


renders(FavedChanged)(_says(api.UpdateFavedStickers))
renders(RecentChanged)(_says(api.UpdateRecentStickers))
renders(GifsChanged)(_says(api.UpdateSavedGifs))
