"""`stickers.*`: making sets and changing them."""

from dataclasses import replace

from chappe.features.stickers import actions, store
from chappe.features.stickers.access import (
    NAME,
    access_keywords,
    access_own_set,
    access_own_sticker,
    access_title,
)
from chappe.features.stickers.emoji import access_emojis
from chappe.features.stickers.making import (
    access_mask,
    draw_access_hash,
    draw_set_id,
    make_sticker,
    make_thumb,
)
from chappe.features.stickers.model import COUNT_MAX, SetKind, StickerSet
from chappe.features.stickers.naming import access_owner, access_short_name, suggest
from chappe.features.stickers.view import render_one
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api


def _kind(q: api.stickers.CreateStickerSet) -> SetKind:
    """Errors: PACK_TYPE_INVALID"""
    if (q.masks and q.emojis) or (q.text_color and not q.emojis):
        raise RpcError(400, "PACK_TYPE_INVALID")
    if q.masks:
        return SetKind.MASKS
    return SetKind.EMOJI if q.emojis else SetKind.STICKERS


def _check_items(stickers: "list[api.TypeInputStickerSetItem]", kind: SetKind) -> None:
    """Errors: STICKERS_EMPTY, STICKERS_TOO_MUCH"""
    if not stickers:
        raise RpcError(400, "STICKERS_EMPTY")
    if len(stickers) > COUNT_MAX[kind]:
        raise RpcError(400, "STICKERS_TOO_MUCH")


@method("stickers.createStickerSet", who=Who.SIGNED_IN, writes=True)
async def create_sticker_set(
    call: Call, q: api.stickers.CreateStickerSet
) -> api.messages.StickerSet:
    """Make a set of documents that were uploaded before (messages.uploadMedia), or are in other sets. Stickers of
    all formats may be in one set, whatever `animated` and `videos` say.

    Wire:   https://core.telegram.org/method/stickers.createStickerSet
    Errors: PACK_TYPE_INVALID, PACK_TITLE_INVALID, STICKERS_EMPTY, STICKERS_TOO_MUCH, USER_ID_INVALID (access_owner),
            PACK_SHORT_NAME_INVALID, PACK_SHORT_NAME_OCCUPIED (access_short_name); those of make_sticker and make_thumb
    """
    kind, title = _kind(q), access_title(q.title)
    _check_items(q.stickers, kind)
    async with call.world.database.transaction(write=False) as tx:
        owner = await access_owner(tx, call, q.user_id)
        name = await access_short_name(tx, call, q.short_name)
    number = draw_set_id(call.now)
    new = StickerSet(
        id=number,
        access_hash=draw_access_hash(),
        owner_id=owner.id,
        maker_id=call.user_id,
        kind=kind,
        text_color=bool(q.text_color),
        title=title,
        short_name=name,
        made_at=int(call.now),
    )
    made = [await make_sticker(call, each, new) for each in q.stickers]
    thumb = None if q.thumb is None else await make_thumb(call, q.thumb, new)
    kept = await actions.create(call.journal, new, made, thumb)
    return await render_one(call.tx, call.viewer, kept)


@method("stickers.addStickerToSet", who=Who.SIGNED_IN, writes=True)
async def add_sticker_to_set(
    call: Call, q: api.stickers.AddStickerToSet
) -> api.messages.StickerSet:
    """Put one more sticker into a set.

    Wire:   https://core.telegram.org/method/stickers.addStickerToSet
    Errors: STICKERSET_INVALID (access_own_set), STICKERPACK_STICKERS_TOO_MUCH (add); those of make_sticker
    """
    async with call.world.database.transaction(write=False) as tx:
        of = await access_own_set(tx, call, q.stickerset)
    made = await make_sticker(call, q.sticker, of)
    return await render_one(call.tx, call.viewer, await actions.add(call.journal, of, made))


