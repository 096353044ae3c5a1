"""What a bot says of itself: name, the line in its profile, what stands in an empty chat with it, its menu.

What is said to all stands with its account (`account.first_name`, `about`) and in `bot.description`; what is said to
those who speak a language in `bot_words`, names in the face that is shown everywhere.
"""

from dataclasses import dataclass

import msgspec

from chappe.db.database import Tx
from chappe.features.bots import commands, store
from chappe.features.bots.actions import change_face, rename
from chappe.features.bots.model import Bot
from chappe.features.messages.payload import read_value, write_value
from chappe.features.users import store as users
from chappe.features.users.actions import clean_name, takes_leave
from chappe.features.users.model import BotFace, User
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

ABOUT_CHARACTERS_MAX = 120
DESCRIPTION_CHARACTERS_MAX = 512
FIND = "SELECT about, description FROM bot_words WHERE bot_id = :bot AND lang = :lang"
PUT = """
INSERT INTO bot_words (bot_id, lang, about, description) VALUES (:bot, :lang, :about, :description)
ON CONFLICT (bot_id, lang) DO UPDATE SET about = excluded.about, description = excluded.description
"""
DROP = "DELETE FROM bot_words WHERE bot_id = :bot AND lang = :lang"
DROP_ALL = "DELETE FROM bot_words WHERE bot_id = :bot"
FIND_MENU = "SELECT button FROM bot_menu WHERE bot_id = :bot AND user_id = :user"
PUT_MENU = """
INSERT INTO bot_menu (bot_id, user_id, button) VALUES (:bot, :user, :button)
ON CONFLICT (bot_id, user_id) DO UPDATE SET button = excluded.button
"""
DROP_MENU = "DELETE FROM bot_menu WHERE bot_id = :bot AND user_id = :user"
DROP_MENUS = "DELETE FROM bot_menu WHERE bot_id = :bot"


@dataclass(frozen=True, slots=True)
class Words:
    """What a bot says of itself in a language; empty: what it says to all."""

    name: str = ""
    about: str = ""
    description: str = ""


def face_of(user: User) -> BotFace:
    """What is shown of a bot wherever it is named."""
    assert user.bot is not None, "a bot has a face"
    return user.bot


async def find_words(tx: Tx, user: User, bot: Bot, lang: str) -> Words:
    """What a bot says in just this language; empty: to all."""
    if not lang:
        return Words(user.first_name, user.about, bot.description)
    row = await tx.row(FIND, bot=bot.id, lang=lang)
    about, description = ("", "") if row is None else row
    return Words(dict(face_of(user).names).get(lang, ""), about, description)


async def find_shown(tx: Tx, user: User, bot: Bot, lang: str) -> Words:
    """What a bot says to somebody who speaks a language."""
    to_all = await find_words(tx, user, bot, "")
    own = await find_words(tx, user, bot, lang) if lang else Words()
    return Words(
        own.name or to_all.name,
        own.about or to_all.about,
        own.description or to_all.description,
    )


def clean_text(text: str, characters_max: int) -> str:
    """A text of a bot about itself, as it is kept.

    Errors: ABOUT_TOO_LONG
    """
    cleaned = text.replace("\0", "").strip()
    if len(cleaned) > characters_max:
        raise RpcError(400, "ABOUT_TOO_LONG")
    return cleaned


async def set_words(
    journal: Journal,
    user: User,
    bot: Bot,
    lang: str,
    *,
    name: str | None = None,
    about: str | None = None,
    description: str | None = None,
) -> None:
    """Let a bot say something else of itself in a language; None: as before, empty: what it says to all.

    Errors: FIRSTNAME_INVALID (there has to be a name for all), ABOUT_TOO_LONG
    """
    before = await find_words(journal.tx, user, bot, lang)
    kept = Words(
        before.name if name is None else clean_name(name),
        before.about if about is None else clean_text(about, ABOUT_CHARACTERS_MAX),
        before.description
        if description is None
        else clean_text(description, DESCRIPTION_CHARACTERS_MAX),
    )
    face = face_of(user)
    if not lang:
        if kept.name != user.first_name:
            await rename(journal, user, kept.name)
    else:
        others = tuple(each for each in face.names if each[0] != lang)
        face = msgspec.structs.replace(
            face, names=(*others, (lang, kept.name)) if kept.name else others
        )
    await show_news(journal, user, face)
    await _put(journal.tx, bot.id, lang, kept)


async def _put(tx: Tx, bot: UserId, lang: str, kept: Words) -> None:
    if not lang:
        await users.set_value(tx, bot, "about", kept.about)
        await store.set_value(tx, bot, "description", kept.description)
    elif kept.about or kept.description:
        await tx.run(PUT, bot=bot, lang=lang, about=kept.about, description=kept.description)
    else:
        await tx.run(DROP, bot=bot, lang=lang)


async def show_news(journal: Journal, user: User, face: BotFace | None = None) -> None:
    """Let clients ask anew for what a bot says: they see that its version has risen."""
    face = face or face_of(user)
    await change_face(journal, user, msgspec.structs.replace(face, version=face.version + 1))


# -- the menu ---------------------------------------------------------------------------


async def find_menu(tx: Tx, bot: Bot, user_id: UserId | None) -> "api.TypeBotMenuButton":
    """The button that somebody has of a bot beside the input field; None: everybody else."""
    if user_id is not None:
        row = await tx.row(FIND_MENU, bot=bot.id, user=user_id)
        if row is not None:
            button: api.TypeBotMenuButton = read_value(row[0])
            return button
    shown: api.TypeBotMenuButton | None = read_value(bot.menu)
    return shown or api.BotMenuButtonCommands()


async def set_menu(
    tx: Tx, bot: Bot, user_id: UserId | None, button: "api.TypeBotMenuButton"
) -> None:
    """Give everybody, or somebody, another button; the default one: as everybody has it."""
    default = isinstance(button, api.BotMenuButtonDefault)
    if user_id is None:
        await store.set_value(tx, bot.id, "menu", None if default else write_value(button))
    elif default:
        await tx.run(DROP_MENU, bot=bot.id, user=user_id)
    else:
        await tx.run(PUT_MENU, bot=bot.id, user=user_id, button=write_value(button))


@takes_leave
async def forget(journal: Journal, user: User) -> None:
    """A bot is gone, and all that it said."""
    if user.bot is not None:
        await journal.tx.run(DROP_ALL, bot=user.id)
        await journal.tx.run(DROP_MENUS, bot=user.id)
        await commands.forget(journal.tx, user.id)
