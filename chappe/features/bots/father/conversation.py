"""What BotFather answers to what is said to it."""

from collections.abc import Awaitable, Callable

from chappe.features.bots import actions
from chappe.features.bots.father import keys
from chappe.features.bots.father.account import COMMANDS
from chappe.features.bots.father.changing import (
    NO_BOTS,
    choose_bot,
    give_value,
    list_bots,
    pick,
)
from chappe.features.bots.father.settings import SETTINGS, token_words
from chappe.features.bots.father.talk import Reply, Turn
from chappe.features.users.actions import clean_name
from chappe.rpc.errors import RpcError

WITHIN = {"/empty"}
"""Words with a slash that answer a question."""
NO_EDITS = "On this server a {0} stays as it was made: /delete{0}, and /new{0} again."
NOT_HERE = {f"edit{each}": NO_EDITS.format(each) for each in ("app", "game")}
"""What is asked for on the real service and is not offered here, with the reason."""


async def hear(turn: Turn) -> Reply:
    """The answer to one message."""
    word, _, rest = turn.text.partition(" ")
    name = word[1:].partition("@")[0].lower() if word.startswith("/") else ""
    if name and word.lower() not in WITHIN:
        return await _command(turn, name, rest.strip())
    step, _, action = turn.talk.step.partition(" ")
    match step:
        case "name":
            return await _newbot_name(turn)
        case "username":
            return await _newbot_username(turn)
        case "pick":
            return await pick(turn, action)
        case "value":
            return await give_value(turn, action)
        case _:
            return Reply("I did not understand that. /help says what I can do.")


async def _command(turn: Turn, name: str, rest: str) -> Reply:
    if name in NOT_HERE:
        return turn.end(Reply(NOT_HERE[name], keys.gone()))
    if name in SETTINGS:
        return await choose_bot(turn, name)
    if name == "start" and rest:
        return await _command(turn, rest, "")  # a link that wants something done
    command = PLAIN.get(name)
    if command is None:
        return Reply(f"I do not know /{name}. /help says what I can do.")
    return await command(turn)


async def _help(turn: Turn) -> Reply:
    lines = [f"/{name} - {what}" for name, what in COMMANDS.items()]
    text = "I make bots for this server, and change those that you have.\n\n" + "\n".join(lines)
    return turn.end(Reply(text, keys.gone()))


async def _cancel(turn: Turn) -> Reply:
    if not turn.talk.step:
        return Reply("There was nothing to stop.", keys.gone())
    return turn.end(Reply("Then not. /help says what else I can do.", keys.gone()))


async def _newbot(turn: Turn) -> Reply:
    return turn.ask(
        "name", Reply("A new bot. How shall people see it called? Choose a name.", keys.gone())
    )


async def _newbot_name(turn: Turn) -> Reply:
    name = clean_name(turn.text)
    if not name:
        return Reply("A name has 1 to 64 characters. How shall it be called?")
    text = (
        "Good. Now choose a public name, by which it is found. It has 5 to 32 letters, digits and single _, begins"
        " with a letter, and ends with bot: TetrisBot, or tetris_bot."
    )
    return turn.ask("username", Reply(text), given=name)


async def _newbot_username(turn: Turn) -> Reply:
    username = turn.text.removeprefix("@")
    name = turn.talk.given
    try:
        bot = await actions.make_bot(turn.journal, turn.talk.user_id, name, username)
    except RpcError as error:
        return _no_such_name(turn, error)
    text = (
        f"Your bot is there: t.me/{username}\n\nYou can give it a description, a line in its profile, a photo: see"
        f" /help.\n\nIts token:\n{token_words(turn, bot)}"
    )
    return turn.end(Reply(text, code=bot.token))


def _no_such_name(turn: Turn, error: RpcError) -> Reply:
    match error.name:
        case "USERNAME_OCCUPIED":
            return Reply("Somebody has this name already. Choose another.")
        case "BOTS_TOO_MUCH":
            return turn.end(Reply("You have as many bots as one may have. /deletebot first."))
        case _:
            return Reply(
                "That cannot be a bot's public name: 5 to 32 letters, digits and single _, a letter first, bot at the"
                " end. Choose another."
            )


async def _my_bots(turn: Turn) -> Reply:
    return turn.end(await list_bots(turn) or Reply(NO_BOTS, keys.gone()))


PLAIN: dict[str, Callable[[Turn], Awaitable[Reply]]] = {
    "start": _help,
    "help": _help,
    "cancel": _cancel,
    "newbot": _newbot,
    "mybots": _my_bots,
}
