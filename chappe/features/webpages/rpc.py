"""`messages.getWebPage*`."""

from chappe.features.text.actions import prepare_text
from chappe.features.users.access import named_user
from chappe.features.webpages import media, sweeping
from chappe.features.webpages.actions import find_page
from chappe.features.webpages.addresses import page_address, page_id
from chappe.features.webpages.view import render_page
from chappe.ids import BoxId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_peers_of

LOADED = (media, sweeping)
"""They enter what they know into the kinds of media and of jobs when they are loaded."""


@method("messages.getWebPagePreview", writes=True)
async def get_web_page_preview(
    call: Call, q: api.messages.GetWebPagePreview
) -> api.messages.WebPagePreview:
    """Return the preview that a text would get: of its first link. What is on its way comes as an update.

    Wire:   https://core.telegram.org/method/messages.getWebPagePreview
    Errors: MESSAGE_EMPTY, MESSAGE_TOO_LONG, ENTITIES_TOO_LONG, ENTITY_BOUNDS_INVALID,
            ENTITY_MENTION_USER_INVALID (prepare_text)
    """
    said = prepare_text(
        q.message, q.entities, resolve_user=lambda named: named_user(call.viewer, named)
    )
    address = None if said.link is None else page_address(said.link)
    shown: api.TypeMessageMedia = api.MessageMediaEmpty()
    if address is not None:
        page = await _page(call, address)
        if not isinstance(page, api.WebPageEmpty):
            shown = api.MessageMediaWebPage(webpage=page)
    users, chats = await render_peers_of(call.tx, call.viewer, [shown])
    return api.messages.WebPagePreview(media=shown, chats=chats, users=users)


@method("messages.getWebPage", writes=True)
async def get_web_page(call: Call, q: api.messages.GetWebPage) -> api.messages.WebPage:
    """Return the page at an address. What is on its way comes as an update.

    Wire:   https://core.telegram.org/method/messages.getWebPage
    Errors: WC_CONVERT_URL_INVALID (no address of the web)
    """
    address = page_address(q.url)
    if address is None:
        raise RpcError(400, "WC_CONVERT_URL_INVALID")
    page = await _page(call, address)
    if q.hash and isinstance(page, api.WebPage) and page.hash == q.hash:
        page = api.WebPageNotModified()
    users, chats = await render_peers_of(call.tx, call.viewer, [page])
    return api.messages.WebPage(webpage=page, chats=chats, users=users)


async def _page(call: Call, address: str) -> "api.TypeWebPage":
    if not call.world.fetcher.is_on:
        return api.WebPageEmpty(id=page_id(address), url=address)
    page = await find_page(call.journal, BoxId(call.user_id), address)
    return await render_page(call.tx, call.viewer, page)
