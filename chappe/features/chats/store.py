"""The SQL of `chat` and `chat_member`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.chats.model import Chat, Member, Standing
from chappe.ids import BOT_IDS, ChannelId, ChatId, UserId

INSIDE = "standing < 3"
COLUMNS = f"""
c.id, c.title, c.about, c.creator_id, c.made_at, c.version, c.photo_id, c.banned_rights,
c.deactivated, c.migrated_to, c.photo,
(SELECT COUNT(*) FROM chat_member m WHERE m.chat_id = c.id AND m.{INSIDE})
"""
INSERT = """
INSERT INTO chat (
    title, about, creator_id, made_at, version, photo_id, banned_rights, deactivated, migrated_to
) VALUES (:title, '', :creator, :at, 1, NULL, 0, 0, NULL) RETURNING id
"""
FIND = f"SELECT {COLUMNS} FROM chat c WHERE c.id IN :ids[]"
MEMBER_COLUMNS = "chat_id, user_id, inviter_id, joined_at, standing, rank"
PUT_MEMBER = f"""
INSERT INTO chat_member ({MEMBER_COLUMNS})
VALUES (:chat, :user, :inviter, :at, :standing, '')
ON CONFLICT (chat_id, user_id) DO UPDATE SET inviter_id = excluded.inviter_id,
    joined_at = excluded.joined_at, standing = excluded.standing
"""
SET_STANDING = """
UPDATE chat_member SET standing = :standing WHERE chat_id = :chat AND user_id = :user
"""
MEMBERS = f"""
SELECT {MEMBER_COLUMNS} FROM chat_member WHERE chat_id = :chat AND {INSIDE}
ORDER BY joined_at, user_id
"""
EVERYBODY = f"""
SELECT {MEMBER_COLUMNS} FROM chat_member WHERE chat_id = :chat ORDER BY joined_at, user_id
"""
STANDINGS = f"""
SELECT {MEMBER_COLUMNS} FROM chat_member WHERE user_id = :user AND chat_id IN :chats[]
"""
MEMBER = f"""
SELECT {MEMBER_COLUMNS} FROM chat_member WHERE chat_id = :chat AND user_id = :user
"""
THOSE = f"""
SELECT {MEMBER_COLUMNS} FROM chat_member WHERE chat_id = :chat AND user_id IN :users[]
"""
COMMON = f"""
SELECT a.chat_id FROM chat_member a JOIN chat_member b ON b.chat_id = a.chat_id
JOIN chat c ON c.id = a.chat_id
WHERE a.user_id = :me AND b.user_id = :other AND a.{INSIDE} AND b.{INSIDE}
    AND c.deactivated = 0 AND (:before = 0 OR a.chat_id < :before)
