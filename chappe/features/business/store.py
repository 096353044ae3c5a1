"""The SQL of `business_connection` and `business_paused`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.business.model import Connection
from chappe.features.messages.payload import read_value, write_value
from chappe.ids import PeerId, UserId

COLUMNS = "id, user_id, bot_id, at, parted, recipients, rights"
PUT = f"""
INSERT INTO business_connection ({COLUMNS})
VALUES (:id, :user_id, :bot_id, :at, :parted, :recipients, :rights)
ON CONFLICT (user_id, bot_id) DO UPDATE SET at = excluded.at, parted = excluded.parted,
    recipients = excluded.recipients, rights = excluded.rights
"""
FIND = f"SELECT {COLUMNS} FROM business_connection WHERE id = :id"
OF_USER = f"SELECT {COLUMNS} FROM business_connection WHERE user_id = :user_id ORDER BY id"
LIVE = f"""
SELECT {COLUMNS} FROM business_connection WHERE user_id IN :ids[] AND parted = 0
"""
OF_BOT = f"""
SELECT {COLUMNS} FROM business_connection WHERE bot_id = :bot_id AND parted = 0 ORDER BY id
"""
PAUSE = """
INSERT INTO business_paused (user_id, peer) VALUES (:user_id, :peer) ON CONFLICT DO NOTHING
"""
GO_ON = "DELETE FROM business_paused WHERE user_id = :user_id AND peer = :peer"
GO_ON_ALL = "DELETE FROM business_paused WHERE user_id = :user_id"
PAUSED = "SELECT peer FROM business_paused WHERE user_id = :user_id AND peer IN :peers[]"


async def put(tx: Tx, it: Connection) -> None:
    """Keep a connection, in the place of another between the same two; that keeps its name."""
    await tx.run(
        PUT,
        id=it.id,
        user_id=it.user_id,
        bot_id=it.bot_id,
        at=it.at,
        parted=int(it.parted),
        recipients=write_value(it.recipients),
        rights=write_value(it.rights),
    )


async def find(tx: Tx, connection_id: str) -> Connection | None:
    """A connection by its name, also one that is no more."""
    row = await tx.row(FIND, id=connection_id)
    return None if row is None else _connection(row)


async def find_of(tx: Tx, user_id: UserId) -> list[Connection]:
    """All that an account has or had."""
    return [_connection(row) for row in await tx.rows(OF_USER, user_id=user_id)]


async def find_live(tx: Tx, ids: Collection[UserId]) -> dict[UserId, Connection]:
    """What some accounts have now."""
    found = map(_connection, await tx.rows(LIVE, ids=list(ids)))
    return {each.user_id: each for each in found}


async def find_of_bot(tx: Tx, bot_id: UserId) -> list[Connection]:
    """The connections of a bot, now."""
    return [_connection(row) for row in await tx.rows(OF_BOT, bot_id=bot_id)]


async def set_paused(tx: Tx, user_id: UserId, peer: PeerId, *, paused: bool) -> None:
    """Silence the bot in a chat, or not any more."""
    await tx.run(PAUSE if paused else GO_ON, user_id=user_id, peer=peer)


async def forget_paused(tx: Tx, user_id: UserId) -> None:
    """The bot is silenced nowhere."""
    await tx.run(GO_ON_ALL, user_id=user_id)


async def find_paused(tx: Tx, user_id: UserId, peers: Collection[PeerId]) -> set[PeerId]:
    """In which of some chats the bot is silenced."""
    return {PeerId(row[0]) for row in await tx.rows(PAUSED, user_id=user_id, peers=list(peers))}


def _connection(row: Row) -> Connection:
    """A row of COLUMNS."""
    number, user_id, bot_id, at, parted, recipients, rights = row
    return Connection(
        number, user_id, bot_id, at, bool(parted), read_value(recipients), read_value(rights)
    )
