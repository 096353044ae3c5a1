"""Secrets of the installation: made by whichever node needs one first, the same for all."""

import os

from chappe.db.database import Tx

MAKE = """
INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING
"""
FIND = "SELECT value FROM secret WHERE name = :name"
SECRET_BYTES = 32


async def load_secret(tx: Tx, name: str) -> bytes:
    """The secret of this name, 32 bytes; made when there is none."""
    await tx.run(MAKE, name=name, value=os.urandom(SECRET_BYTES))
    row = await tx.row(FIND, name=name)
    assert row is not None
    value: bytes = row[0]
    return value


async def find_secret(tx: Tx, name: str) -> bytes | None:
    """The secret of this name, when there is one."""
    row = await tx.row(FIND, name=name)
    return None if row is None else bytes(row[0])
