"""Pages that have links, and letting bots write."""

import hmac
import secrets
from hashlib import blake2b

from chappe.db.database import Tx
from chappe.features.bots.access import access_bot
from chappe.features.messages.actions import deliver
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.features.webapps import storage, store
from chappe.features.webapps.model import (
    APPS_MAX,
    DESCRIPTION_CHARACTERS_MAX,
    SHORT_NAME,
    TITLE_CHARACTERS_MAX,
    WebApp,
)
from chappe.ids import UserId, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

MAIN = ""
"""The name of the page that opens with the bot itself."""


def access_hash(secret: bytes, app_id: int) -> int:
    """What names a page, the same for all: whoever has its link knows it."""
    number = app_id.to_bytes(8, "little", signed=True)
    digest = blake2b(number, key=secret, digest_size=8, person=b"webapps").digest()
    return int.from_bytes(digest, "little", signed=True)


async def access_app(tx: Tx, viewer: Viewer, named: "api.TypeInputBotApp") -> WebApp:
    """The page that an InputBotApp names.

    Errors: BOT_APP_INVALID, BOT_APP_SHORTNAME_INVALID, BOT_APP_BOT_INVALID
    """
    match named:
        case api.InputBotAppShortName():
            try:
                bot = await access_bot(tx, viewer, named.bot_id)
            except RpcError:
                raise RpcError(400, "BOT_APP_BOT_INVALID") from None
            app = await store.find_named(tx, bot.id, named.short_name)
            if app is None or not named.short_name:
                raise RpcError(400, "BOT_APP_SHORTNAME_INVALID")
            return app
        case api.InputBotAppID():
            right = access_hash(viewer.secret, named.id).to_bytes(8, "little", signed=True)
            said = named.access_hash.to_bytes(8, "little", signed=True)
            app = await store.find_app(tx, named.id)
            if hmac.compare_digest(right, said) and app is not None:
                return app
    raise RpcError(400, "BOT_APP_INVALID")


async def make_app(
    tx: Tx,
    bot: UserId,
    short_name: str,
    title: str,
    description: str,
    photo_id: int,
    url: str,
    at: int,
) -> WebApp:
    """A new page of a bot that has a link; with the name MAIN that of the bot itself. `url`: has been looked at.

    Raises: ValueError, in words for whoever makes it.
    """
    title, description = title.strip(), description.strip()
    if short_name != MAIN and not SHORT_NAME.fullmatch(short_name):
        raise ValueError("a short name has 3 to 30 letters, digits and _")
    if not 0 < len(title) <= TITLE_CHARACTERS_MAX:
        raise ValueError(f"a title has 1 to {TITLE_CHARACTERS_MAX} characters")
    if len(description) > DESCRIPTION_CHARACTERS_MAX:
        raise ValueError(f"a description has up to {DESCRIPTION_CHARACTERS_MAX} characters")
    if len(await store.apps_of(tx, bot)) > APPS_MAX:
        raise ValueError(f"a bot has up to {APPS_MAX} pages")
    number = secrets.randbits(62) + 1
    app = WebApp(number, bot, short_name, title, description, photo_id, url, at)
    if not await store.insert_app(tx, app):
        raise ValueError("the bot has a page of this name already")
    return app


async def allow_writing(call: Call, bot: UserId, action: api.MessageActionBotAllowed) -> None:
    """Let a bot write to the caller, who is told of it by a service message in the chat with it."""
    body = Body(
        from_id=user_peer(call.user_id), at=int(call.now), text="", action=write_value(action)
    )
    with call.journal.unasked():
        await deliver(call.journal, call.user_id, user_peer(bot), body)


@takes_leave
async def forget(journal: Journal, user: User) -> None:
    """An account is gone, its pages and what was stored for it."""
    if user.bot is not None:
        await store.forget_bot(journal.tx, user.id)
    await storage.forget(journal.tx, user.id)
