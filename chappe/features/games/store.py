"""The SQL of `game` and `game_score`."""

from collections.abc import Sequence

from chappe.db.database import Row, Tx
from chappe.features.games.model import Game, Line, Place
from chappe.ids import UserId

COLUMNS = "id, bot_id, short_name, title, description, photo_id, made_at"
INSERT = f"""
INSERT INTO game ({COLUMNS}, folded)
VALUES (:id, :bot_id, :short_name, :title, :description, :photo_id, :made_at, :folded)
ON CONFLICT DO NOTHING
"""
FIND = f"SELECT {COLUMNS} FROM game WHERE id = :id"
FIND_NAMED = f"SELECT {COLUMNS} FROM game WHERE bot_id = :bot AND folded = :folded"
OF_BOT = f"SELECT {COLUMNS} FROM game WHERE bot_id = :bot ORDER BY folded"
DELETE = "DELETE FROM game WHERE id = :id"
DELETE_SCORES = "DELETE FROM game_score WHERE game_id = :id"
FORGET_PLAYER = "DELETE FROM game_score WHERE user_id = :user"

HERE = "game_id = :game AND low = :low AND high = :high"
PUT_SCORE = """
INSERT INTO game_score (game_id, low, high, user_id, score, at)
VALUES (:game, :low, :high, :user, :score, :at)
ON CONFLICT (game_id, low, high, user_id)
DO UPDATE SET score = excluded.score, at = excluded.at
"""
FIND_SCORE = f"SELECT score, at FROM game_score WHERE {HERE} AND user_id = :user"
BETTER = """
(score > :score OR (score = :score AND (at < :at OR (at = :at AND user_id < :user))))
"""
WORSE = """
(score < :score OR (score = :score AND (at > :at OR (at = :at AND user_id > :user))))
"""
BEST_FIRST, WORST_FIRST = "score DESC, at, user_id", "score, at DESC, user_id DESC"
COUNT_BETTER = f"SELECT COUNT(*) FROM game_score WHERE {HERE} AND {BETTER}"
TOP = f"SELECT user_id, score FROM game_score WHERE {HERE} ORDER BY {BEST_FIRST} LIMIT :limit"
ABOVE = f"""
SELECT user_id, score FROM game_score WHERE {HERE} AND {BETTER}
ORDER BY {WORST_FIRST} LIMIT :limit
"""
BELOW = f"""
SELECT user_id, score FROM game_score WHERE {HERE} AND {WORSE}
ORDER BY {BEST_FIRST} LIMIT :limit
"""
TOP_LINES, NEIGHBOURS = 3, 2
"""As the Bot API promises: the best three, and two on each side."""


async def insert(tx: Tx, game: Game) -> bool:
    """Keep a new game; False when the bot has one of this name."""
    fields = {name: getattr(game, name) for name in Game.__slots__}
    return await tx.run(INSERT, **fields, folded=game.short_name.lower()) > 0


async def find(tx: Tx, game_id: int) -> Game | None:
    """A game."""
    row = await tx.row(FIND, id=game_id)
    return None if row is None else _game(row)


async def find_named(tx: Tx, bot: UserId, short_name: str) -> Game | None:
    """The game of a bot that has this name, however its letters are written."""
    row = await tx.row(FIND_NAMED, bot=bot, folded=short_name.lower())
    return None if row is None else _game(row)


async def of_bot(tx: Tx, bot: UserId) -> list[Game]:
    """The games of a bot, by name."""
    return [_game(row) for row in await tx.rows(OF_BOT, bot=bot)]


async def delete(tx: Tx, game_id: int) -> None:
    """Forget a game, and how well it was played."""
    await tx.run(DELETE, id=game_id)
    await tx.run(DELETE_SCORES, id=game_id)


async def forget_player(tx: Tx, user_id: UserId) -> None:
    """Forget how well somebody has played."""
    await tx.run(FORGET_PLAYER, user=user_id)


async def put_score(
    tx: Tx, game_id: int, place: Place, user_id: UserId, score: int, at: int
) -> None:
    """Somebody has this score now."""
    await tx.run(
        PUT_SCORE,
        game=game_id,
        low=place.low,
        high=place.high,
        user=user_id,
        score=score,
        at=at,
    )


async def find_score(tx: Tx, game_id: int, place: Place, user_id: UserId) -> int | None:
    """Somebody's score."""
    row = await tx.row(FIND_SCORE, game=game_id, low=place.low, high=place.high, user=user_id)
    return None if row is None else int(row[0])


async def find_top(tx: Tx, game_id: int, place: Place) -> list[Line]:
    """The best of a chat."""
    rows = await tx.rows(TOP, game=game_id, low=place.low, high=place.high, limit=TOP_LINES)
    return _lines(1, rows)


async def find_around(tx: Tx, game_id: int, place: Place, user_id: UserId) -> list[Line]:
    """A player and the neighbours on both sides; nobody, when that one has not played here."""
    here = {"game": game_id, "low": place.low, "high": place.high}
    row = await tx.row(FIND_SCORE, **here, user=user_id)
    if row is None:
        return []
    score, at = row
    me = {**here, "score": score, "at": at, "user": user_id}
    above = list(await tx.rows(ABOVE, **me, limit=NEIGHBOURS))
    below = list(await tx.rows(BELOW, **me, limit=NEIGHBOURS))
    counted = await tx.row(COUNT_BETTER, **me)
    assert counted is not None
    first = counted[0] + 1 - len(above)
    return _lines(first, [*reversed(above), (user_id, score), *below])


def _lines(first: int, rows: Sequence[Row]) -> list[Line]:
    return [Line(first + n, UserId(user), score) for n, (user, score) in enumerate(rows)]


def _game(row: Row) -> Game:
    return Game(*row)
