"""The SQL of `banned_phone`; nobody else names that table.

The server only reads it. The command line writes it, beside a running server too.
"""

from chappe.db.database import Tx
from chappe.rpc.errors import RpcError

FIND = "SELECT banned_at FROM banned_phone WHERE phone = :phone"
PUT = """
INSERT INTO banned_phone (phone, banned_at) VALUES (:phone, :now) ON CONFLICT DO NOTHING
"""
DELETE = "DELETE FROM banned_phone WHERE phone = :phone"
LIST = "SELECT phone, banned_at FROM banned_phone ORDER BY banned_at, phone"


async def check_not_banned(tx: Tx, phone: str) -> None:
    """Let in all numbers but those that were banned. Errors: PHONE_NUMBER_BANNED"""
    if await tx.row(FIND, phone=phone) is not None:
        raise RpcError(400, "PHONE_NUMBER_BANNED")


async def ban(tx: Tx, phone: str, now: int) -> bool:
    """Let a number in no more; False when it is banned already."""
    return await tx.run(PUT, phone=phone, now=now) == 1


async def unban(tx: Tx, phone: str) -> bool:
    """Let a number in again; False when it was not banned."""
    return await tx.run(DELETE, phone=phone) == 1


async def every(tx: Tx) -> list[tuple[str, int]]:
    """All banned numbers, and since when, oldest first."""
    return [(row[0], row[1]) for row in await tx.rows(LIST)]
