"""What bots have answered to inline queries: the SQL of `inline_answer`.

Whoever asks the same while an answer is fresh is shown it, and the bot is not asked again; what a bot has said is for one
alone is shown to that one.
"""

from dataclasses import dataclass

import msgspec

from chappe.db.database import Row, Tx
from chappe.features.messages.payload import read_value
from chappe.ids import UserId
from chappe.tl import api

Media = dict[str, bytes]
"""What the messages of some results carry (TL), by the results' ids."""
_media = msgspec.msgpack.Decoder(Media)
COLUMNS = "a.query_id, a.bot_id, a.user_id, a.private, a.query, a.media, q.answer, q.geo"
PUT = """
INSERT INTO inline_answer (query_id, bot_id, user_id, private, query, place, at, until, media)
VALUES (:query_id, :bot_id, :user_id, :private, :query, :place, :at, :until, :media)
"""
FIND = f"""
SELECT {COLUMNS} FROM inline_answer a JOIN bot_query q ON q.id = a.query_id
WHERE a.query_id = :query_id
"""
FRESH = f"""
SELECT {COLUMNS} FROM inline_answer a JOIN bot_query q ON q.id = a.query_id
WHERE a.bot_id = :bot AND a.query = :query AND a.place = :place AND a.until > :now
    AND (a.private = 0 OR a.user_id = :me)
ORDER BY a.until DESC LIMIT 1
"""
FORGET = "DELETE FROM inline_answer WHERE at < :before"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bot has answered. `results`: as whoever asks is shown them, files as `photoEmpty` and `documentEmpty`;
    `geo`: where that one was who asked first, TL, if that was said."""

    query_id: int
    bot_id: UserId
    user_id: UserId
    private: bool
    query: str
    media: Media
    results: api.messages.BotResults
    geo: bytes | None = None


async def put(tx: Tx, answer: Answer, place: str, at: int, until: int) -> None:
    """Keep an answer; its results stand with the question."""
    await tx.run(
        PUT,
        query_id=answer.query_id,
        bot_id=answer.bot_id,
        user_id=answer.user_id,
        private=int(answer.private),
        query=answer.query,
        place=place,
        at=at,
        until=until,
        media=msgspec.msgpack.encode(answer.media),
    )


async def find(tx: Tx, query_id: int) -> Answer | None:
    """The answer to a question."""
    row = await tx.row(FIND, query_id=query_id)
    return None if row is None else _answer(row)


async def find_fresh(
    tx: Tx, bot: UserId, me: UserId, query: str, place: str, now: int
) -> Answer | None:
    """An answer that somebody may be shown who asks this now."""
    row = await tx.row(FRESH, bot=bot, query=query, place=place, now=now, me=me)
    return None if row is None else _answer(row)


async def forget(tx: Tx, before: int) -> None:
    """Forget what was answered before a date."""
    await tx.run(FORGET, before=before)


def _answer(row: Row) -> Answer:
    query_id, bot_id, user_id, private, query, media, results, geo = row
    return Answer(
        query_id,
        bot_id,
        user_id,
        bool(private),
        query,
        _media.decode(media),
        read_value(results),
        geo,
    )
