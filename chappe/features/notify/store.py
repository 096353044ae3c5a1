"""The SQL of `notify_setting`."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.notify.model import Scope, Subject
from chappe.ids import PeerId, UserId
from chappe.tl import api, layers

PUT = """
INSERT INTO notify_setting (owner_id, scope, peer, settings)
VALUES (:owner, :scope, :peer, :settings)
ON CONFLICT (owner_id, scope, peer) DO UPDATE SET settings = excluded.settings
"""
DELETE = """
DELETE FROM notify_setting WHERE owner_id = :owner AND scope = :scope AND peer = :peer
"""
DELETE_ALL = "DELETE FROM notify_setting WHERE owner_id = :owner"
FIND_SCOPES = """
SELECT scope, peer, settings FROM notify_setting WHERE owner_id = :owner AND scope > 0
"""
FIND_PEERS = """
SELECT peer, settings FROM notify_setting
WHERE owner_id = :owner AND scope = 0 AND peer IN :peers[]
"""
FIND_PEERS_AND_SCOPES = """
SELECT scope, peer, settings FROM notify_setting
WHERE owner_id = :owner AND (scope > 0 OR peer IN :peers[])
"""
FIND_OF = """
SELECT owner_id, scope, settings FROM notify_setting
WHERE owner_id IN :owners[] AND (scope = 0 AND peer = :peer OR scope = :scope)
"""
COPY = """
INSERT INTO notify_setting (owner_id, scope, peer, settings)
SELECT owner_id, scope, CAST(:new AS BIGINT), settings FROM notify_setting
WHERE owner_id IN :owners[] AND scope = 0 AND peer = :old
"""
FIND_ALL = """
SELECT scope, peer, settings FROM notify_setting WHERE owner_id = :owner
ORDER BY scope, peer LIMIT :limit
"""


async def put(
    tx: Tx, owner: UserId, subject: Subject, settings: api.PeerNotifySettings
) -> None:
    """Keep settings; those that say nothing are forgotten."""
    key = {"owner": owner, "scope": int(subject.scope), "peer": subject.peer}
    if settings == api.PeerNotifySettings():
        await tx.run(DELETE, **key)
    else:
        await tx.run(PUT, **key, settings=layers.write(settings))


async def copy(tx: Tx, owners: Collection[UserId], old: PeerId, new: PeerId) -> None:
    """Some are notified of a new chat as they were of an old one."""
    await tx.run(COPY, owners=list(owners), old=old, new=new)


async def delete_all(tx: Tx, owner: UserId) -> None:
    """Everything is as at first again."""
    await tx.run(DELETE_ALL, owner=owner)


async def find_peers(
    tx: Tx, owner: UserId, peers: Collection[PeerId]
) -> dict[PeerId, api.PeerNotifySettings]:
    """The settings of some chats; those that have none of their own are left out."""
    rows = await tx.rows(FIND_PEERS, owner=owner, peers=list(peers))
    return {PeerId(peer): _settings(data) for peer, data in rows}


async def find_scopes(tx: Tx, owner: UserId) -> dict[Scope, api.PeerNotifySettings]:
    """The settings of kinds of chats; those that have none are left out."""
    rows = await tx.rows(FIND_SCOPES, owner=owner)
    return {Scope(scope): _settings(data) for scope, _, data in rows}


async def find_peers_and_scopes(
    tx: Tx, owner: UserId, peers: Collection[PeerId]
) -> tuple[dict[PeerId, api.PeerNotifySettings], dict[Scope, api.PeerNotifySettings]]:
    """The settings of some chats and of all kinds of chats; those that have none are left out."""
    rows = await tx.rows(FIND_PEERS_AND_SCOPES, owner=owner, peers=list(peers))
    chats = {peer: _settings(data) for scope, peer, data in rows if not scope}
    return chats, {Scope(scope): _settings(data) for scope, _, data in rows if scope}


async def find_of(
    tx: Tx, owners: Collection[UserId], peer: PeerId, scope: Scope
) -> dict[tuple[UserId, Scope], api.PeerNotifySettings]:
    """What some accounts have set for a chat (Scope.PEER) and for its kind."""
    rows = await tx.rows(FIND_OF, owners=list(owners), peer=peer, scope=int(scope))
    return {(owner, Scope(where)): _settings(data) for owner, where, data in rows}


async def find_all(
    tx: Tx, owner: UserId, limit: int
) -> list[tuple[Subject, api.PeerNotifySettings]]:
    """All settings of an account, those of kinds of chats last."""
    rows = await tx.rows(FIND_ALL, owner=owner, limit=limit)
    return [
        (Subject(Scope(scope), PeerId(peer)), _settings(data)) for scope, peer, data in rows
    ]


def _settings(data: bytes) -> api.PeerNotifySettings:
    settings, _ = layers.read(data)
    assert isinstance(settings, api.PeerNotifySettings)
    return settings
