"""Making bots, their tokens, taking them away."""

import hmac
import re
import secrets
import string
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.auth import store as logins
from chappe.features.auth.entering import end
from chappe.features.bots import store
from chappe.features.bots.model import OWNED_MAX, SECRET_CHARACTERS, Bot, read_token
from chappe.features.users import store as users
from chappe.features.users.actions import clean_names, delete_user, make_bot_user
from chappe.features.users.facts import UserChanged, UserName
from chappe.features.users.model import BotFace, User, Username, write_face
from chappe.features.users.news import tell_of
from chappe.features.users.usernames import LAWFUL
from chappe.ids import DcId, UserId
from chappe.rpc.call import World
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

ALPHABET = string.ascii_letters + string.digits + "_-"
FIRST_LETTERS = "AA"
"""All that the real service makes begin so; whoever looks for tokens in texts looks for it."""
HOME_DC = DcId(2)
"""Where a bot is at home that no client has asked for: the data center that libraries start with."""
WORD_CHARACTERS_MAX = 16
NOBODY = UserId(0)
SUFFIX = re.compile(r"bot\Z", re.IGNORECASE)


def draw_secret() -> str:
    """The half of a token that only its owner knows."""
    length = SECRET_CHARACTERS - len(FIRST_LETTERS)
    return FIRST_LETTERS + "".join(secrets.choice(ALPHABET) for _ in range(length))


def username_for(name: str, number: int) -> str:
    """A public name for a bot of this name, when nobody has chosen one; `number` sets it apart."""
    letters = re.sub(r"[^A-Za-z0-9]", "", name)
    word = letters[:WORD_CHARACTERS_MAX] if letters[:1].isalpha() else "chappe"
    return f"{word}_{number}_bot"


async def check_bot_username(tx: Tx, name: str) -> None:
    """Refuse a public name that no new bot can have.

    Errors: USERNAME_INVALID, USERNAME_OCCUPIED
    """
    if not LAWFUL.fullmatch(name) or SUFFIX.search(name) is None:
        raise RpcError(400, "USERNAME_INVALID")
    if await users.find_holder(tx, name) is not None:
        raise RpcError(400, "USERNAME_OCCUPIED")


async def make_bot(
    journal: Journal,
    owner: UserId | None,
    name: str,
    username: str,
    dc_id: DcId = HOME_DC,
    *,
    manager_id: UserId = NOBODY,
) -> Bot:
    """A new bot, with its account, its public name and its token. `owner`: None: nobody's; `manager_id`: the bot that
    leads it.

    Errors: FIRSTNAME_INVALID, USERNAME_INVALID, USERNAME_OCCUPIED, BOTS_TOO_MUCH (the owner has as many as
    one may have)
    """
    tx, owner_id = journal.tx, owner or UserId(0)
    clean_names(name, "")
    await check_bot_username(tx, username)
    if owner is not None and len(await store.find_owned(tx, owner)) >= OWNED_MAX:
        raise RpcError(400, "BOTS_TOO_MUCH")
    bot_id = await store.take_id(tx)
    user = await make_bot_user(journal, bot_id, name, BotFace(owner_id=owner_id), dc_id)
    if not await users.put_username(tx, username, user.peer):
        raise RpcError(400, "USERNAME_OCCUPIED")
    await users.set_usernames(tx, bot_id, (Username(username),))
    bot = Bot(
        id=bot_id,
        owner_id=owner_id,
        secret=draw_secret(),
        made_at=journal.at,
        manager_id=manager_id,
    )
    await store.insert(tx, bot)
    return bot


async def find_by_token(tx: Tx, token: str) -> UserId | None:
    """The bot that a token signs in; None for a wrong one, however it is wrong."""
    said = read_token(token)
    if said is None:
        return None
    bot_id, given = said
    secret = await store.find_secret(tx, bot_id)
    if secret is None or not hmac.compare_digest(secret.encode(), given.encode()):
        return None
    return bot_id


async def revoke_token(world: World, journal: Journal, bot: Bot) -> Bot:
    """Give a bot another token; whoever has signed in with the old one has to sign in again."""
    bot = replace(bot, secret=draw_secret())
    await store.set_value(journal.tx, bot.id, "secret", bot.secret)
    await _end_logins(world, journal, bot.id)
    return bot


async def delete_bot(world: World, journal: Journal, bot: Bot) -> None:
    """Leave nothing of a bot but its number."""
    user = await users.find(journal.tx, bot.id)
    assert user is not None, "a bot has an account"
    await delete_user(journal, user)
    await _end_logins(world, journal, bot.id)
    await store.delete(journal.tx, bot.id)


async def _end_logins(world: World, journal: Journal, bot_id: UserId) -> None:
    every = [each.key_id for each in await logins.of_user(journal.tx, bot_id)]
    await end(world, journal, every)


async def change_face(journal: Journal, user: User, face: BotFace) -> None:
    """Show something else of a bot wherever it is named; whoever has it as a contact is told."""
    await tell_of(journal, user.id, UserChanged(user.id))
    await users.set_value(journal.tx, user.id, "bot", write_face(face))


async def rename(journal: Journal, user: User, name: str) -> None:
    """Give a bot another name.

    Errors: FIRSTNAME_INVALID
    """
    first_name, _ = clean_names(name, "")
    await tell_of(journal, user.id, UserName(user.id))
    await users.set_names(journal.tx, user.id, first_name, "")
