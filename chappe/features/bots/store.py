"""The SQL of `bot`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx, Value
from chappe.features.bots.model import Bot
from chappe.ids import UserId

COLUMNS = """
id, owner_id, secret, made_at, description, inline_feedback, menu, group_rights, broadcast_rights,
manager_id
"""
NEXT_ID = "UPDATE bot_number SET last = last + 1 WHERE one = 1 RETURNING last"
INSERT = f"""
INSERT INTO bot ({COLUMNS}) VALUES (
    :id, :owner_id, :secret, :made_at, :description, :inline_feedback, :menu, :group_rights,
    :broadcast_rights, :manager_id
) ON CONFLICT DO NOTHING
"""
FIND = f"SELECT {COLUMNS} FROM bot WHERE id = :id"
OPENED_BY = "SELECT secret FROM bot WHERE id = :id"
FIND_MANY = f"SELECT {COLUMNS} FROM bot WHERE id IN :ids[]"
HOLD = f"UPDATE bot SET made_at = made_at WHERE id = :id RETURNING {COLUMNS}"
OWNED = f"SELECT {COLUMNS} FROM bot WHERE owner_id = :owner ORDER BY id"
EVERY = f"SELECT {COLUMNS} FROM bot ORDER BY id"
SET = {
    name: f"UPDATE bot SET {name} = :value WHERE id = :id"
    for name in [
        "secret",
        "description",
        "inline_feedback",
        "menu",
        "group_rights",
        "broadcast_rights",
    ]
}
DELETE = "DELETE FROM bot WHERE id = :id"


async def take_id(tx: Tx) -> UserId:
    """A number that no bot has had."""
    row = await tx.row(NEXT_ID)
    assert row is not None
    return UserId(row[0])


async def insert(tx: Tx, bot: Bot) -> None:
    """Keep a new bot."""
    await tx.run(INSERT, **{name: getattr(bot, name) for name in Bot.__slots__})


async def find(tx: Tx, bot_id: UserId) -> Bot | None:
    """One bot."""
    row = await tx.row(FIND, id=bot_id)
    return None if row is None else _bot(row)


async def find_secret(tx: Tx, bot_id: UserId) -> str | None:
    """The secret part of a bot's token; never to be logged."""
    row = await tx.row(OPENED_BY, id=bot_id)
    return None if row is None else str(row[0])


async def hold(tx: Tx, bot_id: UserId) -> Bot | None:
    """One bot, which no other transaction changes until this one ends."""
    row = await tx.row(HOLD, id=bot_id)
    return None if row is None else _bot(row)


async def find_owned(tx: Tx, owner: UserId) -> list[Bot]:
    """The bots of an account, the oldest first."""
    return [_bot(row) for row in await tx.rows(OWNED, owner=owner)]


async def every(tx: Tx) -> list[Bot]:
    """All bots, the oldest first."""
    return [_bot(row) for row in await tx.rows(EVERY)]


async def find_many(tx: Tx, ids: Collection[UserId]) -> dict[UserId, Bot]:
    """Some bots; those that are none are left out."""
    found = map(_bot, await tx.rows(FIND_MANY, ids=list(ids)))
    return {each.id: each for each in found}


async def set_value(tx: Tx, bot_id: UserId, column: str, value: Value) -> None:
    """Change one column of a bot; a byte string is TL, told in the migration."""
    await tx.run(SET[column], id=bot_id, value=value)


async def delete(tx: Tx, bot_id: UserId) -> None:
    """Forget a bot."""
    await tx.run(DELETE, id=bot_id)


def _bot(row: Row) -> Bot:
    """A row of COLUMNS."""
    return Bot(**dict(zip(Bot.__slots__, row, strict=True)))
