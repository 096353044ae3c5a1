"""Asking for pages, and showing them to those who wait.

A verb first asks for the preview of a link (rows are only read), then puts the message into its boxes, and
then says who has it (`delivered`): boxes are always taken before the page's row, by those who wait and by the
job that brings the page.
"""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.files.assembly import Hand
from chappe.features.webpages import store
from chappe.features.webpages.addresses import page_address, page_id
from chappe.features.webpages.fetching import FetchPage, keep, look_at
from chappe.features.webpages.model import PENDING_SECONDS, Page, State
from chappe.fetch.fetcher import Fetcher
from chappe.ids import BoxId
from chappe.jobs.schedule import schedule
from chappe.tl import api
from chappe.updates.log import Journal

AWAITED_MAX = 30
"""A box that waits for more pages gets no previews of further ones: somebody uses us to knock at doors."""


async def preview(
    tx: Tx, fetcher: Fetcher, link: str | None, now: float, box: BoxId
) -> api.MessageMediaWebPage | None:
    """The preview of a text's link, as the message keeps it; None when there is none to come.

    Nothing is shown of pages that have nothing, and of no page at all while nobody may go out, or while
    the box into which the message goes waits for too many others.
    """
    address = None if link is None else page_address(link)
    if address is None or not fetcher.is_on:
        return None
    return kept_preview(address) if await may_be_shown(tx, address, now, box) else None


async def may_be_shown(tx: Tx, address: str, now: float, box: BoxId) -> bool:
    """Whether a page is here, on its way, or may be asked for."""
    page = await store.find(tx, page_id(address))
    if page is not None and (page.state is State.READY or page.is_fresh(now)):
        return page.state is not State.EMPTY
    return await store.count_awaited(tx, [box]) < AWAITED_MAX


def kept_preview(address: str) -> api.MessageMediaWebPage:
    """The preview of a page as a message keeps it: whoever is shown it is shown the page."""
    return api.MessageMediaWebPage(webpage=api.WebPageEmpty(id=page_id(address), url=address))


async def delivered(
    journal: Journal, kept: api.MessageMediaWebPage, boxes: Collection[BoxId]
) -> None:
    """A message with this preview was put into boxes, which are taken: ask for the page if that is due,
    and tell them when it comes."""
    page = kept.webpage
    if not isinstance(page, api.WebPageEmpty) or page.url is None:
        return
    known = await store.find(journal.tx, page.id)
    if known is None or not known.is_fresh(journal.now):
        await _ask_for(journal, page.id, page.url, known)
    await store.await_page(journal.tx, page.id, journal.at - PENDING_SECONDS - 1, boxes)


async def find_page(journal: Journal, reader: BoxId, address: str) -> Page:
    """A page, as far as it has come; while it is on its way the reader is told when it comes."""
    number = page_id(address)
    known = await store.find(journal.tx, number)
    if known is not None and known.is_fresh(journal.now) and known.state is not State.PENDING:
        return known
    await journal.lock([reader])
    if await store.count_awaited(journal.tx, [reader]) >= AWAITED_MAX:
        return known or Page(number, address, State.EMPTY, journal.at, None)
    if known is None or not known.is_fresh(journal.now):
        await _ask_for(journal, number, address, known)
    await store.await_page(journal.tx, number, journal.at - PENDING_SECONDS - 1, [reader])
    page = await store.find(journal.tx, number)
    assert page is not None, "it was asked for"
    return page


async def fetch_now(hand: Hand, address: str) -> Page:
    """A page that has come or has nothing to show; before the first statement of the hand's transaction."""
    number = page_id(address)
    database, at = hand.world.database, int(hand.now)
    async with database.transaction(write=False) as tx:
        known = await store.find(tx, number)
    if known is not None and known.is_fresh(hand.now) and known.state is not State.PENDING:
        return known
    seen = await look_at(hand, number, address)
    async with database.transaction(write=True) as tx:
        if known is None or not known.is_fresh(hand.now):
            await store.ask(tx, number, address, at)
        await keep(tx, number, seen, at)
        page = await store.find(tx, number)
    assert page is not None, "it was asked for"
    return page


async def _ask_for(journal: Journal, number: int, address: str, known: Page | None) -> None:
    """Have a page fetched; one that is here is shown as it is until then."""
    again = known is not None and known.state is State.READY
    if known is None or not again:
        await store.ask(journal.tx, number, address, journal.at)
    elif not await store.renew(journal.tx, known, journal.at):
        return
    what = FetchPage(number, address, again)
    await schedule(journal, what, journal.at, key=str(number), keep=True)
