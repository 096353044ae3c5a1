"""The SQL of `saved_contact`."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.contacts.model import SavedContact
from chappe.ids import UserId

PUT = """
INSERT INTO saved_contact (owner_id, phone, first_name, last_name, at)
VALUES (:owner, :phone, :first_name, :last_name, :at)
ON CONFLICT (owner_id, phone) DO UPDATE SET first_name = excluded.first_name,
    last_name = excluded.last_name
"""
KNOWN = "SELECT phone FROM saved_contact WHERE owner_id = :owner AND phone IN :phones[text]"
DELETE = "DELETE FROM saved_contact WHERE owner_id = :owner AND phone IN :phones[text]"
DELETE_ALL = "DELETE FROM saved_contact WHERE owner_id = :owner"
COUNT = "SELECT COUNT(*) FROM saved_contact WHERE owner_id = :owner"
OWNERS = """
SELECT owner_id, phone, first_name, last_name, at FROM saved_contact WHERE phone = :phone
ORDER BY owner_id LIMIT :limit
"""
IMPORTERS = """
SELECT phone, COUNT(*) FROM saved_contact WHERE phone IN :phones[text] GROUP BY phone
"""


async def put(tx: Tx, owner: UserId, saved: Collection[SavedContact]) -> None:
    """Keep numbers; one that is there already gets the new names."""
    await tx.run_many(
        PUT,
        [
            {
                "owner": owner,
                "phone": each.phone,
                "first_name": each.first_name,
                "last_name": each.last_name,
                "at": each.at,
            }
            for each in saved
        ],
    )


async def find_known(tx: Tx, owner: UserId, phones: Collection[str]) -> set[str]:
    """Those of some numbers that an account has kept."""
    return {row[0] for row in await tx.rows(KNOWN, owner=owner, phones=list(phones))}


async def delete(tx: Tx, owner: UserId, phones: Collection[str]) -> None:
    """Forget some numbers."""
    await tx.run(DELETE, owner=owner, phones=list(phones))


async def delete_all(tx: Tx, owner: UserId) -> None:
    """Forget all numbers."""
    await tx.run(DELETE_ALL, owner=owner)


async def count(tx: Tx, owner: UserId) -> int:
    """How many numbers an account has kept."""
    row = await tx.row(COUNT, owner=owner)
    assert row is not None
    return int(row[0])


async def find_owners(tx: Tx, phone: str, limit: int) -> list[tuple[UserId, SavedContact]]:
    """Who has a number in the address book, and under which name; in ascending order of ids."""
    rows = await tx.rows(OWNERS, phone=phone, limit=limit)
    return [(UserId(owner), SavedContact(*rest)) for owner, *rest in rows]


async def count_importers(tx: Tx, phones: Collection[str]) -> dict[str, int]:
    """In how many address books some numbers stand."""
    return dict(await tx.rows(IMPORTERS, phones=list(phones)))
