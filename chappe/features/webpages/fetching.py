"""The job that brings a page: out to the web, through the reader, into the rows, to those who wait."""

import asyncio
import math
import zlib
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.files.actions import keep_file
from chappe.features.files.assembly import Hand
from chappe.features.files.model import NewFile
from chappe.features.files.photos import make_photo
from chappe.features.users.model import SERVICE_USER
from chappe.features.webpages import store
from chappe.features.webpages.addresses import shown_address, site_of
from chappe.features.webpages.model import PageCame, State
from chappe.features.webpages.reading import HTML, HTML_BYTES_MAX, Look, read_page
from chappe.fetch.errors import FetchFailed
from chappe.ids import DcId
from chappe.jobs.kinds import Job, Work, job, runs
from chappe.logs import log
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers

PICTURES_DC = DcId(2)
PICTURE_BYTES_MAX = 5 << 20
FETCH_SECONDS = 5.0  # for the page, and again for its picture; meanwhile other jobs wait
READERS_MAX = 500
"""Told at a time: each box is locked until the commit."""


@job("webpages.fetch")
class FetchPage(Job, frozen=True):
    """Fetch a page and tell those who wait for it. `again`: it is here, and old."""

    page_id: int
    address: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be shown of a page, and its picture, still without rows."""

    page: api.WebPage
    photo: NewFile | None


@runs(FetchPage)
async def fetch_page(work: Work, what: FetchPage) -> int | None:
    """Bring the page, unless it is here, and tell; again at once, while somebody is left to be told."""
    async with work.world.database.transaction(write=False) as tx:
        known = await store.find(tx, what.page_id)
    wanted = State.READY if what.again else State.PENDING
    due = known is not None and known.state is wanted
    seen = None
    if due:
        turns = work.world.fetcher.turns
        later = turns.take(work.now)
        if later is not None:
            return math.ceil(later)
        try:
            seen = await look_at(work, what.page_id, what.address)
        finally:
            turns.give()
    boxes = await store.readers(work.tx, what.page_id, READERS_MAX)
    await work.journal.lock(boxes)
    if due and not (what.again and seen is None):
        await keep(work.tx, what.page_id, seen, int(work.now), again=what.again)
    for box in boxes:
        await work.journal.append(box, PageCame(what.page_id))
    await store.told(work.tx, what.page_id, boxes)
    left = await store.readers(work.tx, what.page_id, 1)
    return int(work.now) if left else None


async def look_at(hand: Hand, page_id: int, address: str) -> Seen | None:
    """Go there and read it; None when there is nothing to show."""
    fetcher = hand.world.fetcher
    try:
        fetched = await fetcher.get(
            address,
            accept=(*HTML, "image/"),
            bytes_max=PICTURE_BYTES_MAX,
            bytes_max_of=dict.fromkeys(HTML, HTML_BYTES_MAX),
            cut=True,
            seconds=FETCH_SECONDS,
        )
    except FetchFailed as failed:
        log.info("a page did not come", reason=failed.reason)
        return None
    if fetched.content_type not in HTML:
        photo = await _developed(hand, fetched.body)
        return None if photo is None else Seen(_picture(page_id, address, photo), photo)
    look = await asyncio.to_thread(read_page, fetched)
    if not look.says_something:
        return None
    photo = await _photo(hand, look.image)
    return Seen(_page(page_id, address, look, photo), photo)


async def keep(
    tx: Tx, page_id: int, seen: Seen | None, at: int, *, again: bool = False
) -> None:
    """Write down what came of a page that was on its way, or (`again`) here already."""
    body = None if seen is None else layers.write(seen.page)
    if again:
        kept = body is not None and await store.renewed(tx, page_id, body)
    else:
        state = State.EMPTY if body is None else State.READY
        kept = await store.come(tx, page_id, state, body, at)
    if kept and seen is not None and seen.photo is not None:
        await keep_file(tx, seen.photo)


async def _photo(hand: Hand, image: str | None) -> NewFile | None:
    if image is None:
        return None
    try:
        fetched = await hand.world.fetcher.get(
            image, accept=("image/",), bytes_max=PICTURE_BYTES_MAX, seconds=FETCH_SECONDS
        )
    except FetchFailed as failed:
        log.info("the picture of a page did not come", reason=failed.reason)
        return None
    return await _developed(hand, fetched.body)


async def _developed(hand: Hand, data: bytes) -> NewFile | None:
    ids = hand.world.dc_ids()
    dc_id = PICTURES_DC if PICTURES_DC in ids else ids[0]
    try:
        return await make_photo(hand, SERVICE_USER, dc_id, data)
    except RpcError:  # it is no picture, or not one that we show
        return None


def _picture(page_id: int, address: str, photo: NewFile) -> api.WebPage:
    """A link to a picture."""
    return api.WebPage(
        id=page_id,
        url=address,
        display_url=shown_address(address),
        hash=zlib.crc32(address.encode()) & 0x7FFFFFFF,
        type="photo",
        site_name=site_of(address),
        photo=api.PhotoEmpty(id=photo.shown.id),
    )


def _page(page_id: int, address: str, look: Look, photo: NewFile | None) -> api.WebPage:
    said = repr((look, photo is not None)).encode()
    return api.WebPage(
        has_large_media=look.large and photo is not None,
        id=page_id,
        url=address,
        display_url=shown_address(address),
        hash=zlib.crc32(said) & 0x7FFFFFFF,
        type=look.kind or "article",
        site_name=look.site_name or site_of(address),
        title=look.title,
        description=look.description,
        author=look.author,
        photo=None if photo is None else api.PhotoEmpty(id=photo.shown.id),
    )
