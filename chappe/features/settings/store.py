"""The SQL of `setting`."""

from collections.abc import Collection
from typing import Any

from chappe.db.database import Tx
from chappe.features.settings.model import Name
from chappe.ids import UserId
from chappe.tl import layers
from chappe.tl.build import TLObject

PUT = """
INSERT INTO setting (owner_id, name, value) VALUES (:owner, :name, :value)
ON CONFLICT (owner_id, name) DO UPDATE SET value = excluded.value
"""
FIND = "SELECT name, value FROM setting WHERE owner_id = :owner AND name IN :names[]"
FIND_OF = "SELECT owner_id, value FROM setting WHERE owner_id IN :owners[] AND name = :name"
DELETE = "DELETE FROM setting WHERE owner_id = :owner AND name = :name"


async def put(tx: Tx, owner: UserId, name: Name, value: TLObject) -> None:
    """Keep a setting."""
    await tx.run(PUT, owner=owner, name=int(name), value=layers.write(value))


async def delete(tx: Tx, owner: UserId, name: Name) -> None:
    """A setting is as at first again."""
    await tx.run(DELETE, owner=owner, name=int(name))


async def find(tx: Tx, owner: UserId, name: Name) -> Any:
    """A setting, None while it is as at first."""
    return (await find_many(tx, owner, [name])).get(name)


async def find_many(tx: Tx, owner: UserId, names: Collection[Name]) -> dict[Name, Any]:
    """Some settings of an account; those that are as at first are left out."""
    rows = await tx.rows(FIND, owner=owner, names=[int(name) for name in names])
    return {Name(name): layers.read(value)[0] for name, value in rows}


async def find_of(tx: Tx, owners: Collection[UserId], name: Name) -> dict[UserId, Any]:
    """A setting of some accounts; those with which it is as at first are left out."""
    rows = await tx.rows(FIND_OF, owners=list(owners), name=int(name))
    return {owner: layers.read(value)[0] for owner, value in rows}
