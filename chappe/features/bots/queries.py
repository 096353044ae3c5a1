"""What bots are asked and somebody waits for: the SQL of `bot_query`, and the waiting.

The question is kept, and told to the bot as a fact of its box; whoever asked listens meanwhile with no
transaction open (`rpc.bells`), so that the bot may answer at any node. An answer that comes too late is kept no
more: QUERY_ID_INVALID.
"""

import enum
import secrets
from dataclasses import dataclass
from typing import Any

from chappe.db.database import Row, Tx
from chappe.features.messages.payload import read_value, write_value
from chappe.ids import MessageId, PeerId, UserId
from chappe.rpc.apart import look_apart
from chappe.rpc.bells import Bell
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl.build import TLObject
from chappe.updates.log import Journal

WAIT_SECONDS = 10.0
"""How long somebody waits for a bot before it is said that it does not answer."""
ANSWER_SECONDS = 60
"""How long a bot may take, though nobody waits any more: what it says is of use to the next who asks the same."""
COLUMNS = "id, bot_id, user_id, kind, at, asked, answer, geo, peer, user_msg_id, bot_msg_id"
INSERT = f"""
INSERT INTO bot_query ({COLUMNS}) VALUES (
    :id, :bot_id, :user_id, :kind, :at, :asked, NULL, :geo, :peer, :user_msg_id, :bot_msg_id
)
"""
FIND = f"SELECT {COLUMNS} FROM bot_query WHERE id = :id"
ANSWER = "UPDATE bot_query SET answer = :answer WHERE id = :id AND answer IS NULL"
FORGET = "DELETE FROM bot_query WHERE at < :before"


class Kind(enum.IntEnum):
    """What is asked; the numbers stand in the database."""

    CALLBACK = 1
    INLINE = 2
    WEB_VIEW = 3
    PREPARED = 4
    SHIPPING = 11
    PRECHECKOUT = 12


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where a button was pressed, as whoever pressed it has that chat, and under which message, as that one and
    as the bot numbers it; None: for that one it has no number."""

    peer: PeerId
    user_msg_id: MessageId | None = None
    bot_msg_id: MessageId | None = None


NOWHERE = Pressed(PeerId(0))


@dataclass(frozen=True, slots=True)
class Query:
    """A question to a bot. `asked`: the words of an inline query, the short name of a game. `answer`: TL, None: not
    yet. `geo`: where somebody was who asked, TL, None: not said. `pressed`: of a button."""

    id: int
    bot_id: UserId
    user_id: UserId
    kind: Kind
    at: int
    asked: str
    answer: bytes | None
    geo: bytes | None
    pressed: Pressed


async def ask(
    tx: Tx,
    bot_id: UserId,
    user_id: UserId,
    kind: Kind,
    at: int,
    asked: str = "",
    geo: bytes | None = None,
    pressed: Pressed = NOWHERE,
) -> int:
    """Keep a question; its number, which nobody can guess."""
    query_id = secrets.randbits(62) + 1
    await tx.run(
        INSERT,
        id=query_id,
        bot_id=bot_id,
        user_id=user_id,
        kind=int(kind),
        at=at,
        asked=asked,
        geo=geo,
        peer=pressed.peer or None,
        user_msg_id=pressed.user_msg_id,
        bot_msg_id=pressed.bot_msg_id,
    )
    return query_id


async def find(tx: Tx, query_id: int) -> Query | None:
    """A question."""
    row = await tx.row(FIND, id=query_id)
    return None if row is None else _query(row)


async def access_query(call: Call, query_id: int, kind: Kind) -> Query:
    """A question that the caller, a bot, was asked and may answer still.

    Errors: QUERY_ID_INVALID
    """
    query = await find(call.tx, query_id)
    if query is None or query.bot_id != call.user_id or query.kind is not kind:
        raise RpcError(400, "QUERY_ID_INVALID")
    if query.answer is not None or query.at + ANSWER_SECONDS < call.now:
        raise RpcError(400, "QUERY_ID_INVALID")
    return query


async def answer(journal: Journal, query: Query, said: TLObject) -> None:
    """Answer a question; whoever waits for it hears of it.

    Errors: QUERY_ID_INVALID (it has been answered meanwhile)
    """
    if await journal.tx.run(ANSWER, id=query.id, answer=write_value(said)) == 0:
        raise RpcError(400, "QUERY_ID_INVALID")
    journal.ring(bell_of(query.id))


async def keep_answer(tx: Tx, query_id: int, said: bytes | None) -> None:
    """Keep what a bot says before anybody has asked."""
    await tx.run(ANSWER, id=query_id, answer=said)


def bell_of(query_id: int) -> str:
    """What somebody listens for who waits for an answer."""
    return f"bots.query {query_id}"


async def wait(call: Call, bell: Bell, query_id: int) -> Any:
    """The answer to a question of the caller's, who has listened since before it was asked.

    Errors: BOT_RESPONSE_TIMEOUT
    """
    until = call.now + WAIT_SECONDS

    async def look(tx: Tx) -> Query | None:
        return await find(tx, query_id)

    while True:
        in_time = await call.world.bells.wait(bell, until)
        query = await look_apart(call, look)
        if query is not None and query.answer is not None:
            return read_value(query.answer)
        if query is None or not in_time:
            raise RpcError(400, "BOT_RESPONSE_TIMEOUT")


async def forget(tx: Tx, before: int) -> None:
    """Forget the questions of before a date."""
    await tx.run(FORGET, before=before)


def _query(row: Row) -> Query:
    id_, bot_id, user_id, kind, at, asked, answer, geo, *pressed = row
    peer, user_msg_id, bot_msg_id = pressed
    where = Pressed(PeerId(peer or 0), user_msg_id, bot_msg_id)
    return Query(id_, bot_id, user_id, Kind(kind), at, asked, answer, geo, where)
