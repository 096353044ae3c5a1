"""Pages in the place of what messages keep of them."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.files.view import fill
from chappe.features.webpages import store
from chappe.features.webpages.model import Page, PageCame
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


async def fill_pages(
    tx: Tx, medias: "Sequence[api.TypeMessageMedia | None]"
) -> "list[api.TypeMessageMedia | None]":
    """Media with the pages themselves, their photos still empty; None for a page with nothing to show.

    One query for all. The objects that are given are changed.
    """
    ids = {media.webpage.id for media in medias if _is_kept(media)}  # type: ignore[union-attr]  # _is_kept
    if not ids:
        return list(medias)
    pages = await store.find_many(tx, ids)
    return [_filled(media, pages) for media in medias]


def _is_kept(media: "api.TypeMessageMedia | None") -> bool:
    return isinstance(media, api.MessageMediaWebPage) and isinstance(
        media.webpage, api.WebPageEmpty
    )


def _filled(
    media: "api.TypeMessageMedia | None", pages: dict[int, Page]
) -> "api.TypeMessageMedia | None":
    if not isinstance(media, api.MessageMediaWebPage):
        return media
    if not isinstance(media.webpage, api.WebPageEmpty):
        return media
    page = pages.get(media.webpage.id)
    if page is None:
        return None
    media.webpage = page.on_wire()
    return None if isinstance(media.webpage, api.WebPageEmpty) else media


async def render_page(tx: Tx, viewer: Viewer, page: Page) -> "api.TypeWebPage":
    """A page as a viewer sees it."""
    (shown,) = await fill(tx, viewer, [page.on_wire()])
    return shown


@renders(PageCame)
async def render_came(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateWebPage."""
    ids = [each.fact.page_id for each in entries if isinstance(each.fact, PageCame)]
    pages = await store.find_many(tx, set(ids))
    shown = {page.id: page.on_wire() for page in pages.values()}
    await fill(tx, viewer, list(shown.values()))
    return [
        [api.UpdateWebPage(webpage=shown[page_id], pts=entry.pts, pts_count=1)]
        if page_id in shown
        else []
        for page_id, entry in zip(ids, entries, strict=True)
    ]
