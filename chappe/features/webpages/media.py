"""A preview that a client asks for, of whatever address: `inputMediaWebPage`."""

from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.features.webpages.actions import fetch_now, kept_preview, may_be_shown
from chappe.features.webpages.addresses import page_address
from chappe.features.webpages.model import State
from chappe.ids import BoxId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api


@media_kind(api.InputMediaWebPage)
async def web_page(
    call: Call, said: api.InputMediaWebPage, _place: int | None
) -> PreparedMedia:
    """The page at an address. Optional: a message without one is fine, so nobody waits for it.

    Errors: WEBPAGE_URL_INVALID, WEBPAGE_NOT_FOUND (not optional, and there is nothing to show)
    """
    address = page_address(said.url)
    if address is None:
        raise RpcError(400, "WEBPAGE_URL_INVALID")
    if not call.world.fetcher.is_on:
        if not said.optional:
            raise RpcError(400, "WEBPAGE_NOT_FOUND")
        return PreparedMedia(api.MessageMediaEmpty())
    if not said.optional and (await fetch_now(call, address)).state is State.EMPTY:
        raise RpcError(400, "WEBPAGE_NOT_FOUND")
    if said.optional:
        async with call.world.database.transaction(write=False) as tx:
            if not await may_be_shown(tx, address, call.now, BoxId(call.user_id)):
                return PreparedMedia(api.MessageMediaEmpty())
    media = kept_preview(address)
    media.manual = True
    media.force_large_media = said.force_large_media
    media.force_small_media = said.force_small_media
    return PreparedMedia(media)
