"""Which bot, and what shall be so: the questions that BotFather asks before it changes something."""

from dataclasses import replace

from chappe.features.bots.father import keys
from chappe.features.bots.father.settings import SETTINGS
from chappe.features.bots.father.talk import Reply, Turn, at_name, owned, owned_one
from chappe.ids import UserId

NO_BOTS = "You have no bots yet. /newbot makes one."
IN_A_ROW = 2


async def list_bots(turn: Turn) -> Reply | None:
    """Somebody's bots as buttons; None: there are none."""
    mine = await owned(turn.tx, turn.talk.user_id)
    if not mine:
        return None
    words = [(at_name(user), f"bot {bot.id}") for user, bot in mine]
    rows = [words[at : at + IN_A_ROW] for at in range(0, len(words), IN_A_ROW)]
    return Reply("Which of your bots?", keys.buttons(*rows))


async def choose_bot(turn: Turn, action: str) -> Reply:
    """Ask which bot is meant."""
    mine = await owned(turn.tx, turn.talk.user_id)
    if not mine:
        return turn.end(Reply(NO_BOTS, keys.gone()))
    names = [at_name(user) for user, _ in mine]
    return turn.ask(f"pick {action}", Reply(SETTINGS[action].choose, keys.choose(names)))


async def pick(turn: Turn, action: str) -> Reply:
    """A bot was named."""
    said = turn.text.lower()
    mine = await owned(turn.tx, turn.talk.user_id)
    found = next((bot for user, bot in mine if at_name(user).lower() == said), None)
    if found is None:
        names = [at_name(user) for user, _ in mine]
        return Reply("That is no bot of yours. Choose one of these.", keys.choose(names))
    return await ask_value(turn, action, found.id)


async def ask_value(turn: Turn, action: str, bot_id: UserId) -> Reply:
    """Ask what shall be changed, or do at once what needs no more."""
    what = SETTINGS[action]
    if not what.ask:
        turn.talk = replace(turn.talk, bot_id=bot_id)
        return await give_value(turn, action)
    markup = keys.choose(what.options) if what.options else keys.gone()
    return turn.ask(f"value {action}", Reply(what.ask, markup), bot_id)


async def give_value(turn: Turn, action: str) -> Reply:
    """It was said what shall be so."""
    what = SETTINGS[action]
    found = await owned_one(turn.tx, turn.talk.user_id, turn.talk.bot_id)
    if found is None:
        return turn.end(Reply("That bot is not yours any more.", keys.gone()))
    reply = await what.apply(turn, *found)
    if reply is None:
        return Reply(what.hint)
    return turn.end(reply)
