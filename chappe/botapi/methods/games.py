"""Games. https://core.telegram.org/bots/api#games"""

from typing import TYPE_CHECKING, Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of, input_user
from chappe.botapi.methods.editing import find_messages, inline_id
from chappe.botapi.methods.outgoing import envelope, new_random_id, sent_one, show_news
from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, set_scene
from chappe.ids import PeerId
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.botapi.methods.outgoing import Envelope

UNKNOWN = {"GAME_BOT_INVALID": "wrong game short name specified"}
SCORED = {
    "MESSAGE_ID_INVALID": "message to set game score not found",
    "BOT_SCORE_NOT_MODIFIED": "BOT_SCORE_NOT_MODIFIED",
}
LISTED = {"MESSAGE_ID_INVALID": "message to get game high scores not found"}


@bot_method("sendGame", writes=True, words=UNKNOWN)
async def send_game(ask: Ask) -> Json:
    """Send a game."""
    game = read_game(ask, ask.params["game_short_name"])
    to: Envelope = await envelope(ask)
    request = api.messages.SendMedia(
        peer=to.peer, media=game, message="", random_id=new_random_id(), **to.fields
    )
    return await sent_one(ask, request)


def read_game(ask: Ask, short_name: str) -> api.InputMediaGame:
    """A game of the bot.

    Raises: BotError.
    """
    if not short_name:
        raise bad("game_short_name is empty")
    named = api.InputGameShortName(bot_id=input_user(ask, ask.bot_id), short_name=short_name)
    return api.InputMediaGame(id=named)


async def _shown_in(ask: Ask) -> "tuple[api.TypeInputPeer, int]":
    """The message that the call names by its chat.

    Raises: BotError.
    """
    if ask.get("message_id") is None:
        raise bad("message identifier is not specified")
    return await chat_peer_of(ask), ask.params["message_id"]


@bot_method("setGameScore", writes=True, words=SCORED)
async def set_game_score(ask: Ask) -> Any:
    """Say how well somebody has played."""
    how: dict[str, Any] = {
        "user_id": input_user(ask, ask.params["user_id"]),
        "score": ask.params["score"],
        "force": ask.get("force", False),
        "edit_message": not ask.get("disable_edit_message", False),
    }
    inline = ask.get("inline_message_id")
    if inline is not None:
        return await ask.tell(api.messages.SetInlineGameScore(id=inline_id(inline), **how))
    peer, number = await _shown_in(ask)
    answer = await ask.tell(api.messages.SetGameScore(peer=peer, id=number, **how))
    shown = [each for each in await show_news(ask, answer) if each["message_id"] == number]
    return shown[0] if shown else await _as_it_is(ask, peer, number)


async def _as_it_is(ask: Ask, peer: "api.TypeInputPeer", number: int) -> Any:
    """The message, which was left as it was."""
    found = await find_messages(ask, peer, [number], within=True)
    scene = await set_scene(ask.tx, ask.viewer, found)
    return show_message(scene, found[0])


@bot_method("getGameHighScores", words=LISTED)
async def get_game_high_scores(ask: Ask) -> list[Json]:
    """The best who have played a game in a chat, and somebody among them."""
    user = input_user(ask, ask.params["user_id"])
    inline = ask.get("inline_message_id")
    if inline is not None:
        named = inline_id(inline)
        found = await ask.tell(api.messages.GetInlineGameHighScores(id=named, user_id=user))
    else:
        peer, number = await _shown_in(ask)
        found = await ask.tell(
            api.messages.GetGameHighScores(peer=peer, id=number, user_id=user)
        )
    peers = [PeerId(each.user_id) for each in found.scores]
    scene = await set_scene(ask.tx, ask.viewer, [], *peers, peers=(found.users, []))
    return [
        {"position": each.pos, "user": show_user(scene, each.user_id), "score": each.score}
        for each in found.scores
    ]
