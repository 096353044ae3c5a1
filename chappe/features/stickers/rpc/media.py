"""Stickers on photos and videos, and what comes to the shelves by being sent."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.features.files.access import access_photo
from chappe.features.files.kinds import attaches
from chappe.features.messages.media import Media, notes_sent
from chappe.features.messages.model import MediaKind
from chappe.features.stickers import owning, shelves, store
from chappe.features.stickers.access import access_file
from chappe.features.stickers.model import Shelf
from chappe.features.stickers.view import render_covered
from chappe.features.users.access import is_premium
from chappe.ids import is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.log import Journal

ATTACHED_MAX = 100
SHELVES = {MediaKind.STICKER: Shelf.RECENT, MediaKind.GIF: Shelf.GIFS}


@attaches
async def attach(
    call: Call, file_id: int, said: "Sequence[api.TypeInputDocument]"
) -> Callable[[Journal], Awaitable[None]]:
    """Keep which stickers somebody has put on a new picture.

    Errors: STICKER_DOCUMENT_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    if len(said) > ATTACHED_MAX:
        raise RpcError(400, "STICKER_DOCUMENT_INVALID")
    async with call.world.database.transaction(write=False) as tx:
        found = [
            (await access_file(tx, call, each, "STICKER_DOCUMENT_INVALID")).id for each in said
        ]

    async def keep(journal: Journal) -> None:
        await shelves.attach(journal.tx, file_id, list(dict.fromkeys(found)))

    return keep


@method("messages.getAttachedStickers", who=Who.USER)
async def get_attached_stickers(
    call: Call, q: api.messages.GetAttachedStickers
) -> "list[api.TypeStickerSetCovered]":
    """Return the sets of the stickers on a photo or video.

    Wire:   https://core.telegram.org/method/messages.getAttachedStickers
    Errors: MEDIA_EMPTY, FILE_REFERENCE_EMPTY / INVALID / EXPIRED
    """
    if isinstance(q.media, api.InputStickeredMediaPhoto):
        file_id = (await access_photo(call.tx, call, q.media.id)).id
    else:
        file_id = (await access_file(call.tx, call, q.media.id, "MEDIA_EMPTY")).id
    there = await store.find_some(call.tx, await shelves.find_attached(call.tx, file_id))
    found = await store.find_many(call.tx, [each.set_id for each in there.values()])
    return await render_covered(call.tx, call.viewer, list(found.values()))


@notes_sent
async def note_sent(call: Call, media: Media, to_top: bool) -> None:
    """Put what a person has sent on its shelves. Its client does the same by itself, so that nobody is told.
    `to_top`: and have the sticker's set before the others; of that its other devices hear."""
    shelf = SHELVES.get(media.kind)
    if shelf is None or media.file_id is None or is_bot(call.user_id):
        return
    most = owning.shelf_max(shelf, premium=await is_premium(call.tx, call.user_id))
    await shelves.put_on(call.tx, call.user_id, shelf, media.file_id, int(call.now), most)
    if to_top and shelf is Shelf.RECENT:
        sticker = (await store.find_some(call.tx, [media.file_id])).get(media.file_id)
        if sticker is not None:
            await owning.bring_to_top(call.journal, call.user_id, sticker.set_id)
