"""The SQL of `vanishing` and `default_period`."""

from collections.abc import Collection, Mapping

from chappe.db.database import Tx
from chappe.ids import PeerId, UserId

INSERT = "INSERT INTO vanishing (body, at) VALUES (:body, :at)"
DUE = "SELECT body FROM vanishing WHERE at <= :at ORDER BY at, body LIMIT :limit"
FORGET = "DELETE FROM vanishing WHERE body IN :bodies[]"
SET_DEFAULT = """
INSERT INTO default_period (user_id, seconds) VALUES (:user_id, :seconds)
ON CONFLICT (user_id) DO UPDATE SET seconds = excluded.seconds
"""
SET_CHANNEL = """
INSERT INTO channel_period (peer, seconds) VALUES (:peer, :seconds)
ON CONFLICT (peer) DO UPDATE SET seconds = excluded.seconds
"""
CHANNELS = "SELECT peer, seconds FROM channel_period WHERE peer IN :peers[]"
DEFAULT = "SELECT seconds FROM default_period WHERE user_id = :user_id"


async def insert(tx: Tx, at: Mapping[int, int]) -> None:
    """Bodies go at these times."""
    await tx.run_many(INSERT, [{"body": body, "at": when} for body, when in at.items()])


async def find_due(tx: Tx, at: int, limit: int) -> list[int]:
    """Bodies whose time is over."""
    return [row[0] for row in await tx.rows(DUE, at=at, limit=limit)]


async def forget(tx: Tx, bodies: Collection[int]) -> None:
    """Some bodies are gone."""
    await tx.run(FORGET, bodies=list(bodies))


async def set_default(tx: Tx, user_id: UserId, seconds: int) -> None:
    """New dialogs of an account get this period."""
    await tx.run(SET_DEFAULT, user_id=user_id, seconds=seconds)


async def find_default(tx: Tx, user_id: UserId) -> int:
    """The period that an account gives to new dialogs, 0: none."""
    row = await tx.row(DEFAULT, user_id=user_id)
    return 0 if row is None else int(row[0])


async def set_channel(tx: Tx, peer: PeerId, seconds: int) -> None:
    """What is said in a channel from now on goes after so long."""
    await tx.run(SET_CHANNEL, peer=peer, seconds=seconds)


async def find_channels(tx: Tx, peers: Collection[PeerId]) -> dict[PeerId, int]:
    """The periods of some channels; those that never had one are left out."""
    return dict(await tx.rows(CHANNELS, peers=list(peers)))
