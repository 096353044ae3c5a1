"""The SQL of `member_mark`: what one member of a channel sees otherwise in a message that all share.

A row is written for those only whom it concerns, never for each member. The number of the message stands in it, so
that the rows of one thread are found by a join with `message`.
"""

import enum
from collections.abc import Collection, Iterable
from typing import NamedTuple

from chappe.db.database import Param, Tx
from chappe.ids import MessageId, PeerId, UserId

HEARD_SECONDS = 7 * 86_400
"""As clients are told by `channels_read_media_period`: what is older counts as heard by everybody."""
FOUND_MAX = 1000
"""The newest of those that are asked for at once: nobody pages through more."""


class MemberMark(enum.IntFlag):
    """What a message is to one member; the numbers stand in the database."""

    MENTIONED = 1
    MENTION_UNREAD = 2
    HEARD = 4
    """Its voice was heard; of one's own: by somebody else."""
    REACTIONS_UNREAD = 8


NAMED = MemberMark.MENTIONED | MemberMark.MENTION_UNREAD
ADD = """
INSERT INTO member_mark (user_id, peer, id, marks, at) VALUES (:user, :peer, :id, :marks, :at)
ON CONFLICT (user_id, peer, id) DO UPDATE SET marks = member_mark.marks | excluded.marks
"""
TAKE_OFF = """
UPDATE member_mark SET marks = marks & :rest
WHERE user_id IN :users[] AND peer = :peer AND id IN :ids[]
"""
DROP_BARE = """
DELETE FROM member_mark WHERE user_id IN :users[] AND peer = :peer AND id IN :ids[] AND marks = 0
"""
FIND = """
SELECT user_id, peer, id, marks FROM member_mark
WHERE user_id IN :users[] AND peer IN :peers[] AND id IN :ids[]
"""
NAMED_IN = (
    "SELECT id, user_id FROM member_mark WHERE peer = :peer AND id IN :ids[] AND marks & 1 <> 0"
)
COUNTS = """
SELECT peer, SUM(CASE WHEN marks & 2 <> 0 THEN 1 ELSE 0 END),
    SUM(CASE WHEN marks & 8 <> 0 THEN 1 ELSE 0 END)
FROM member_mark WHERE user_id = :user AND peer IN :peers[] AND marks & 10 <> 0 GROUP BY peer
"""
COUNTS_OF_THREADS = """
SELECT COALESCE(m.thread, 1), SUM(CASE WHEN k.marks & 2 <> 0 THEN 1 ELSE 0 END),
    SUM(CASE WHEN k.marks & 8 <> 0 THEN 1 ELSE 0 END)
FROM member_mark k JOIN message m ON m.box = k.peer AND m.id = k.id
WHERE k.user_id = :user AND k.peer = :peer AND k.marks & 10 <> 0 GROUP BY COALESCE(m.thread, 1)
"""
UNREAD = """
SELECT k.id FROM member_mark k WHERE k.user_id = :user AND k.peer = :peer AND k.marks & 10 <> 0
    AND k.marks & :mark <> 0 {0} ORDER BY k.id DESC LIMIT :limit
"""
OF_THREAD = """
AND EXISTS (SELECT 1 FROM message m
    WHERE m.box = k.peer AND m.id = k.id AND COALESCE(m.thread, 1) = :thread)
"""
"""What is in no thread of a forum is in its first topic, which has the number 1."""
IDS_NAMED = (
    "SELECT id FROM member_mark WHERE user_id = :member AND peer = :box AND marks & 1 <> 0"
)
"""For a question for messages: in which ones of a channel's box a member is named."""
FORGET = "DELETE FROM member_mark WHERE peer = :peer AND id IN :ids[]"
FORGET_CLEARED = """
DELETE FROM member_mark WHERE user_id = :user AND peer = :peer AND id <= :max_id
"""
FORGET_MEMBER = "DELETE FROM member_mark WHERE user_id = :user AND peer = :peer"
FORGET_HEARD = "DELETE FROM member_mark WHERE marks = 4 AND at < :before"
NONE = MemberMark(0)
Place = tuple[UserId, PeerId, MessageId]
"""Whose mark, in which channel, on which message."""


