"""The roads to a game, and to a message that shows one, on a caller's behalf."""

import hmac
from hashlib import blake2b
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.bots.access import access_bot
from chappe.features.bots.callbacks import bot_of, game_in
from chappe.features.games import store
from chappe.features.games.model import Game
from chappe.features.messages.model import Message
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.features.bots.callbacks import Played


def access_hash(secret: bytes, game_id: int) -> int:
    """What names a game, the same for all: whoever has a message with it knows it."""
    digest = blake2b(
        game_id.to_bytes(8, "little", signed=True), key=secret, digest_size=8, person=b"games"
    )
    return int.from_bytes(digest.digest(), "little", signed=True)


async def access_game(tx: Tx, viewer: Viewer, named: "api.TypeInputGame") -> Game:
    """The game that an InputGame names.

    Errors: GAME_BOT_INVALID (there is none), BOT_INVALID (access_bot)
    """
    game = None
    match named:
        case api.InputGameID():
            right = access_hash(viewer.secret, named.id)
            if hmac.compare_digest(_bytes(right), _bytes(named.access_hash)):
                game = await store.find(tx, named.id)
        case api.InputGameShortName():
            bot = await access_bot(tx, viewer, named.bot_id)
            game = await store.find_named(tx, bot.id, named.short_name)
    if game is None:
        raise RpcError(400, "GAME_BOT_INVALID")
    return game


def played_in(message: Message, bot: UserId) -> "Played":
    """The game that a message of this bot's, or sent through it, shows.

    Errors: MESSAGE_ID_INVALID
    """
    game = game_in(message)
    if game is None or bot_of(message) != bot:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return game


def _bytes(number: int) -> bytes:
    return number.to_bytes(8, "little", signed=True)
