"""What BotFather does about games."""

from chappe.features.bots.father import keys
from chappe.features.bots.father.settings import done, setting
from chappe.features.bots.father.talk import Reply, Turn, at_name
from chappe.features.bots.model import Bot
from chappe.features.games import store
from chappe.features.games.actions import make_game
from chappe.features.users.model import User

LINES = 2
"""At least: the short name and the title."""


@setting(
    "newgame",
    "Which bot offers the game?",
    "Send me a picture of the game (best 640 x 360) with these lines below it:\n\nshort name\ntitle\ndescription\n\n"
    "The short name has 3 to 30 letters, digits and _: by it your program names the game.",
    "I need a photo, and below it a line with the short name, a line with the title, and a description.",
)
async def new_game(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """A game."""
    lines = [line.strip() for line in turn.text.splitlines() if line.strip()]
    if len(lines) < LINES or not turn.photo_id:
        return None
    short_name, title, *description = lines
    try:
        game = await make_game(
            turn.tx,
            bot.id,
            short_name,
            title,
            "\n".join(description),
            turn.photo_id,
            turn.journal.at,
        )
    except ValueError as error:
        return Reply(f"That cannot be: {error}.", keys.gone())
    link = f"t.me/{user.username or bot.id}?game={game.short_name}"
    return done(
        f"{game.title} is there: {link}. Your program sends it with sendGame, and answers with its address when"
        " somebody wants to play."
    )


@setting("listgames", "Of which bot?")
async def list_games(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """The games of a bot."""
    games = await store.of_bot(turn.tx, bot.id)
    if not games:
        return done(f"{at_name(user)} has no games.")
    lines = "\n".join(f"{game.short_name} - {game.title}" for game in games)
    return Reply(f"{at_name(user)} has these games:\n\n{lines}", keys.gone())


@setting(
    "deletegame",
    "Of which bot?",
    "Send me the short name of the game. It is gone with all its scores then.",
    "The bot has no game of this name. /listgames shows them; /cancel stops.",
)
async def delete_game(turn: Turn, _user: User, bot: Bot) -> Reply | None:
    """No game any more."""
    game = await store.find_named(turn.tx, bot.id, turn.text)
    if game is None:
        return None
    await store.delete(turn.tx, game.id)
    return done(f"{game.title} is gone.")
