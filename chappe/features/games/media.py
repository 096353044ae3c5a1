"""Games in messages: bots send their own, people send those of any bot, through it."""

from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.features.games.access import access_game
from chappe.features.games.view import play_button, render_game
from chappe.ids import is_bot
from chappe.rpc.apart import look_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api


@media_kind(api.InputMediaGame)
async def game(call: Call, said: api.InputMediaGame, _place: int | None) -> PreparedMedia:
    """A game.

    Errors: GAME_BOT_INVALID (none, or another bot's), BOT_INVALID
    """
    found = await look_apart(call, lambda tx: access_game(tx, call.viewer, said.id))
    mine = found.bot_id == call.user_id
    if is_bot(call.user_id) and not mine:
        raise RpcError(400, "GAME_BOT_INVALID")
    return PreparedMedia(
        api.MessageMediaGame(game=render_game(call.world.secret, found)),
        via_bot=None if mine else found.bot_id,
        markup=play_button(found),
    )
