"""What BotFather changes of a bot: for each command the question, and what is done with the answer."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from chappe.features.bots import actions, commands, said, store
from chappe.features.bots.father import keys
from chappe.features.bots.father.talk import Reply, Turn, at_name
from chappe.features.bots.model import Bot
from chappe.features.photos.actions import put_up, take_down
from chappe.features.users.model import User
from chappe.rpc.errors import RpcError
from chappe.tl import api

EMPTY = "/empty"
SURE = "Yes, I am totally sure."
PLACEHOLDER_CHARACTERS_MAX = 64
FEEDBACK = {"Enabled": 100, "1/10": 10, "1/100": 1, "Disabled": 0}
ENABLE, DISABLE = "Enable", "Disable"
LINE = re.compile(r"/?(?P<name>[^\s-]+)\s*[-\u2013\u2014]\s*(?P<what>.+)")

Apply = Callable[[Turn, User, Bot], Awaitable[Reply | None]]
"""Does what was answered; None: that was no answer, and the question is asked again with a hint."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to change. `choose`: which bot; `ask`: what about it, empty: nothing; `hint`: when the answer was none;
    `options`: keys to answer with."""

    choose: str
    apply: Apply
    ask: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()


SETTINGS: dict[str, Setting] = {}


def setting(
    name: str, choose: str, ask: str = "", hint: str = "", options: tuple[str, ...] = ()
) -> Callable[[Apply], Apply]:
    """The decorated function does what this command is for."""

    def enter(apply: Apply) -> Apply:
        SETTINGS[name] = Setting(choose, apply, ask, hint, options)
        return apply

    return enter


def done(what: str) -> Reply:
    """It is so now."""
    return Reply(f"{what} /help", keys.gone())


def is_empty(turn: Turn) -> bool:
    """Whether there shall be nothing."""
    return turn.text.lower() == EMPTY


async def show_face(turn: Turn, user: User, **how: Any) -> None:
    """Change what is shown of a bot wherever it is named."""
    face = msgspec.structs.replace(said.face_of(user), **how)
    await said.show_news(turn.journal, user, face)


def address(turn: Turn) -> str:
    """Where programs find the Bot API of this server."""
    settings = turn.world.settings
    host, port = settings.http
    scheme = "http" if settings.tls_certificate is None else "https"
    return f"{scheme}://{settings.public_host or host}:{port}"


def token_words(turn: Turn, bot: Bot) -> str:
    """A token, and what to do with it."""
    return (
        f"{bot.token}\n\nWhoever has this token can speak as your bot: keep it to yourself.\n\n"
        f"Programs written for the Bot API work with the address {address(turn)} in the place of"
        f" api.telegram.org; the token goes behind /bot. MTProto clients sign in with the token as it is."
    )


@setting("token", "Of which bot do you want to see the token?")
async def show_token(turn: Turn, user: User, bot: Bot) -> Reply:
    """The token."""
    text = f"The token of {at_name(user)}:\n{token_words(turn, bot)}"
    return Reply(text, keys.gone(), bot.token)


@setting(
    "revoke", "Which bot shall have another token? The one that it has now will work no more."
)
async def revoke(turn: Turn, user: User, bot: Bot) -> Reply:
    """Another token."""
    bot = await actions.revoke_token(turn.world, turn.journal, bot)
    text = f"The old token of {at_name(user)} works no more. The new one:\n{token_words(turn, bot)}"
    return Reply(text, keys.gone(), bot.token)


@setting(
    "setname",
    "Which bot shall have another name?",
    "What shall people see as its name?",
    "A name has 1 to 64 characters.",
)
async def set_name(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """Another name."""
    try:
        await said.set_words(turn.journal, user, bot, "", name=turn.text)
    except RpcError:
        return None
    return done("It is called so now.")


@setting(
    "setdescription",
    "Which bot shall have another description?",
    "What shall stand in a chat with it that is empty? Up to 512 characters; /empty for nothing.",
    "That is too long: 512 characters at most.",
)
async def set_description(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """Another description."""
    return await _set_text(turn, user, bot, "description")


@setting(
    "setabouttext",
    "Which bot shall have another line in its profile?",
    "What shall people read in its profile? Up to 120 characters; /empty for nothing.",
    "That is too long: 120 characters at most.",
)
async def set_about(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """Another line in the profile."""
    return await _set_text(turn, user, bot, "about")


async def _set_text(turn: Turn, user: User, bot: Bot, which: str) -> Reply | None:
    words: dict[str, Any] = {which: "" if is_empty(turn) else turn.text}
    if not turn.text:
        return None
    try:
        await said.set_words(turn.journal, user, bot, "", **words)
    except RpcError:
        return None
    return done("It says so now.")


@setting(
    "setuserpic",
    "Which bot shall have another photo?",
    "Send me the photo, as a photo; /empty for none.",
    "I need a photo, not a file or words.",
)
async def set_photo(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """Another photo."""
    if is_empty(turn):
        await take_down(turn.journal, user.id, fallback=False)
        return done("It shows no photo now.")
    if turn.picture is None or not isinstance(turn.picture.shown, api.Photo):
        return None
    photo = turn.picture.shown
    await put_up(turn.journal, user.id, photo, fallback=False, new=turn.picture)
    return done("It shows this photo now.")


@setting(
    "setcommands",
    "Which bot shall list other commands?",
    "Send me the list, a command on each line:\n\nstart - begin\nhelp - say what it can do\n\n/empty for none.",
    "Each line is a command of small letters, digits and _ (32 at most), a dash, and what it does (256 at most).",
)
async def set_commands(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """Another list of commands."""
    kept: list[api.BotCommand] = []
    if not is_empty(turn):
        lines = [
            LINE.fullmatch(line.strip()) for line in turn.text.splitlines() if line.strip()
        ]
        if not lines:
            return None
        try:
            kept = commands.check_commands(
                [
                    api.BotCommand(command=line["name"], description=line["what"])
                    if line
                    else api.BotCommand(command="", description="")
                    for line in lines
                ]
            )
        except RpcError:
            return None
    await said.show_news(turn.journal, user)
    await commands.put(turn.tx, bot.id, commands.DEFAULT, "", kept)
    return done("It lists them now.")


@setting(
    "deletebot",
    "Which bot shall be deleted?",
    f"It cannot be brought back, and its name is free for others. If you want that, send me: {SURE}",
    f"Nothing is deleted. Send me exactly this to delete it: {SURE}\nor /cancel.",
)
async def delete(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """No bot any more."""
    if turn.text != SURE:
        return None
    name = at_name(user)
    await actions.delete_bot(turn.world, turn.journal, bot)
    return done(f"{name} is gone.")


@setting(
    "setinline",
    "Which bot shall answer inline queries?",
    "Send me what stands in the input field before somebody has written more than the bot's name (up to 64"
    " characters); /empty and it answers none.",
    "That is too long: 64 characters at most.",
)
async def set_inline(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """Inline queries, or none."""
    if is_empty(turn):
        await show_face(turn, user, inline_placeholder=None)
        return done("It answers no inline queries now.")
    placeholder = " ".join(turn.text.split())
    if not 0 < len(placeholder) <= PLACEHOLDER_CHARACTERS_MAX:
        return None
    await show_face(turn, user, inline_placeholder=placeholder)
    return done("It answers inline queries now.")


def _choice(turn: Turn) -> bool | None:
    """What was chosen, None: neither."""
    return {ENABLE.lower(): True, DISABLE.lower(): False}.get(turn.text.lower())


@setting(
    "setinlinegeo",
    "Which bot shall be told where people are who ask it inline?",
    "People are asked whether they want that. Enable or disable?",
    "Enable or Disable?",
    (ENABLE, DISABLE),
)
async def set_inline_geo(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """Places with inline queries."""
    choice = _choice(turn)
    if choice is None:
        return None
    await show_face(turn, user, inline_geo=choice)
    return done(f"It is {'told' if choice else 'not told'} now.")


@setting(
    "setinlinefeedback",
    "Which bot shall hear which of its inline results are chosen?",
    "How many of them?",
    "Enabled, 1/10, 1/100 or Disabled?",
    tuple(FEEDBACK),
)
async def set_inline_feedback(turn: Turn, _user: User, bot: Bot) -> Reply | None:
    """Chosen inline results."""
    share = {word.lower(): share for word, share in FEEDBACK.items()}.get(turn.text.lower())
    if share is None:
        return None
    await store.set_value(turn.tx, bot.id, "inline_feedback", share)
    return done(f"It hears of {share} in 100 now.")


@setting(
    "setjoingroups",
    "Which bot do you mean?",
    "May it be added to groups? Enable or disable?",
    "Enable or Disable?",
    (ENABLE, DISABLE),
)
async def set_groups(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """Whether it may be added to groups."""
    choice = _choice(turn)
    if choice is None:
        return None
    await show_face(turn, user, no_groups=not choice)
    return done(f"It may {'' if choice else 'not '}be added to groups now.")


@setting(
    "setprivacy",
    "Which bot do you mean?",
    "With privacy mode a bot hears in groups what is for it: commands, answers to it, its name. Without it, all"
    " that people say. Enable or disable?",
    "Enable or Disable?",
    (ENABLE, DISABLE),
)
async def set_privacy(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """What it hears in groups."""
    choice = _choice(turn)
    if choice is None:
        return None
    await show_face(turn, user, reads_all=not choice)
    return done(f"Privacy mode is {'on' if choice else 'off'} now.")


@setting(
    "setmanager",
    "Which bot do you mean?",
    "May people make bots that it leads, with their tokens? Enable or disable?",
    "Enable or Disable?",
    (ENABLE, DISABLE),
)
async def set_manager(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """Whether it leads other bots."""
    choice = _choice(turn)
    if choice is None:
        return None
    await show_face(turn, user, can_manage=choice)
    return done(f"It may {'' if choice else 'not '}lead other bots now.")


@setting(
    "setbusiness",
    "Which bot do you mean?",
    "In business mode people may connect the bot to their account, and it sees and answers the chats that they choose."
    " Enable or disable?",
    "Enable or Disable?",
    (ENABLE, DISABLE),
)
async def set_business(turn: Turn, user: User, _bot: Bot) -> Reply | None:
    """Whether it may be connected to accounts."""
    choice = _choice(turn)
    if choice is None:
        return None
    await show_face(turn, user, business=choice)
    return done(f"Business mode is {'on' if choice else 'off'} now.")
