"""The SQL of `topic_own`: what an account keeps of topics."""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.ids import ChannelId, MessageId, UserId

Key = tuple[ChannelId, MessageId]
FIND = """
SELECT channel_id, topic_id, draft, settings FROM topic_own
WHERE owner_id = :owner AND channel_id IN :channels[] AND topic_id IN :ids[]
"""
SET_DRAFT = """
INSERT INTO topic_own (owner_id, channel_id, topic_id, draft, settings)
VALUES (:owner, :channel, :topic, :draft, NULL)
ON CONFLICT (owner_id, channel_id, topic_id) DO UPDATE SET draft = excluded.draft
"""
DROP_DRAFT = """
UPDATE topic_own SET draft = NULL
WHERE owner_id = :owner AND channel_id = :channel AND topic_id = :topic AND draft IS NOT NULL
"""
DRAFTS = """
SELECT channel_id, topic_id, draft FROM topic_own
WHERE owner_id = :owner AND draft IS NOT NULL ORDER BY channel_id, topic_id
"""
DROP_DRAFTS = """
UPDATE topic_own SET draft = NULL WHERE owner_id = :owner AND draft IS NOT NULL
RETURNING channel_id, topic_id
"""
SET_SETTINGS = """
INSERT INTO topic_own (owner_id, channel_id, topic_id, draft, settings)
VALUES (:owner, :channel, :topic, NULL, :settings)
ON CONFLICT (owner_id, channel_id, topic_id) DO UPDATE SET settings = excluded.settings
"""
DROP_SETTINGS = """
UPDATE topic_own SET settings = NULL WHERE owner_id = :owner AND settings IS NOT NULL
RETURNING channel_id, topic_id
"""
FORGET = "DELETE FROM topic_own WHERE owner_id = :owner"
FORGET_VIEWS = "DELETE FROM forum_own WHERE owner_id = :owner"


@dataclass(frozen=True, slots=True)
class Own:
    """What an account has in a topic: draftMessage and peerNotifySettings, TL; None: none, and as at first."""

    draft: bytes | None = None
    settings: bytes | None = None


NOTHING = Own()


async def find(tx: Tx, owner: UserId, keys: Collection[Key]) -> dict[Key, Own]:
    """What an account has in some topics."""
    if not keys:
        return {}
    channels, ids = {channel for channel, _ in keys}, {topic for _, topic in keys}
    rows = await tx.rows(FIND, owner=owner, channels=list(channels), ids=list(ids))
    found = {(ChannelId(each[0]), MessageId(each[1])): Own(*each[2:]) for each in rows}
    return {key: found.get(key, NOTHING) for key in keys}


async def set_draft(tx: Tx, owner: UserId, key: Key, draft: bytes) -> None:
    """Keep a draft."""
    await tx.run(SET_DRAFT, owner=owner, channel=key[0], topic=key[1], draft=draft)


async def drop_draft(tx: Tx, owner: UserId, key: Key) -> bool:
    """Forget a draft; False when there was none."""
    return await tx.run(DROP_DRAFT, owner=owner, channel=key[0], topic=key[1]) == 1


async def find_drafts(tx: Tx, owner: UserId) -> dict[Key, bytes]:
    """All drafts of an account in topics."""
    rows = await tx.rows(DRAFTS, owner=owner)
    return {(ChannelId(channel), MessageId(topic)): draft for channel, topic, draft in rows}


async def drop_drafts(tx: Tx, owner: UserId) -> list[Key]:
    """Forget all drafts of an account; where they were."""
    return sorted(_keys(await tx.rows(DROP_DRAFTS, owner=owner)))


async def set_settings(tx: Tx, owner: UserId, key: Key, settings: bytes | None) -> None:
    """How an account is notified of a topic; None: as of the others of the forum."""
    await tx.run(SET_SETTINGS, owner=owner, channel=key[0], topic=key[1], settings=settings)


async def drop_settings(tx: Tx, owner: UserId) -> list[Key]:
    """All topics are as at first; which were not."""
    return sorted(_keys(await tx.rows(DROP_SETTINGS, owner=owner)))


async def forget(tx: Tx, owner: UserId) -> None:
    """Nothing is kept for an account that is gone."""
    await tx.run(FORGET, owner=owner)
    await tx.run(FORGET_VIEWS, owner=owner)


def _keys(rows: "Collection[tuple[int, ...]]") -> list[Key]:
    return [(ChannelId(channel), MessageId(topic)) for channel, topic in rows]
