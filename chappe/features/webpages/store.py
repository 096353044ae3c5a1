"""The SQL of `webpage` and `webpage_reader`."""

from collections.abc import Collection, Iterable

from chappe.db.database import Row, Tx
from chappe.features.webpages.model import Page, State
from chappe.ids import BoxId

COLUMNS = "id, address, state, at, page"
FIND = f"SELECT {COLUMNS} FROM webpage WHERE id IN :ids[]"
# Whoever waits passes this row: either before the one who brings the page, who then finds the reader,
# or after, and then there is nothing to wait for.
AWAIT = """
UPDATE webpage SET waiting = waiting + 1 WHERE id = :id AND state = 0 AND at > :since
"""
ASK = """
INSERT INTO webpage (id, address, state, at, waiting, page) VALUES (:id, :address, 0, :at, 0, NULL)
ON CONFLICT (id) DO UPDATE SET state = 0, at = excluded.at
"""
# Of several who find a page old one asks for it again.
RENEW = "UPDATE webpage SET at = :at WHERE id = :id AND state = 1 AND at = :seen"
RENEWED = "UPDATE webpage SET page = :page WHERE id = :id AND state = 1"
COME = "UPDATE webpage SET state = :state, at = :at, page = :page WHERE id = :id AND state = 0"
ADD_READER = """
INSERT INTO webpage_reader (page_id, box) VALUES (:id, :box) ON CONFLICT (page_id, box) DO NOTHING
"""
READERS = "SELECT box FROM webpage_reader WHERE page_id = :id ORDER BY box LIMIT :limit"
AWAITED = "SELECT box, COUNT(*) FROM webpage_reader WHERE box IN :boxes[] GROUP BY box"
FORGET_READERS = """
DELETE FROM webpage_reader WHERE page_id IN (
    SELECT id FROM webpage WHERE state <> 1 AND at < :before
)
"""
FORGET = "DELETE FROM webpage WHERE state <> 1 AND at < :before"
TOLD = "DELETE FROM webpage_reader WHERE page_id = :id AND box IN :boxes[]"


async def find_many(tx: Tx, ids: Collection[int]) -> dict[int, Page]:
    """Some pages; those that nobody knows are left out."""
    if not ids:
        return {}
    return {page.id: page for page in map(_page, await tx.rows(FIND, ids=list(ids)))}


async def find(tx: Tx, page_id: int) -> Page | None:
    """One page."""
    return (await find_many(tx, [page_id])).get(page_id)


async def ask(tx: Tx, page_id: int, address: str, at: int) -> None:
    """A page is on its way from now on; what it was before is shown no more."""
    await tx.run(ASK, id=page_id, address=address, at=at)


async def await_page(tx: Tx, page_id: int, since: int, boxes: Iterable[BoxId]) -> bool:
    """Have boxes told when a page comes that was asked for after `since`; False: it is not on its way."""
    if not await tx.run(AWAIT, id=page_id, since=since):
        return False
    await tx.run_many(ADD_READER, [{"id": page_id, "box": box} for box in boxes])
    return True


async def come(tx: Tx, page_id: int, state: State, body: bytes | None, at: int) -> bool:
    """A page has come; False when it had before."""
    return await tx.run(COME, id=page_id, state=int(state), at=at, page=body) == 1


async def renew(tx: Tx, page: Page, at: int) -> bool:
    """A page that is here is asked for again; it is shown as it was until then. False: somebody else did."""
    return await tx.run(RENEW, id=page.id, at=at, seen=page.at) == 1


async def renewed(tx: Tx, page_id: int, body: bytes) -> bool:
    """It has come again; False when it is not here any more."""
    return await tx.run(RENEWED, id=page_id, page=body) == 1


async def readers(tx: Tx, page_id: int, limit: int) -> list[BoxId]:
    """Boxes that are to be told, in ascending order."""
    return [BoxId(box) for (box,) in await tx.rows(READERS, id=page_id, limit=limit)]


async def told(tx: Tx, page_id: int, boxes: Collection[BoxId]) -> None:
    """They have been told."""
    await tx.run(TOLD, id=page_id, boxes=list(boxes))


async def count_awaited(tx: Tx, boxes: Collection[BoxId]) -> int:
    """How many pages that one of some boxes waits for that waits for the fewest."""
    counts: dict[BoxId, int] = dict(await tx.rows(AWAITED, boxes=list(boxes)))
    return min((counts.get(box, 0) for box in boxes), default=0)


async def forget(tx: Tx, before: int) -> None:
    """Forget what is empty, or on its way, since before a date; and who waits for it."""
    await tx.run(FORGET_READERS, before=before)
    await tx.run(FORGET, before=before)


def _page(row: Row) -> Page:
    page_id, address, state, at, body = row
    return Page(page_id, address, State(state), at, body)
