"""Games: made with BotFather, sent, opened, played."""

import asyncio
import io
from typing import Any

import pytest
from bot_walks import keyboard, messages, met, told
from channel_walks import as_channel, as_peer, gathered
from file_walks import upload
from http_bots import Refused as BotRefused
from http_bots import http_bot, in_flight
from PIL import Image
from test_bot_father import father, made, say

from chappe.features.games.actions import make_game
from chappe.features.games.model import Game
from chappe.testing.client import Refused
from chappe.testing.person import Person, Robot
from chappe.testing.world import World

URL = "http://localhost:8000/tetris?x=1"


async def a_game(world: World, bot: Robot, name: str = "tetris") -> Game:
    async with world.node.database.transaction(write=True) as tx:
        return await make_game(tx, bot.user_id, name, "Tetris", "Blocks fall.", 0, 1)


def named(who: Person, bot: Person, name: str = "tetris") -> Any:
    """A game as clients name it in a message."""
    short = who.make("inputGameShortName", bot_id=who.user(bot), short_name=name)
    return who.make("inputMediaGame", id=short)


async def play(who: Person, bot: Person, peer: Any, **more: Any) -> Any:
    """Send a game; the message."""
    answer = await who.call(
        "messages.sendMedia",
        peer=peer,
        media=named(who, bot),
        message="",
        random_id=who.client.next_msg_id(),
        **more,
    )
    return next(each.message for each in answer.updates if each.NAME.startswith("updateNew"))


async def in_dialog(who: Person, message_id: int) -> Any:
    found = await who.call(
        "messages.getMessages", id=[who.make("inputMessageID", id=message_id)]
    )
    return found.messages[0]


async def test_a_game_is_made_with_botfather(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    assert "has no games" in (await say(world, ada, "/listgames", "@tetris_bot")).message
    asked = await say(world, ada, "/newgame", "@tetris_bot", "tetris\nTetris\nBlocks fall.")
    assert "I need a photo" in asked.message
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), "navy").save(picture, "JPEG")
    media = ada.make("inputMediaUploadedPhoto", file=await upload(ada, picture.getvalue()))
    await ada.call(
        "messages.sendMedia",
        peer=father(ada),
        media=media,
        message="tetris\nTetris\nBlocks fall.\nAnd fall.",
        random_id=ada.client.next_msg_id(),
    )
    await world.settle()
    assert "t.me/tetris_bot?game=tetris" in messages(ada)[-1].message
    assert "tetris - Tetris" in (await say(world, ada, "/listgames", "@tetris_bot")).message
    found = await ada.call("contacts.resolveUsername", username="tetris_bot")
    bot = ada.make(
        "inputUser", user_id=found.users[0].id, access_hash=found.users[0].access_hash
    )
    answer = await ada.call(
        "messages.sendMedia",
        peer=ada.make("inputPeerSelf"),
        media=ada.make(
            "inputMediaGame",
            id=ada.make("inputGameShortName", bot_id=bot, short_name="TETRIS"),
        ),
        message="",
        random_id=ada.client.next_msg_id(),
    )
    sent = next(each.message for each in answer.updates if each.NAME == "updateNewMessage")
    game = sent.media.game
    assert (game.title, game.description) == ("Tetris", "Blocks fall.\nAnd fall.")
    assert (
        game.photo.NAME,
        max(size.w for size in game.photo.sizes if hasattr(size, "w")),
    ) == (
        "photo",
        640,
    )
    assert sent.via_bot_id == found.users[0].id
    assert sent.reply_markup.rows[0].buttons[0].type.NAME == "inlineButtonTypeGame"
    last = await say(world, ada, "/deletegame", "@tetris_bot", "chess")
    assert "no game of this name" in last.message
    assert "Tetris is gone" in (await say(world, ada, "tetris")).message


