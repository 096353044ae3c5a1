"""`messages.*`: how well somebody plays."""

from chappe.db.database import Tx
from chappe.features.bots.inline_ids import access_inline
from chappe.features.games import father, media, store
from chappe.features.games.access import played_in
from chappe.features.games.actions import set_score
from chappe.features.games.model import Line, place_of
from chappe.features.games.view import render_scores
from chappe.features.messages.access import access_message
from chappe.features.messages.model import Message
from chappe.features.users.access import access_peer, access_user
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own

__all__ = ["father", "media"]


@method("messages.setGameScore", who=Who.BOT, writes=True)
async def set_game_score(call: Call, q: api.messages.SetGameScore) -> "api.TypeUpdates":
    """Say how well somebody has played the game in a message of the caller's.

    Wire:   https://core.telegram.org/method/messages.setGameScore
    Errors: PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer), MESSAGE_ID_INVALID (no game of the caller's),
            USER_ID_INVALID (access_user; bots do not play), SCORE_INVALID, BOT_SCORE_NOT_MODIFIED (set_score)
    """
    message = await _in_chat(call, q.peer, q.id)
    await _score(call, message, q)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.setInlineGameScore", who=Who.BOT, writes=True)
async def set_inline_score(call: Call, q: api.messages.SetInlineGameScore) -> bool:
    """As messages.setGameScore, for a message that was sent through the caller.

    Wire:   https://core.telegram.org/method/messages.setInlineGameScore
    Errors: MESSAGE_ID_INVALID (access_inline), and those of messages.setGameScore
    """
    message = await access_inline(call.tx, call.world.secret, call.user_id, q.id)
    with call.journal.unasked():
        await _score(call, message, q)
    return True


async def _score(
    call: Call, message: Message, q: api.messages.SetGameScore | api.messages.SetInlineGameScore
) -> None:
    game = played_in(message, call.user_id)
    player = await access_user(call.tx, call.viewer, q.user_id)
    if player.bot is not None:
        raise RpcError(400, "USER_ID_INVALID")
    await set_score(
        call.journal, message, game, player, q.score, force=q.force, edit_message=q.edit_message
    )


@method("messages.getGameHighScores", who=Who.BOT)
async def get_high_scores(
    call: Call, q: api.messages.GetGameHighScores
) -> api.messages.HighScores:
    """Return somebody's score in the chat of a message, those of the neighbours, and the best three.

    Wire:   https://core.telegram.org/method/messages.getGameHighScores
    Errors: PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer), MESSAGE_ID_INVALID, USER_ID_INVALID
    """
    message = await _in_chat(call, q.peer, q.id)
    return await _scores(call, message, q.user_id)


@method("messages.getInlineGameHighScores", who=Who.BOT)
async def get_inline_high_scores(
    call: Call, q: api.messages.GetInlineGameHighScores
) -> api.messages.HighScores:
    """As messages.getGameHighScores, for a message that was sent through the caller.

    Wire:   https://core.telegram.org/method/messages.getInlineGameHighScores
    Errors: MESSAGE_ID_INVALID (access_inline), USER_ID_INVALID
    """
    message = await access_inline(call.tx, call.world.secret, call.user_id, q.id)
    return await _scores(call, message, q.user_id)


async def _in_chat(call: Call, named: "api.TypeInputPeer", message_id: int) -> Message:
    peer = await access_peer(call.tx, call.viewer, named)
    return await access_message(call.tx, call.viewer, peer, message_id)


async def _scores(
    call: Call, message: Message, named: "api.TypeInputUser"
) -> api.messages.HighScores:
    game = played_in(message, call.user_id)
    player = await access_user(call.tx, call.viewer, named)
    lines = await _lines(call.tx, game.id, message, player.id)
    return await render_scores(call.tx, call.viewer, lines)


async def _lines(tx: Tx, game_id: int, message: Message, player: UserId) -> list[Line]:
    place = place_of(UserId(message.box), message.peer)
    top = await store.find_top(tx, game_id, place)
    around = await store.find_around(tx, game_id, place, player)
    return sorted({*top, *around})
