"""Games on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.games.access import access_hash
from chappe.features.games.model import Game, Line
from chappe.features.users.view import render_users
from chappe.tl import api
from chappe.updates.viewer import Viewer


def render_game(secret: bytes, game: Game) -> api.Game:
    """A game as messages keep it: with its photo by number only."""
    return api.Game(
        id=game.id,
        access_hash=access_hash(secret, game.id),
        short_name=game.short_name,
        title=game.title,
        description=game.description,
        photo=api.PhotoEmpty(id=game.photo_id),
    )


def play_button(game: Game) -> api.ReplyInlineMarkup:
    """What is under a game when its bot says nothing else."""
    button = api.KeyboardInlineButton(
        text=f"Play {game.title}", type=api.InlineButtonTypeGame()
    )
    return api.ReplyInlineMarkup(rows=[api.KeyboardInlineButtonRow(buttons=[button])])


async def render_scores(
    tx: Tx, viewer: Viewer, lines: Sequence[Line]
) -> api.messages.HighScores:
    """A part of the list of the best."""
    users = await render_users(tx, viewer, {each.user_id for each in lines})
    scores = [api.HighScore(pos=e.pos, user_id=e.user_id, score=e.score) for e in lines]
    return api.messages.HighScores(scores=scores, users=users)