async def test_a_bot_sends_its_game_and_opens_it(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await a_game(world, bot)
    await met(world, ada, bot)
    sent = await play(bot, bot, bot.peer(ada))
    await world.settle()
    (message,) = messages(ada)
    assert message.media.game.short_name == "tetris"
    assert message.reply_markup.rows[0].buttons[0].text == "Play Tetris"
    pressing = asyncio.ensure_future(
        ada.call(
            "messages.getBotCallbackAnswer", peer=ada.peer(bot), msg_id=message.id, game=True
        )
    )
    await world.settle()
    (query,) = told(bot, "updateBotCallbackQuery")
    assert (query.game_short_name, query.data, query.msg_id) == ("tetris", None, sent.id)
    for url in ("ftp://example.com/", "nothing"):
        with pytest.raises(Refused, match="URL_INVALID"):
            await bot.call(
                "messages.setBotCallbackAnswer", query_id=query.query_id, url=url, cache_time=0
            )
    await bot.call(
        "messages.setBotCallbackAnswer", query_id=query.query_id, url=URL, cache_time=0
    )
    answer = await pressing
    assert (answer.url, answer.has_url) == (URL, True)


async def test_what_no_game_is(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    other = await world.bot("Other")
    await a_game(world, bot)
    await a_game(world, other, "chess")
    await met(world, ada, bot)
    with pytest.raises(Refused, match="GAME_BOT_INVALID"):
        await bot.call(
            "messages.sendMedia",
            peer=bot.peer(ada),
            media=named(bot, other, "chess"),
            message="",
            random_id=1,
        )
    with pytest.raises(Refused, match="GAME_BOT_INVALID"):
        await ada.call(
            "messages.sendMedia",
            peer=ada.peer(bot),
            media=named(ada, bot, "chess"),
            message="",
            random_id=1,
        )
    button = bot.make(
        "keyboardInlineButton", text="Play", type=bot.make("inlineButtonTypeGame")
    )
    plays = bot.make(
        "replyInlineMarkup", rows=[bot.make("keyboardInlineButtonRow", buttons=[button])]
    )
    twice = bot.make(
        "replyInlineMarkup",
        rows=[bot.make("keyboardInlineButtonRow", buttons=[button, button])],
    )
    with pytest.raises(Refused, match="REPLY_MARKUP_GAME_EMPTY"):
        await bot.send(ada, "no game", reply_markup=plays)
    with pytest.raises(Refused, match="BUTTON_POS_INVALID"):
        await play(bot, bot, bot.peer(ada), reply_markup=twice)
    text = await ada.send(bot, "hello")
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await bot.call(
            "messages.setGameScore",
            peer=bot.peer(ada),
            id=text.id,
            user_id=bot.user(ada),
            score=1,
        )
    sent = await play(bot, bot, bot.peer(ada), reply_markup=plays)
    with pytest.raises(Refused, match="REPLY_MARKUP_GAME_EMPTY"):
        await bot.call("messages.editMessage", peer=bot.peer(ada), id=sent.id, message="x")
    await bot.send(ada, "no game", reply_markup=keyboard(bot, ("one", b"1")))
    await world.settle()
    with pytest.raises(Refused, match="DATA_INVALID"):
        await ada.call(
            "messages.getBotCallbackAnswer",
            peer=ada.peer(bot),
            msg_id=messages(ada)[-1].id,
            game=True,
        )


async def score(
    bot: Person, message: Any, peer: Any, who: Person, points: int, **how: Any
) -> Any:
    return await bot.call(
        "messages.setGameScore",
        peer=peer,
        id=message.id,
        user_id=bot.user(who),
        score=points,
        **how,
    )


async def test_scores_in_a_private_chat(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    game = await a_game(world, bot)
    await met(world, ada, bot)
    sent, peer = await play(bot, bot, bot.peer(ada)), bot.peer(ada)
    await world.settle()
    (message,) = messages(ada)
    ada.updates.clear()
    answer = await score(bot, sent, peer, ada, 40, edit_message=True)
    assert "1. Ada \u2013 40" in repr(answer)
    await world.settle()
    (said,) = messages(ada)
    assert (said.action.game_id, said.action.score) == (game.id, 40)
    assert (said.out, said.reply_to.reply_to_msg_id) == (True, message.id)
    assert (await in_dialog(ada, message.id)).message == "1. Ada \u2013 40"
    for points in (40, 39):
        with pytest.raises(Refused, match="BOT_SCORE_NOT_MODIFIED"):
            await score(bot, sent, peer, ada, points)
    with pytest.raises(Refused, match="SCORE_INVALID"):
        await score(bot, sent, peer, ada, -1)
    ada.updates.clear()
    await score(bot, sent, peer, ada, 39, force=True)
    await world.settle()
    assert not messages(ada)
    found = await bot.call(
        "messages.getGameHighScores", peer=peer, id=sent.id, user_id=bot.user(ada)
    )
    (line,) = found.scores
    assert (line.pos, line.user_id, line.score) == (1, ada.user_id, 39)
    with pytest.raises(Refused, match="USER_BOT_REQUIRED"):
        await score(ada, message, ada.peer(bot), ada, 50)


async def test_the_best_and_the_neighbours_in_a_supergroup(world: World) -> None:
    names = [f"P{n}" for n in range(8)]
    channel_id, people = await gathered(world, *names)
    bot = await world.bot("Echo")
    await a_game(world, bot)
    await people[0].call(
        "channels.inviteToChannel",
        channel=as_channel(people[0], channel_id),
        users=[people[0].user(bot)],
    )
    place = as_peer(bot, channel_id)
    sent = await play(bot, bot, place)
    for n, each in enumerate(people):
        await score(bot, sent, place, each, 10 * n, edit_message=True, force=True)
    found = await bot.call(
        "messages.getGameHighScores", peer=place, id=sent.id, user_id=bot.user(people[1])
    )
    assert [(each.pos, each.score) for each in found.scores] == [
        *((1, 70), (2, 60), (3, 50)),
        *((5, 30), (6, 20), (7, 10), (8, 0)),
    ]
    assert {each.id for each in found.users} == {
        each.user_id for n, each in enumerate(people) if n != 4
    }
    await world.settle()
    scored = [
        each
        for each in messages(people[0])
        if each.NAME == "messageService" and "GameScore" in each.action.NAME
    ]
    assert [each.action.score for each in scored] == [10, 20, 30, 40, 50, 60, 70]


async def test_a_game_that_was_sent_through_its_bot(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Echo")
    await a_game(world, bot)
    await ada.send(bob, "hi")
    sent = await play(ada, bot, ada.peer(bob))
    await world.settle()
    pressing = asyncio.ensure_future(
        bob.call(
            "messages.getBotCallbackAnswer",
            peer=bob.peer(ada),
            msg_id=messages(bob)[-1].id,
            game=True,
        )
    )
    await world.settle()
    (query,) = told(bot, "updateInlineBotCallbackQuery")
    assert query.game_short_name == "tetris"
    await bot.call(
        "messages.setBotCallbackAnswer", query_id=query.query_id, url=URL, cache_time=0
    )
    assert (await pressing).url == URL
    scored = {"id": query.msg_id, "user_id": bot.user(bob)}
    assert await bot.call("messages.setInlineGameScore", **scored, score=7, edit_message=True)
    with pytest.raises(Refused, match="BOT_SCORE_NOT_MODIFIED"):
        await bot.call("messages.setInlineGameScore", **scored, score=7)
    await world.settle()
    assert (await in_dialog(ada, sent.id)).message == "1. Bob \u2013 7"
    (said,) = [each for each in messages(ada) if each.NAME == "messageService"]
    assert (said.from_id, said.action.score) == (None, 7) or said.from_id.user_id == bob.user_id
    found = await bot.call("messages.getInlineGameHighScores", **scored)
    assert [(each.user_id, each.score) for each in found.scores] == [(bob.user_id, 7)]


async def test_games_over_http(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await a_game(world, bot.robot)
        await ada.send(bot.robot, "/start")
        await bot.updates()
        with pytest.raises(BotRefused, match="wrong game short name specified"):
            await bot.call("sendGame", chat_id=ada.user_id, game_short_name="chess")
        keys = {"inline_keyboard": [[{"text": "Go", "callback_game": {}}]]}
        sent = await bot.call(
            "sendGame", chat_id=ada.user_id, game_short_name="tetris", reply_markup=keys
        )
        assert (sent["game"]["title"], sent["reply_markup"]) == ("Tetris", keys)
        pressing = await in_flight(
            ada.call(
                "messages.getBotCallbackAnswer",
                peer=ada.peer(bot.robot),
                msg_id=sent["message_id"],
                game=True,
            )
        )
        (update,) = await bot.updates(timeout=10)
        query = update["callback_query"]
        assert query["game_short_name"] == "tetris"
        assert "data" not in query
        assert await bot.call("answerCallbackQuery", callback_query_id=query["id"], url=URL)
        assert (await pressing).url == URL
        there = {"chat_id": ada.user_id, "message_id": sent["message_id"]}
        shown = await bot.call("setGameScore", user_id=ada.user_id, score=5, **there)
        assert shown["game"].get("text") == "1. Ada \u2013 5"
        more = await bot.call(
            "setGameScore", user_id=ada.user_id, score=6, disable_edit_message=True, **there
        )
        assert more["message_id"] == sent["message_id"]
        with pytest.raises(BotRefused, match="BOT_SCORE_NOT_MODIFIED"):
            await bot.call("setGameScore", user_id=ada.user_id, score=6, **there)
        (line,) = await bot.call("getGameHighScores", user_id=ada.user_id, **there)
        assert (line["position"], line["score"], line["user"]["id"]) == (1, 6, ada.user_id)


async def test_a_forwarded_game_is_opened_by_its_bot(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Echo")
    await a_game(world, bot)
    await met(world, ada, bot)
    await play(bot, bot, bot.peer(ada))
    await world.settle()
    (message,) = messages(ada)
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bot),
        to_peer=ada.peer(bob),
        id=[message.id],
        random_id=[5],
    )
    await world.settle()
    (came,) = messages(bob)
    assert came.via_bot_id == bot.user_id
    assert came.reply_markup.rows[0].buttons[0].type.NAME == "inlineButtonTypeGame"
