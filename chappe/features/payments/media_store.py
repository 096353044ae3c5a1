"""The SQL of paid media and of who has paid for them."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.payments.model import PaidMedia
from chappe.ids import UserId

COLUMNS = "author_id, seller, stars, payload, media, previews"
ADD = f"""
INSERT INTO paid_media ({COLUMNS})
VALUES (:author_id, :seller, :stars, :payload, :media, :previews) RETURNING id
"""
FIND = f"SELECT id, {COLUMNS} FROM paid_media WHERE id IN :ids[]"
BUY = "INSERT INTO paid_media_buyer (paid, user_id) VALUES (:paid, :user)"
GIVE_BACK = "DELETE FROM paid_media_buyer WHERE paid = :paid AND user_id = :user"
BOUGHT = "SELECT paid FROM paid_media_buyer WHERE paid IN :ids[] AND user_id = :user"
BUYERS = "SELECT DISTINCT user_id FROM paid_media_buyer WHERE paid IN :ids[]"


async def add(tx: Tx, paid: PaidMedia) -> int:
    """Keep what is sold; its number. The one that it has is passed over."""
    row = await tx.row(
        ADD,
        author_id=paid.author_id,
        seller=paid.seller,
        stars=paid.stars,
        payload=paid.payload,
        media=paid.media,
        previews=paid.previews,
    )
    assert row is not None
    return int(row[0])


async def find_many(tx: Tx, ids: Collection[int]) -> dict[int, PaidMedia]:
    """Some paid media, by their numbers."""
    rows = await tx.rows(FIND, ids=list(ids))
    return {row[0]: PaidMedia(*row) for row in rows}


async def add_buyer(tx: Tx, paid: int, user: UserId) -> None:
    """Somebody has paid."""
    await tx.run(BUY, paid=paid, user=user)


async def drop_buyer(tx: Tx, paid: int, user: UserId) -> None:
    """Somebody has got the Stars back."""
    await tx.run(GIVE_BACK, paid=paid, user=user)


async def find_bought(tx: Tx, user: UserId, ids: Collection[int]) -> set[int]:
    """Which of some media somebody has paid for."""
    return {paid for (paid,) in await tx.rows(BOUGHT, ids=list(ids), user=user)}


async def find_buyers(tx: Tx, ids: Collection[int]) -> set[UserId]:
    """Who has paid for any of these."""
    return {UserId(user) for (user,) in await tx.rows(BUYERS, ids=list(ids))}