async def add(
    tx: Tx,
    users: Iterable[UserId],
    peer: PeerId,
    message_id: MessageId,
    mark: MemberMark,
    at: int,
) -> None:
    """A message is this to some members now, besides what it was; `at`: its date."""
    rows = [
        {"user": each, "peer": peer, "id": message_id, "marks": int(mark), "at": at}
        for each in sorted(users)
    ]
    await tx.run_many(ADD, rows)


async def take_off(
    tx: Tx,
    users: Collection[UserId],
    peer: PeerId,
    ids: Collection[MessageId],
    mark: MemberMark,
) -> None:
    """Some messages are that to some members no more."""
    params: dict[str, Param] = {"users": list(users), "peer": peer, "ids": list(ids)}
    await tx.run(TAKE_OFF, **params, rest=~int(mark))
    await tx.run(DROP_BARE, **params)


async def find(
    tx: Tx, users: Collection[UserId], peers: Collection[PeerId], ids: Collection[MessageId]
) -> dict[Place, MemberMark]:
    """What messages of these numbers are to some members; those that are nothing in particular are left out."""
    if not ids:
        return {}
    rows = await tx.rows(FIND, users=list(users), peers=list(peers), ids=list(ids))
    return {(user, peer, id_): MemberMark(marks) for user, peer, id_, marks in rows}


async def named_in(
    tx: Tx, peer: PeerId, ids: Collection[MessageId]
) -> dict[MessageId, set[UserId]]:
    """Who is named in some messages."""
    found: dict[MessageId, set[UserId]] = {}
    for id_, user in await tx.rows(NAMED_IN, peer=peer, ids=list(ids)):
        found.setdefault(id_, set()).add(user)
    return found


class Unread(NamedTuple):
    """In how many messages of a channel a member is named who has not seen it, and to how many of its own there
    are reactions that it has not seen."""

    mentions: int
    reactions: int


NOTHING_UNREAD = Unread(0, 0)


async def counts(tx: Tx, user: UserId, peers: Collection[PeerId]) -> dict[PeerId, Unread]:
    """How much is unread in some channels; those in which nothing is are left out."""
    rows = await tx.rows(COUNTS, user=user, peers=list(peers))
    return {PeerId(peer): Unread(int(named), int(reacted)) for peer, named, reacted in rows}


async def counts_of_threads(tx: Tx, user: UserId, peer: PeerId) -> dict[MessageId, Unread]:
    """How much is unread in each topic of a forum; those in which nothing is are left out."""
    rows = await tx.rows(COUNTS_OF_THREADS, user=user, peer=peer)
    return {MessageId(each[0]): Unread(int(each[1]), int(each[2])) for each in rows}


async def unread(
    tx: Tx, user: UserId, peer: PeerId, mark: MemberMark, *, thread: int | None = None
) -> list[MessageId]:
    """The newest messages with a mark that says that something is unread. `thread`: of one thread only, or of a
    forum's topic."""
    sql = UNREAD.format("" if thread is None else OF_THREAD)
    params: dict[str, Param] = {"user": user, "peer": peer, "mark": int(mark)}
    if thread is not None:
        params["thread"] = thread
    return [MessageId(row[0]) for row in await tx.rows(sql, **params, limit=FOUND_MAX)]


async def forget(tx: Tx, peer: PeerId, ids: Collection[MessageId]) -> None:
    """Some messages of a channel are gone."""
    await tx.run(FORGET, peer=peer, ids=list(ids))


async def forget_member(tx: Tx, user: UserId, peer: PeerId) -> None:
    """Somebody is in a channel no more."""
    await tx.run(FORGET_MEMBER, user=user, peer=peer)


async def forget_cleared(tx: Tx, user: UserId, peer: PeerId, max_id: MessageId) -> None:
    """Somebody sees a channel no more as far as `max_id`."""
    await tx.run(FORGET_CLEARED, user=user, peer=peer, max_id=max_id)


async def forget_heard(tx: Tx, before: int) -> None:
    """What is older than a date counts as heard by everybody, so nobody need have heard it."""
    await tx.run(FORGET_HEARD, before=before)