ORDER BY a.chat_id DESC LIMIT :limit
"""
WITHIN = f"""
SELECT chat_id, user_id FROM chat_member
WHERE chat_id IN :groups[] AND user_id IN :users[] AND {INSIDE}
"""
BOTS = f"""
SELECT user_id FROM chat_member
WHERE chat_id = :chat AND user_id >= {BOT_IDS.start} AND {INSIDE} ORDER BY user_id
"""
COUNT_COMMON = f"""
SELECT COUNT(*) FROM chat_member a JOIN chat_member b ON b.chat_id = a.chat_id
JOIN chat c ON c.id = a.chat_id
WHERE a.user_id = :me AND b.user_id = :other AND a.{INSIDE} AND b.{INSIDE} AND c.deactivated = 0
"""
FIND_TOGETHER = f"""
SELECT DISTINCT b.user_id FROM chat_member a JOIN chat_member b ON b.chat_id = a.chat_id
JOIN chat c ON c.id = a.chat_id
WHERE a.user_id = :me AND b.user_id IN :others[] AND a.{INSIDE} AND b.{INSIDE} AND c.deactivated = 0
"""
SET_RANK = "UPDATE chat_member SET rank = :rank WHERE chat_id = :chat AND user_id = :user"
SET_CREATOR = "UPDATE chat SET creator_id = :user WHERE id = :chat"
LOCK = "UPDATE chat SET version = version WHERE id = :chat"
GROWN = "UPDATE chat SET version = version + 1 WHERE id = :chat RETURNING version"
SET_TITLE = "UPDATE chat SET title = :title, version = version + 1 WHERE id = :chat"
SET_ABOUT = "UPDATE chat SET about = :about WHERE id = :chat"
SET_PHOTO = """
UPDATE chat SET photo_id = :photo_id, photo = :photo, version = version + 1 WHERE id = :chat
"""
SET_RIGHTS = "UPDATE chat SET banned_rights = :rights, version = version + 1 WHERE id = :chat"
MIGRATE = """
UPDATE chat SET deactivated = 1, migrated_to = :channel, version = version + 1 WHERE id = :chat
"""
ORIGIN = "SELECT id FROM chat WHERE migrated_to = :channel"
DEACTIVATE = "UPDATE chat SET deactivated = 1, version = version + 1 WHERE id = :chat"


async def insert(tx: Tx, title: str, creator: UserId, at: int) -> ChatId:
    """Keep a new group."""
    row = await tx.row(INSERT, title=title, creator=creator, at=at)
    assert row is not None
    return ChatId(row[0])


async def find_bots(tx: Tx, chat: ChatId) -> list[UserId]:
    """The bots in a group."""
    return [UserId(row[0]) for row in await tx.rows(BOTS, chat=chat)]


async def find_within(
    tx: Tx, groups: Collection[int], users: Collection[UserId]
) -> frozenset[tuple[int, UserId]]:
    """Which of some users are in which of some groups."""
    rows = await tx.rows(WITHIN, groups=list(groups), users=list(users))
    return frozenset((int(group), UserId(user_id)) for group, user_id in rows)


async def find_many(tx: Tx, ids: Collection[ChatId]) -> dict[ChatId, Chat]:
    """Some groups; those that do not exist are left out."""
    if not ids:
        return {}
    chats = (Chat(*row) for row in await tx.rows(FIND, ids=list(ids)))
    return {chat.id: chat for chat in chats}


async def put_members(
    tx: Tx,
    chat: ChatId,
    users: Collection[UserId],
    inviter: UserId,
    at: int,
    standing: Standing,
) -> None:
    """Let some users in, or in again."""
    rows = [
        {"chat": chat, "user": user, "inviter": inviter, "at": at, "standing": int(standing)}
        for user in users
    ]
    await tx.run_many(PUT_MEMBER, rows)


async def set_standing(tx: Tx, chat: ChatId, user: UserId, standing: Standing) -> None:
    """What somebody is in a group from now on."""
    await tx.run(SET_STANDING, chat=chat, user=user, standing=int(standing))


async def set_creator(tx: Tx, chat: ChatId, user: UserId) -> None:
    """A member owns a group from now on; what the one of before is has to be said besides."""
    await tx.run(SET_CREATOR, chat=chat, user=user)
    await set_standing(tx, chat, user, Standing.CREATOR)


async def set_rank(tx: Tx, chat: ChatId, user: UserId, rank: str) -> None:
    """Give a member another tag, empty: none."""
    await tx.run(SET_RANK, chat=chat, user=user, rank=rank)


async def find_members(tx: Tx, chat: ChatId) -> list[Member]:
    """Who is in a group, those who came first leading."""
    return [_member(row) for row in await tx.rows(MEMBERS, chat=chat)]


async def find_everybody(tx: Tx, chat: ChatId) -> list[Member]:
    """Who is, or was, in a group, those who came first leading."""
    return [_member(row) for row in await tx.rows(EVERYBODY, chat=chat)]


async def find_standings(
    tx: Tx, user: UserId, chats: Collection[ChatId]
) -> dict[ChatId, Member]:
    """What somebody is, or was, in some groups."""
    rows = await tx.rows(STANDINGS, user=user, chats=list(chats))
    return {member.chat_id: member for member in map(_member, rows)}


async def find_member(tx: Tx, chat: ChatId, user: UserId) -> Member | None:
    """Somebody who is or was in a group."""
    row = await tx.row(MEMBER, chat=chat, user=user)
    return None if row is None else _member(row)


async def find_those(tx: Tx, chat: ChatId, users: Collection[UserId]) -> dict[UserId, Member]:
    """What some are, or were, in a group."""
    rows = await tx.rows(THOSE, chat=chat, users=list(users))
    return {member.user_id: member for member in map(_member, rows)}


async def find_common(
    tx: Tx, me: UserId, other: UserId, before: int, limit: int
) -> list[ChatId]:
    """Groups in which both are, the newest first."""
    rows = await tx.rows(COMMON, me=me, other=other, before=before, limit=limit)
    return [ChatId(row[0]) for row in rows]


async def count_common(tx: Tx, me: UserId, other: UserId) -> int:
    """In how many groups both are."""
    row = await tx.row(COUNT_COMMON, me=me, other=other)
    assert row is not None
    return int(row[0])


async def find_together(tx: Tx, me: UserId, others: Collection[UserId]) -> set[UserId]:
    """Which of some users are in a group with one."""
    rows = await tx.rows(FIND_TOGETHER, me=me, others=list(others))
    return {UserId(row[0]) for row in rows}


async def lock(tx: Tx, chat: ChatId) -> None:
    """Let no other verb change this group until the transaction ends; before any box is taken."""
    await tx.run(LOCK, chat=chat)


async def members_changed(tx: Tx, chat: ChatId) -> int:
    """The version of a group after a change of its members."""
    row = await tx.row(GROWN, chat=chat)
    assert row is not None
    return int(row[0])


async def set_title(tx: Tx, chat: ChatId, title: str) -> None:
    """Give a group another title."""
    await tx.run(SET_TITLE, chat=chat, title=title)


async def set_about(tx: Tx, chat: ChatId, about: str) -> None:
    """Say something else about a group."""
    await tx.run(SET_ABOUT, chat=chat, about=about)


async def set_photo(tx: Tx, chat: ChatId, photo_id: int | None, photo: bytes | None) -> None:
    """Give a group another photo, or none. `photo`: as it stands beside the name."""
    await tx.run(SET_PHOTO, chat=chat, photo_id=photo_id, photo=photo)


async def set_rights(tx: Tx, chat: ChatId, rights: int) -> None:
    """What members may not do."""
    await tx.run(SET_RIGHTS, chat=chat, rights=rights)


async def deactivate(tx: Tx, chat: ChatId) -> None:
    """Nobody says anything here any more."""
    await tx.run(DEACTIVATE, chat=chat)


async def migrate(tx: Tx, chat: ChatId, channel: ChannelId) -> None:
    """A group has become a supergroup."""
    await tx.run(MIGRATE, chat=chat, channel=channel)


async def find_origin(tx: Tx, channel: ChannelId) -> ChatId | None:
    """From which group a supergroup was made."""
    row = await tx.row(ORIGIN, channel=channel)
    return None if row is None else ChatId(row[0])


def _member(row: Row) -> Member:
    chat_id, user_id, inviter_id, joined_at, standing, rank = row
    return Member(chat_id, user_id, inviter_id, joined_at, Standing(standing), rank)
