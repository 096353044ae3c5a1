"""The words by which people are found among others, in groups: those of their names and public names.

Every statement that writes such a name calls `write_words` after it. `sounds_like` is a part of other rooms'
statements: a condition on the id of an account.
"""

from collections.abc import Sequence

from chappe.db.database import Param, Tx
from chappe.db.fulltext import words_of
from chappe.features.users.model import Username, read_usernames
from chappe.ids import UserId

ASKED_MAX = 4
"""Words of a question that are looked at: each is a walk of its own."""
NAMES = "SELECT first_name, last_name, usernames FROM account WHERE id = :id"
DROP = "DELETE FROM account_word WHERE user_id = :user"
PUT = "INSERT INTO account_word (user_id, word) VALUES (:user, :word) ON CONFLICT DO NOTHING"
LAST = "SELECT last FROM account_word_state WHERE one = 1"
SET_LAST = "UPDATE account_word_state SET last = :last WHERE one = 1"
OLDER = """
SELECT id, first_name, last_name, usernames FROM account WHERE id > :after ORDER BY id LIMIT :limit
"""
ALL = -1
SLICE = 1000


async def write_words(tx: Tx, user_id: UserId) -> None:
    """An account is found by its names as they are by now."""
    await tx.run(DROP, user=user_id)
    row = await tx.row(NAMES, id=user_id)
    if row is not None:
        await _put(tx, user_id, row[0], row[1], row[2])


async def write_first(tx: Tx, user_id: UserId, first_name: str, last_name: str) -> None:
    """A new account is found by its names."""
    await _put(tx, user_id, first_name, last_name, "")


async def _put(tx: Tx, user_id: UserId, first: str, last: str, usernames: str) -> None:
    words = _words(first, last, read_usernames(usernames))
    await tx.run_many(PUT, [{"user": user_id, "word": word} for word in words])


def _words(first: str, last: str, usernames: Sequence[Username]) -> list[bytes]:
    names = [each.name for each in usernames if each.active]
    return [word.encode() for word in words_of(" ".join([first, last, *names])).split()]


async def write_missing(tx: Tx) -> None:
    """Write the words of those accounts that were there before words were kept."""
    row = await tx.row(LAST)
    assert row is not None, "the migration made it"
    last: int = row[0]
    while last != ALL:
        rows = await tx.rows(OLDER, after=last, limit=SLICE)
        for user_id, first, second, usernames in rows:
            await _put(tx, user_id, first, second, usernames)
        last = rows[-1][0] if rows else ALL
        await tx.run(SET_LAST, last=last)


def sounds_like(
    asked: str, column: str, *, walk_names: bool
) -> tuple[str, dict[str, Param]] | None:
    """A condition that holds for accounts with words that begin as all those asked for, and its parameters;
    None when there is no word in the question. `column`: the account's id. `walk_names`: those of everybody
    are fewer than the rows that are looked at besides."""
    words = [word.encode() for word in words_of(asked).split()][:ASKED_MAX]
    if not words:
        return None
    params: dict[str, Param] = {}
    conditions = []
    for number, word in enumerate(words):
        params[f"from{number}"], params[f"to{number}"] = word, word + b"\xff"
        range_ = f"w.word >= :from{number} AND w.word < :to{number}"
        conditions.append(
            f"{column} IN (SELECT w.user_id FROM account_word w WHERE {range_})"
            if walk_names
            else f"EXISTS (SELECT 1 FROM account_word w WHERE w.user_id = {column} AND {range_})"
        )
    return " AND ".join(conditions), params
