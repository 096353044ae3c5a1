"""The SQL of `poll` and `poll_vote`."""

from collections.abc import Collection, Sequence

import msgspec

from chappe.db.database import Row, Tx
from chappe.features.polls.model import RECENT_MAX, Poll, Vote, Votes
from chappe.ids import UserId

COLUMNS = """
id, author_id, poll, dropped, correct, solution, solution_entities, solution_media, closed, close_at, version
"""
INSERT = f"""
INSERT INTO poll ({COLUMNS}) VALUES (
    :id, :author_id, :poll, :dropped, :correct, :solution, :solution_entities, :solution_media, :closed,
    :close_at, 1
)
"""
FIND = f"SELECT {COLUMNS} FROM poll WHERE id IN :ids[]"
TOUCH = "UPDATE poll SET version = version + 1 WHERE id = :id"
CLOSE = "UPDATE poll SET closed = 1, version = version + 1 WHERE id = :id AND closed = 0"
CHANGE = """
UPDATE poll SET poll = :poll, dropped = :dropped, version = version + 1 WHERE id = :id
"""
DROP_ANSWER = "DELETE FROM poll_vote WHERE poll = :poll AND answer = :answer"
SET_CLOSE = "UPDATE poll SET close_at = :close_at WHERE id = :id"
ADD_BODY = "INSERT INTO poll_body (poll, body) VALUES (:poll, :body)"
BODIES = "SELECT body FROM poll_body WHERE poll = :poll"
FORGET_BODIES = "DELETE FROM poll_body WHERE body IN :bodies[] RETURNING poll"
SHOWN = "SELECT DISTINCT poll FROM poll_body WHERE poll IN :ids[]"
FORGET_POLLS = "DELETE FROM poll WHERE id IN :ids[]"
FORGET_VOTES = "DELETE FROM poll_vote WHERE poll IN :ids[]"
RETRACT = "DELETE FROM poll_vote WHERE poll = :poll AND user_id = :user_id"
VOTE = """
INSERT INTO poll_vote (poll, user_id, answer, at, hidden)
VALUES (:poll, :user_id, :answer, :at, :hidden)
"""
COUNTS = (
    "SELECT poll, answer, COUNT(*) FROM poll_vote WHERE poll IN :ids[] GROUP BY poll, answer"
)
VOTERS = (
    "SELECT poll, COUNT(DISTINCT user_id) FROM poll_vote WHERE poll IN :ids[] GROUP BY poll"
)
VOTES_BY_HOUR = """
SELECT at / 3600, answer, COUNT(*) FROM poll_vote WHERE poll = :poll GROUP BY at / 3600, answer
"""
MINE = "SELECT poll, answer FROM poll_vote WHERE poll IN :ids[] AND user_id = :user_id"
RECENT = """
SELECT poll, answer, user_id FROM (
    SELECT poll, answer, user_id, at,
        ROW_NUMBER() OVER (PARTITION BY poll, answer ORDER BY at DESC, user_id) AS place
    FROM poll_vote WHERE poll IN :ids[] AND hidden = 0
) ranked WHERE place <= :most ORDER BY at DESC, user_id, answer
"""
PAGE = """
SELECT user_id, MAX(at) FROM poll_vote
WHERE poll = :poll AND hidden = 0 AND (:answer < 0 OR answer = :answer)
GROUP BY user_id
HAVING MAX(at) < :at OR MAX(at) = :at AND user_id > :after
ORDER BY 2 DESC, user_id LIMIT :limit
"""
COUNT = """
SELECT COUNT(DISTINCT user_id) FROM poll_vote
WHERE poll = :poll AND hidden = 0 AND (:answer < 0 OR answer = :answer)
"""
OF_USERS = """
SELECT user_id, answer FROM poll_vote WHERE poll = :poll AND user_id IN :users[] ORDER BY answer
"""


async def insert(tx: Tx, poll: Poll) -> None:
    """Keep a new poll."""
    await tx.run(
        INSERT,
        id=poll.id,
        author_id=poll.author_id,
        poll=poll.poll,
        dropped=msgspec.msgpack.encode(poll.dropped),
        correct=msgspec.msgpack.encode(poll.correct),
        solution=poll.solution,
        solution_entities=poll.solution_entities,
        solution_media=poll.solution_media,
        closed=int(poll.closed),
        close_at=poll.close_at,
    )


async def find(tx: Tx, poll_id: int) -> Poll | None:
    """One poll."""
    return (await find_many(tx, [poll_id])).get(poll_id)


async def find_many(tx: Tx, ids: Collection[int]) -> dict[int, Poll]:
    """Some polls by number."""
    return {poll.id: poll for poll in map(_poll, await tx.rows(FIND, ids=list(ids)))}


