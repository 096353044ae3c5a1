"""The SQL of `ephemeral` and `ephemeral_number`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.ephemeral.model import Anchor, Ephemeral
from chappe.ids import MessageId, UserId

COLUMNS = """
user_id, id, bot_id, peer, body, at, random_id, by_bot, anchored, thread, answers,
user_reply_to, bot_reply_to
"""
NEXT = """
INSERT INTO ephemeral_number (user_id, last) VALUES (:user, 1)
ON CONFLICT (user_id) DO UPDATE SET last = ephemeral_number.last % :max + 1
RETURNING last
"""
NUMBER_MAX = 2**31 - 1
INSERT = f"""
INSERT INTO ephemeral ({COLUMNS}) VALUES (
    :user_id, :id, :bot_id, :peer, :body, :at, :random_id, :by_bot, :anchored, :thread,
    :answers, :user_reply_to, :bot_reply_to
)
"""
FIND = f"SELECT {COLUMNS} FROM ephemeral WHERE user_id IN :users[] AND id IN :ids[]"
FIND_RANDOM = f"""
SELECT {COLUMNS} FROM ephemeral
WHERE user_id = :user AND bot_id = :bot AND by_bot = :by_bot AND random_id = :random_id
"""
DROP = "DELETE FROM ephemeral WHERE user_id = :user AND id = :id"
OLD = "SELECT user_id, id, body FROM ephemeral WHERE at < :before ORDER BY at LIMIT :limit"


async def take_id(tx: Tx, user_id: UserId) -> MessageId:
    """The next number of somebody."""
    row = await tx.row(NEXT, user=user_id, max=NUMBER_MAX)
    assert row is not None
    return MessageId(row[0])


async def insert(tx: Tx, it: Ephemeral) -> None:
    """Keep a message."""
    await tx.run(
        INSERT,
        user_id=it.user_id,
        id=it.id,
        bot_id=it.bot_id,
        peer=it.peer,
        body=it.body_id,
        at=it.at,
        random_id=it.random_id,
        by_bot=int(it.by_bot),
        anchored=int(it.anchor),
        thread=it.thread,
        answers=it.answers,
        user_reply_to=it.user_reply_to,
        bot_reply_to=it.bot_reply_to,
    )


async def find_many(
    tx: Tx, named: Collection[tuple[UserId, MessageId]]
) -> dict[tuple[UserId, MessageId], Ephemeral]:
    """Those of some messages, each by its person and number, that are there."""
    rows = await tx.rows(
        FIND, users=list({user for user, _ in named}), ids=list({id_ for _, id_ in named})
    )
    found = map(_ephemeral, rows)
    return {(it.user_id, it.id): it for it in found if (it.user_id, it.id) in named}


async def find(tx: Tx, user_id: UserId, id_: int) -> Ephemeral | None:
    """One message."""
    name = (user_id, MessageId(id_))
    return (await find_many(tx, {name})).get(name)


async def find_random(
    tx: Tx, user_id: UserId, bot_id: UserId, random_id: int, *, by_bot: bool
) -> Ephemeral | None:
    """A message by the name that its author gave it."""
    row = await tx.row(
        FIND_RANDOM, user=user_id, bot=bot_id, by_bot=int(by_bot), random_id=random_id
    )
    return None if row is None else _ephemeral(row)


async def drop(tx: Tx, user_id: UserId, id_: MessageId) -> None:
    """Forget a message; its body is the caller's to forget."""
    await tx.run(DROP, user=user_id, id=id_)


async def take_old(tx: Tx, before: int, limit: int) -> list[int]:
    """Forget the oldest messages of before a date, so many at most; their bodies."""
    rows = await tx.rows(OLD, before=before, limit=limit)
    await tx.run_many(DROP, [{"user": user, "id": id_} for user, id_, _ in rows])
    return [body for _, _, body in rows]


def _ephemeral(row: Row) -> Ephemeral:
    """A row of `COLUMNS`."""
    user_id, id_, bot_id, peer, body, at, random_id, by_bot, anchored, *rest = row
    thread, answers, user_reply_to, bot_reply_to = rest
    return Ephemeral(
        user_id=user_id,
        id=id_,
        bot_id=bot_id,
        peer=peer,
        body_id=body,
        at=at,
        random_id=random_id,
        by_bot=bool(by_bot),
        anchor=Anchor(anchored),
        thread=thread,
        answers=answers,
        user_reply_to=user_reply_to,
        bot_reply_to=bot_reply_to,
    )
