"""What was sent through a bot over HTTP: buttons under it, what is edited, scores of games, who hears of it."""

from typing import Any

import aiohttp
import pytest
from channel_walks import as_peer, gathered
from http_bots import HttpBot, Refused, http_bot, in_flight
from inline_walks import ask, choose, open_inline
from test_bot_inline_http import BUTTON, PLACE, drawn, sent_file

from chappe.features.games.actions import make_game
from chappe.testing.person import Person
from chappe.testing.world import World

GO = {"inline_keyboard": [[{"text": "Go", "callback_game": {}}]]}


def words(text: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "article",
        "title": "x",
        "input_message_content": {"message_text": text, **more},
    }


async def offered(
    world: World, person: Person, bot: HttpBot, there: Any, result: dict[str, Any]
) -> str | None:
    """Somebody sends what the bot offers; its name for the bot."""
    waiting = ask(person, bot.robot, "q", there)
    await world.settle()
    query = (await bot.updates())[-1]["inline_query"]
    results = [{"id": "1", **result}]
    await bot.call(
        "answerInlineQuery", inline_query_id=query["id"], results=results, cache_time=0
    )
    await choose(person, await waiting, there)
    await world.settle()
    (chosen,) = [
        update["chosen_inline_result"]
        for update in await bot.updates()
        if "chosen_inline_result" in update
    ]
    name: str | None = chosen.get("inline_message_id")
    return name


def newest(person: Person) -> Any:
    """The last message that was pushed as new or otherwise."""
    shown = [each for each in person.told if hasattr(each, "message")]
    return shown[-1].message


@pytest.mark.parametrize("place", ["private", "group"])
async def test_what_was_sent_through_a_bot_is_edited_by_it(world: World, place: str) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    there = ada.peer(bob) if place == "private" else as_peer(ada, channel_id)
    theirs = bob.peer(ada) if place == "private" else as_peer(bob, channel_id)
    async with http_bot(world) as bot:
        await open_inline(world, bot.robot)
        await ada.send(bot.robot, "/start")
        assert await offered(world, ada, bot, there, words("no keys")) is None
        name = await offered(world, ada, bot, there, {**words("one"), "reply_markup": BUTTON})
        assert name is not None
        message = newest(bob)
        pressing = await in_flight(
            bob.call(
                "messages.getBotCallbackAnswer", peer=theirs, msg_id=message.id, data=b"more"
            )
        )
        (update,) = await bot.updates(timeout=5)
        query = update["callback_query"]
        assert (query["inline_message_id"], query["data"]) == (name, "more")
        assert (query["from"]["id"], "message" in query) == (bob.user_id, False)
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="yes")
        assert (await pressing).message == "yes"
        edit = {"inline_message_id": name}
        bold = {"text": "<b>two</b>", "parse_mode": "HTML", "reply_markup": BUTTON}
        assert await bot.call("editMessageText", **edit, **bold) is True
        with pytest.raises(Refused, match="message is not modified"):
            await bot.call("editMessageText", **edit, **bold)
        await world.settle()
        message = newest(bob)
        assert (message.message, message.via_bot_id) == ("two", bot.id)
        assert [each.NAME for each in message.entities] == ["messageEntityBold"]
        assert await bot.call("editMessageReplyMarkup", **edit) is True
        await world.settle()
        assert newest(bob).reply_markup is None
        other = await world.bot("Two")
        stranger = HttpBot(bot.http, bot.server, other)
        for who, wrong in ((stranger, name), (bot, "x")):
            with pytest.raises(Refused):
                await who.call("editMessageText", inline_message_id=wrong, text="mine")


