"""The SQL of `save_setting`: what an account's clients save to its gallery, by kind of chat and by chat."""

from chappe.db.database import Tx
from chappe.features.notify.model import Scope, Subject
from chappe.ids import PeerId, UserId
from chappe.tl import api, layers

PUT = """
INSERT INTO save_setting (owner_id, scope, peer, settings)
VALUES (:owner, :scope, :peer, :settings)
ON CONFLICT (owner_id, scope, peer) DO UPDATE SET settings = excluded.settings
"""
FIND = """
SELECT scope, peer, settings FROM save_setting WHERE owner_id = :owner
ORDER BY scope DESC, peer LIMIT :limit
"""
DELETE_PEERS = "DELETE FROM save_setting WHERE owner_id = :owner AND scope = 0"
DELETE_ALL = "DELETE FROM save_setting WHERE owner_id = :owner"


async def put(tx: Tx, owner: UserId, subject: Subject, settings: api.AutoSaveSettings) -> None:
    """Keep what is saved of a chat, or of a kind of chats."""
    await tx.run(
        PUT,
        owner=owner,
        scope=int(subject.scope),
        peer=subject.peer,
        settings=layers.write(settings),
    )


async def find_all(
    tx: Tx, owner: UserId, limit: int
) -> list[tuple[Subject, api.AutoSaveSettings]]:
    """What an account has said, the kinds of chats first."""
    kept = []
    for scope, peer, data in await tx.rows(FIND, owner=owner, limit=limit):
        settings, _ = layers.read(data)
        assert isinstance(settings, api.AutoSaveSettings)
        kept.append((Subject(Scope(scope), PeerId(peer)), settings))
    return kept


async def delete_peers(tx: Tx, owner: UserId) -> None:
    """No chat has settings of its own any more."""
    await tx.run(DELETE_PEERS, owner=owner)


async def delete_all(tx: Tx, owner: UserId) -> None:
    """Nothing was said."""
    await tx.run(DELETE_ALL, owner=owner)
