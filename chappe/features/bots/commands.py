"""What bots say that they can be asked: to whom, in which language; the SQL of `bot_command`.

The narrowest scope counts in which there is something in the language of whoever looks, or for all languages.
https://core.telegram.org/api/bots/commands
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.bots.hearing import is_group
from chappe.features.messages.payload import read_values, write_values
from chappe.ids import PeerId, UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api

COMMANDS_MAX = 100
NAME = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION_CHARACTERS_MAX = 256
LANG = re.compile(r"(?:[a-z]{2})?")

PUT = """
INSERT INTO bot_command (bot_id, scope, lang, commands) VALUES (:bot, :scope, :lang, :commands)
ON CONFLICT (bot_id, scope, lang) DO UPDATE SET commands = excluded.commands
"""
DROP = "DELETE FROM bot_command WHERE bot_id = :bot AND scope = :scope AND lang = :lang"
DROP_ALL = "DELETE FROM bot_command WHERE bot_id = :bot"
FIND = """
SELECT commands FROM bot_command WHERE bot_id = :bot AND scope = :scope AND lang = :lang
"""
FIND_MANY = """
SELECT bot_id, scope, lang, commands FROM bot_command
WHERE bot_id IN :bots[] AND scope IN :scopes[text] AND lang IN :langs[text]
"""

DEFAULT, USERS, CHATS, CHAT_ADMINS = "default", "users", "chats", "chat_admins"


def of_peer(peer: PeerId) -> str:
    """The scope of one chat."""
    return f"peer {peer}"


def of_admins(peer: PeerId) -> str:
    """The scope of the admins of one group."""
    return f"admins {peer}"


def of_member(peer: PeerId, user_id: UserId) -> str:
    """The scope of one who is in a group."""
    return f"member {peer} {user_id}"


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at commands, and where. `lang`: two letters, or empty; `leads`: an admin of the group."""

    user_id: UserId
    peer: PeerId
    lang: str = ""
    leads: bool = False

    def scopes(self) -> Iterator[str]:
        """What counts here, the narrowest first."""
        if is_group(self.peer):
            yield of_member(self.peer, self.user_id)
            if self.leads:
                yield of_admins(self.peer)
            yield of_peer(self.peer)
            if self.leads:
                yield CHAT_ADMINS
            yield CHATS
        else:
            yield of_peer(PeerId(self.user_id))
            yield USERS
        yield DEFAULT


def check_lang(lang: str) -> str:
    """A language as it is named here: two letters, or none.

    Errors: LANG_CODE_INVALID
    """
    if not LANG.fullmatch(lang):
        raise RpcError(400, "LANG_CODE_INVALID")
    return lang


def check_commands(commands: "Sequence[api.TypeBotCommand]") -> list[api.BotCommand]:
    """Commands as they are kept.

    Errors: BOT_COMMANDS_TOO_MUCH, BOT_COMMAND_INVALID, BOT_COMMAND_DESCRIPTION_INVALID
    """
    if len(commands) > COMMANDS_MAX:
        raise RpcError(400, "BOT_COMMANDS_TOO_MUCH")
    kept = []
    for each in commands:
        name = each.command.removeprefix("/")
        description = " ".join(each.description.replace("\0", "").split())
        if not NAME.fullmatch(name):
            raise RpcError(400, "BOT_COMMAND_INVALID")
        if not 0 < len(description) <= DESCRIPTION_CHARACTERS_MAX:
            raise RpcError(400, "BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append(
            api.BotCommand(ephemeral=each.ephemeral, command=name, description=description)
        )
    return kept


async def put(
    tx: Tx, bot: UserId, scope: str, lang: str, commands: Sequence[api.BotCommand]
) -> None:
    """Let a bot say these commands; none: nothing in this scope and language."""
    kept = write_values(commands)
    if kept is None:
        await tx.run(DROP, bot=bot, scope=scope, lang=lang)
    else:
        await tx.run(PUT, bot=bot, scope=scope, lang=lang, commands=kept)


async def forget(tx: Tx, bot: UserId) -> None:
    """A bot is gone."""
    await tx.run(DROP_ALL, bot=bot)


async def find(tx: Tx, bot: UserId, scope: str, lang: str) -> list[api.BotCommand]:
    """What a bot says in just this scope and language."""
    row = await tx.row(FIND, bot=bot, scope=scope, lang=lang)
    return [] if row is None else read_values(row[0]) or []


async def find_shown(
    tx: Tx, bots: Collection[UserId], looker: Looker
) -> dict[UserId, list[api.BotCommand]]:
    """What some bots say to somebody; one statement for all of them."""
    scopes = list(looker.scopes())
    langs = {"", looker.lang}
    found = {
        (bot, scope, lang): commands
        for bot, scope, lang, commands in await tx.rows(
            FIND_MANY, bots=list(bots), scopes=scopes, langs=list(langs)
        )
    }
    shown: dict[UserId, list[api.BotCommand]] = {}
    for bot in bots:
        places = ((bot, scope, lang) for scope in scopes for lang in (looker.lang, ""))
        kept = next((found[place] for place in places if place in found), None)
        shown[bot] = read_values(kept) or []
    return shown
