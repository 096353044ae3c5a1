"""The SQL of `profile_photo`."""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.ids import UserId

INSERT = """
INSERT INTO profile_photo (owner_id, photo_id, fallback) VALUES (:owner, :photo, :fallback)
"""
PAGE = """
SELECT photo_id FROM profile_photo WHERE owner_id = :owner AND fallback = 0 AND place < :before
ORDER BY place DESC LIMIT :limit OFFSET :offset
"""
PLACE = """
SELECT place FROM profile_photo
WHERE owner_id = :owner AND photo_id = :photo AND fallback = 0
"""
COUNT = "SELECT COUNT(*) FROM profile_photo WHERE owner_id = :owner AND fallback = 0"
FIND = """
SELECT photo_id, fallback FROM profile_photo WHERE owner_id = :owner AND photo_id IN :photos[]
"""
LAST = """
SELECT photo_id FROM profile_photo WHERE owner_id = :owner AND fallback = :fallback
ORDER BY place DESC LIMIT 1
"""
DELETE = "DELETE FROM profile_photo WHERE owner_id = :owner AND photo_id IN :photos[]"
DELETE_ALL = "DELETE FROM profile_photo WHERE owner_id = :owner"
FIRST = (1 << 63) - 1
"""Before the newest."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo of an account."""

    photo_id: int
    fallback: bool


async def put(tx: Tx, owner: UserId, photo_id: int, *, fallback: bool) -> None:
    """Put a photo on top; where it stood before is forgotten."""
    await tx.run(DELETE, owner=owner, photos=[photo_id])
    await tx.run(INSERT, owner=owner, photo=photo_id, fallback=int(fallback))


async def find_page(
    tx: Tx, owner: UserId, offset: int, limit: int, *, before: int | None = None
) -> list[int]:
    """A part of the photos of an account, the newest first. `before`: only older ones than this."""
    place = FIRST
    if before is not None:
        row = await tx.row(PLACE, owner=owner, photo=before)
        if row is None:
            return []
        place = row[0]
    rows = await tx.rows(PAGE, owner=owner, before=place, limit=limit, offset=offset)
    return [row[0] for row in rows]


async def has(tx: Tx, owner: UserId, photo_id: int) -> bool:
    """Whether it is one of the photos that an account shows to those who may see them."""
    return await tx.row(PLACE, owner=owner, photo=photo_id) is not None


async def count(tx: Tx, owner: UserId) -> int:
    """How many photos an account has, the fallback aside."""
    row = await tx.row(COUNT, owner=owner)
    assert row is not None
    return int(row[0])


async def find(tx: Tx, owner: UserId, photos: Collection[int]) -> list[Kept]:
    """Those of some photos that are an account's."""
    rows = await tx.rows(FIND, owner=owner, photos=list(photos))
    return [Kept(photo_id, bool(fallback)) for photo_id, fallback in rows]


async def find_last(tx: Tx, owner: UserId, *, fallback: bool) -> int | None:
    """The photo on top."""
    row = await tx.row(LAST, owner=owner, fallback=int(fallback))
    return None if row is None else int(row[0])


async def delete(tx: Tx, owner: UserId, photos: Collection[int]) -> None:
    """An account has some photos no more."""
    await tx.run(DELETE, owner=owner, photos=list(photos))


async def delete_all(tx: Tx, owner: UserId) -> None:
    """An account has no photos any more."""
    await tx.run(DELETE_ALL, owner=owner)