@method("stickers.removeStickerFromSet", who=Who.SIGNED_IN, writes=True)
async def remove_sticker_from_set(
    call: Call, q: api.stickers.RemoveStickerFromSet
) -> api.messages.StickerSet:
    """Take a sticker out of its set; messages show it all the same.

    Wire:   https://core.telegram.org/method/stickers.removeStickerFromSet
    Errors: STICKER_INVALID (access_own_sticker, remove), FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    of, sticker = await access_own_sticker(call.tx, call, q.sticker)
    held = await actions.remove(call.journal, of, sticker)
    return await render_one(call.tx, call.viewer, held)


@method("stickers.changeStickerPosition", who=Who.SIGNED_IN, writes=True)
async def change_sticker_position(
    call: Call, q: api.stickers.ChangeStickerPosition
) -> api.messages.StickerSet:
    """Put a sticker to another place in its set; the first is 0.

    Wire:   https://core.telegram.org/method/stickers.changeStickerPosition
    Errors: as stickers.removeStickerFromSet
    """
    of, sticker = await access_own_sticker(call.tx, call, q.sticker)
    held = await actions.move(call.journal, of, sticker, q.position)
    return await render_one(call.tx, call.viewer, held)


@method("stickers.changeSticker", who=Who.SIGNED_IN, writes=True)
async def change_sticker(call: Call, q: api.stickers.ChangeSticker) -> api.messages.StickerSet:
    """Let a sticker stand for other emoji, be found by other words, or sit elsewhere on a face (point -1: nowhere).

    Wire:   https://core.telegram.org/method/stickers.changeSticker
    Errors: as stickers.removeStickerFromSet; STICKER_EMOJI_INVALID, STICKER_FILE_INVALID (keywords)
    """
    of, sticker = await access_own_sticker(call.tx, call, q.sticker)
    mask = q.mask_coords
    if mask is not None and mask.n != actions.NO_MASK:
        mask = access_mask(mask, of.kind)
    if q.emoji is not None:
        sticker = replace(sticker, emojis=access_emojis(q.emoji))
    if q.keywords is not None:
        sticker = replace(sticker, keywords=access_keywords(q.keywords))
    held = await actions.change(call.journal, of, sticker, mask)
    return await render_one(call.tx, call.viewer, held)


@method("stickers.replaceSticker", who=Who.SIGNED_IN, writes=True)
async def replace_sticker(
    call: Call, q: api.stickers.ReplaceSticker
) -> api.messages.StickerSet:
    """Put a new sticker into the place of one.

    Wire:   https://core.telegram.org/method/stickers.replaceSticker
    Errors: as stickers.removeStickerFromSet; those of make_sticker
    """
    async with call.world.database.transaction(write=False) as tx:
        of, sticker = await access_own_sticker(tx, call, q.sticker)
    made = await make_sticker(call, q.new_sticker, of)
    held = await actions.exchange(call.journal, of, sticker, made)
    return await render_one(call.tx, call.viewer, held)


@method("stickers.renameStickerSet", who=Who.SIGNED_IN, writes=True)
async def rename_sticker_set(
    call: Call, q: api.stickers.RenameStickerSet
) -> api.messages.StickerSet:
    """Call a set otherwise; its short name stays.

    Wire:   https://core.telegram.org/method/stickers.renameStickerSet
    Errors: STICKERSET_INVALID, PACK_TITLE_INVALID
    """
    title = access_title(q.title)
    of = await access_own_set(call.tx, call, q.stickerset)
    held = await actions.rename(call.journal, of, title)
    return await render_one(call.tx, call.viewer, held)


@method("stickers.setStickerSetThumb", who=Who.SIGNED_IN, writes=True)
async def set_sticker_set_thumb(
    call: Call, q: api.stickers.SetStickerSetThumb
) -> api.messages.StickerSet:
    """Show a set by a picture, by one of its custom emoji, or (neither) by its first sticker.

    Wire:   https://core.telegram.org/method/stickers.setStickerSetThumb
    Errors: STICKERSET_INVALID, STICKER_INVALID (no custom emoji of this set); those of make_thumb
    """
    async with call.world.database.transaction(write=False) as tx:
        of = await access_own_set(tx, call, q.stickerset)
        emoji = q.thumb_document_id or None
        if emoji is not None:
            sticker = (await store.find_some(tx, [emoji])).get(emoji)
            if of.kind is not SetKind.EMOJI or sticker is None or sticker.set_id != of.id:
                raise RpcError(400, "STICKER_INVALID")
    none = q.thumb is None or isinstance(q.thumb, api.InputDocumentEmpty)
    thumb = None if none or q.thumb is None else await make_thumb(call, q.thumb, of)
    held = await actions.show_by(call.journal, of, thumb, emoji)
    return await render_one(call.tx, call.viewer, held)


@method("stickers.deleteStickerSet", who=Who.SIGNED_IN, writes=True)
async def delete_sticker_set(call: Call, q: api.stickers.DeleteStickerSet) -> bool:
    """Delete a set; nobody has it any more, messages show what was in it all the same.

    Wire:   https://core.telegram.org/method/stickers.deleteStickerSet
    Errors: STICKERSET_INVALID
    """
    of = await access_own_set(call.tx, call, q.stickerset)
    await actions.delete(call.journal, of)
    return True


@method("stickers.checkShortName", who=Who.USER)
async def check_short_name(call: Call, q: api.stickers.CheckShortName) -> bool:
    """Say whether a new set may have this short name.

    Wire:   https://core.telegram.org/method/stickers.checkShortName (since 130)
    Errors: SHORT_NAME_INVALID, SHORT_NAME_OCCUPIED
    """
    if not NAME.fullmatch(q.short_name):
        raise RpcError(400, "SHORT_NAME_INVALID")
    if await store.find_by_names(call.tx, [q.short_name]):
        raise RpcError(400, "SHORT_NAME_OCCUPIED")
    return True


@method("stickers.suggestShortName", who=Who.USER)
async def suggest_short_name(
    call: Call, q: api.stickers.SuggestShortName
) -> api.stickers.SuggestedShortName:
    """Suggest a free short name for a set that is to be called so.

    Wire:   https://core.telegram.org/method/stickers.suggestShortName (since 130)
    Errors: TITLE_INVALID
    """
    try:
        title = access_title(q.title)
    except RpcError as refused:
        raise RpcError(400, "TITLE_INVALID") from refused
    return api.stickers.SuggestedShortName(short_name=await suggest(call.tx, title))
