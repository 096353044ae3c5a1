"""The SQL of `login_code`."""

from chappe.db.database import Tx
from chappe.features.auth.model import LoginCode

PUT = """
INSERT INTO login_code (phone, hash, code, sent_at, attempts, confirmed)
VALUES (:phone, :hash, :code, :sent_at, 0, 0)
ON CONFLICT (phone) DO UPDATE SET hash = excluded.hash, code = excluded.code,
    sent_at = excluded.sent_at, attempts = 0, confirmed = 0
"""
FIND = """
SELECT phone, hash, code, sent_at, attempts, confirmed FROM login_code WHERE phone = :phone
"""
COUNT_WRONG = "UPDATE login_code SET attempts = attempts + 1 WHERE phone = :phone"
CONFIRM = "UPDATE login_code SET confirmed = 1 WHERE phone = :phone"
DELETE = "DELETE FROM login_code WHERE phone = :phone"


async def put(tx: Tx, sent: LoginCode) -> None:
    """Keep a code in the place of the one before."""
    await tx.run(PUT, phone=sent.phone, hash=sent.hash, code=sent.code, sent_at=sent.sent_at)


async def find(tx: Tx, phone: str) -> LoginCode | None:
    """The code of a number."""
    row = await tx.row(FIND, phone=phone)
    if row is None:
        return None
    phone, hash_, code, sent_at, attempts, confirmed = row
    return LoginCode(phone, hash_, code, sent_at, attempts, bool(confirmed))


async def count_wrong(tx: Tx, phone: str) -> None:
    """Somebody gave a wrong code."""
    await tx.run(COUNT_WRONG, phone=phone)


async def confirm(tx: Tx, phone: str) -> None:
    """The right code was given."""
    await tx.run(CONFIRM, phone=phone)


async def delete(tx: Tx, phone: str) -> None:
    """The code has served."""
    await tx.run(DELETE, phone=phone)