async def find_votes(
    tx: Tx, ids: Collection[int], viewer: UserId, *, faces: bool
) -> dict[int, Votes]:
    """How some polls stand, for one account; `faces`: with the last who voted."""
    polls = list(ids)
    found = {poll_id: Votes() for poll_id in polls}
    for poll_id, answer, count in await tx.rows(COUNTS, ids=polls):
        found[poll_id].counts[answer] = count
    voted = [poll_id for poll_id, votes in found.items() if votes.counts]
    if not voted:
        return found
    for poll_id, voters in await tx.rows(VOTERS, ids=voted):
        found[poll_id].voters = voters
    for poll_id, answer in await tx.rows(MINE, ids=voted, user_id=viewer):
        found[poll_id].mine.add(answer)
    if faces:
        for poll_id, answer, user_id in await tx.rows(RECENT, ids=voted, most=RECENT_MAX):
            votes = found[poll_id]
            votes.recent.setdefault(answer, []).append(user_id)
            if user_id not in votes.latest and len(votes.latest) < RECENT_MAX:
                votes.latest.append(user_id)
    return found


async def find_answers(tx: Tx, poll_id: int, user_id: UserId) -> set[int]:
    """What a user has answered."""
    return {row[1] for row in await tx.rows(MINE, ids=[poll_id], user_id=user_id)}


async def vote(
    tx: Tx, poll_id: int, user_id: UserId, answers: Sequence[int], at: int, *, hidden: bool
) -> None:
    """These are the answers of a user now; none: the vote is taken back. `hidden`: it is listed nowhere."""
    await tx.run(TOUCH, id=poll_id)
    await tx.run(RETRACT, poll=poll_id, user_id=user_id)
    await tx.run_many(
        VOTE,
        [
            {
                "poll": poll_id,
                "user_id": user_id,
                "answer": each,
                "at": at,
                "hidden": int(hidden),
            }
            for each in answers
        ],
    )


async def close(tx: Tx, poll_id: int) -> bool:
    """Nobody votes any more; False when that was so."""
    return await tx.run(CLOSE, id=poll_id) == 1


async def change(tx: Tx, poll: Poll) -> None:
    """A poll has other answers now; votes for those that were taken away are gone."""
    dropped = msgspec.msgpack.encode(poll.dropped)
    await tx.run(CHANGE, id=poll.id, poll=poll.poll, dropped=dropped)
    for answer in poll.dropped:
        await tx.run(DROP_ANSWER, poll=poll.id, answer=answer)


async def set_close(tx: Tx, poll_id: int, close_at: int) -> None:
    """The poll closes then."""
    await tx.run(SET_CLOSE, id=poll_id, close_at=close_at)


async def add_body(tx: Tx, poll_id: int, body_id: int) -> None:
    """A message shows a poll."""
    await tx.run(ADD_BODY, poll=poll_id, body=body_id)


async def find_bodies(tx: Tx, poll_id: int) -> list[int]:
    """The messages that show a poll."""
    return [row[0] for row in await tx.rows(BODIES, poll=poll_id)]


async def forget_bodies(tx: Tx, ids: Collection[int]) -> None:
    """Messages are gone; polls that no other shows go too."""
    polls = {row[0] for row in await tx.rows(FORGET_BODIES, bodies=list(ids))}
    if not polls:
        return
    polls -= {row[0] for row in await tx.rows(SHOWN, ids=list(polls))}
    await tx.run(FORGET_POLLS, ids=list(polls))
    await tx.run(FORGET_VOTES, ids=list(polls))


async def find_page(
    tx: Tx, poll_id: int, answer: int | None, after: tuple[int, int], limit: int
) -> list[Vote]:
    """Who has voted (for one answer), behind a place (time, user), the last first."""
    at, user_id = after
    chosen = -1 if answer is None else answer
    rows = await tx.rows(PAGE, poll=poll_id, answer=chosen, at=at, after=user_id, limit=limit)
    answers: dict[UserId, list[int]] = {}
    for voter, given in await tx.rows(OF_USERS, poll=poll_id, users=[row[0] for row in rows]):
        answers.setdefault(voter, []).append(given)
    return [Vote(voter, tuple(answers.get(voter, ())), when) for voter, when in rows]


async def count(tx: Tx, poll_id: int, answer: int | None) -> int:
    """How long the whole list is."""
    row = await tx.row(COUNT, poll=poll_id, answer=-1 if answer is None else answer)
    assert row is not None
    return int(row[0])


def _poll(row: Row) -> Poll:
    """A row of `COLUMNS`."""
    id_, author_id, poll, dropped, correct, solution, entities, media, *state = row
    closed, close_at, version = state
    return Poll(
        id_,
        author_id,
        poll,
        msgspec.msgpack.decode(dropped, type=tuple[int, ...]),
        msgspec.msgpack.decode(correct, type=tuple[int, ...]),
        solution,
        entities,
        media,
        bool(closed),
        close_at,
        version,
    )


async def votes_by_hour(tx: Tx, poll_id: int) -> list[tuple[int, int, int]]:
    """How many votes each answer got in each hour of Unix time."""
    rows = await tx.rows(VOTES_BY_HOUR, poll=poll_id)
    return [(int(hour), int(answer), int(count)) for hour, answer, count in rows]