async def test_files_and_places_that_were_sent_through_a_bot_are_edited(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        await open_inline(world, bot.robot)
        await ada.send(bot.robot, "/start")
        one = await sent_file(bot, ada.user_id, "photo", drawn("JPEG"), "a.jpg")
        two = await sent_file(bot, ada.user_id, "photo", drawn("JPEG"), "b.jpg")
        photo = {"type": "photo", "photo_file_id": one, "caption": "one"}
        name = await offered(world, ada, bot, ada.peer(bob), {**photo, "reply_markup": BUTTON})
        before = newest(bob).media.photo.id
        edit = {"inline_message_id": name, "reply_markup": BUTTON}
        assert await bot.call("editMessageCaption", **edit, caption="two") is True
        await world.settle()
        assert newest(bob).message == "two"
        media = {"type": "photo", "media": two, "caption": "three"}
        assert await bot.call("editMessageMedia", **edit, media=media) is True
        await world.settle()
        shown = newest(bob)
        assert (shown.message, shown.media.photo.id != before) == ("three", True)
        form = aiohttp.FormData({"inline_message_id": str(name)})
        form.add_field("media", '{"type": "photo", "media": "attach://new"}')
        form.add_field("new", drawn("JPEG"), filename="c.jpg")
        with pytest.raises(Refused, match="invalid message content specified"):
            await bot.post("editMessageMedia", form)
        place = {"type": "location", "title": "Here", **PLACE, "live_period": 900}
        name = await offered(world, ada, bot, ada.peer(bob), {**place, "reply_markup": BUTTON})
        edit = {"inline_message_id": name}
        moved = {"latitude": 3.5, "longitude": 4.5, "heading": 10}
        assert await bot.call("editMessageLiveLocation", **edit, **moved) is True
        await world.settle()
        shown = newest(bob)
        assert (round(shown.media.geo.lat, 3), shown.media.heading) == (3.5, 10)
        assert shown.reply_markup is None
        assert await bot.call("stopMessageLiveLocation", **edit, reply_markup=BUTTON) is True
        await world.settle()
        shown = newest(bob)
        assert (shown.media.period < 900, len(shown.reply_markup.rows)) == (True, 1)
        world.advance(2)
        with pytest.raises(Refused, match="message can't be edited"):
            await bot.call("editMessageLiveLocation", **edit, **moved)


async def test_a_game_that_was_sent_through_a_bot_has_scores(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        await open_inline(world, bot.robot)
        async with world.node.database.transaction(write=True) as tx:
            await make_game(tx, bot.id, "tetris", "Tetris", "Blocks fall.", 0, 1)
        game = {"type": "game", "game_short_name": "tetris", "reply_markup": GO}
        name = await offered(world, ada, bot, as_peer(ada, channel_id), game)
        message = newest(bob)
        pressing = await in_flight(
            bob.call(
                "messages.getBotCallbackAnswer",
                peer=as_peer(bob, channel_id),
                msg_id=message.id,
                game=True,
            )
        )
        (update,) = await bot.updates(timeout=5)
        query = update["callback_query"]
        assert (query["game_short_name"], query["inline_message_id"]) == ("tetris", name)
        await bot.call("answerCallbackQuery", callback_query_id=query["id"])
        await pressing
        score = {"user_id": bob.user_id, "inline_message_id": name}
        assert await bot.call("setGameScore", **score, score=7) is True
        with pytest.raises(Refused, match="BOT_SCORE_NOT_MODIFIED"):
            await bot.call("setGameScore", **score, score=7)
        (line,) = await bot.call("getGameHighScores", **score)
        assert (line["position"], line["score"], line["user"]["id"]) == (1, 7, bob.user_id)


async def test_through_which_bot_something_was_sent_is_shown(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await open_inline(world, bot.robot, feedback=0)
        waiting = ask(ada, bot.robot, "q", ada.peer(bot.robot))
        await world.settle()
        query = (await bot.updates())[-1]["inline_query"]
        assert query["chat_type"] == "sender"
        await bot.call(
            "answerInlineQuery",
            inline_query_id=query["id"],
            results=[{"id": "1", **words("hi")}],
        )
        await choose(ada, await waiting, ada.peer(bot.robot))
        await world.settle()
        (update,) = await bot.updates()
        assert (update["message"]["text"], update["message"]["via_bot"]["id"]) == ("hi", bot.id)
