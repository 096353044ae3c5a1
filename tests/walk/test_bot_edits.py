"""Bots over HTTP say something otherwise, take it back, pin, react, and ask."""

import pytest
from http_bots import Refused, http_bot

from chappe.testing.world import World


async def test_a_text_is_edited(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        said = await bot.call("sendMessage", chat_id=ada.user_id, text="before")
        there = {"chat_id": ada.user_id, "message_id": said["message_id"]}
        edited = await bot.call(
            "editMessageText", **there, text="*after*", parse_mode="MarkdownV2"
        )
        assert edited["text"] == "after"
        assert edited["edit_date"]
        with pytest.raises(
            Refused, match="message is not modified: specified new message content"
        ):
            await bot.call("editMessageText", **there, text="*after*", parse_mode="MarkdownV2")
        with pytest.raises(Refused, match="message to edit not found"):
            await bot.call("editMessageText", chat_id=ada.user_id, message_id=999, text="x")
        with pytest.raises(Refused, match="message can't be edited"):
            await bot.call("editMessageText", chat_id=ada.user_id, message_id=1, text="x")
        with pytest.raises(Refused, match="message identifier is not specified"):
            await bot.call("editMessageText", chat_id=ada.user_id, text="x")


async def test_messages_are_deleted(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        numbers = [
            (await bot.call("sendMessage", chat_id=ada.user_id, text=text))["message_id"]
            for text in "abc"
        ]
        assert await bot.call("deleteMessage", chat_id=ada.user_id, message_id=numbers[0])
        with pytest.raises(Refused, match="message to delete not found"):
            await bot.call("deleteMessage", chat_id=ada.user_id, message_id=numbers[0])
        assert await bot.call("deleteMessages", chat_id=ada.user_id, message_ids=numbers)
        await world.settle()
        assert (
            sum(len(each.messages) for each in ada.told if each.NAME == "updateDeleteMessages")
            == 3
        )


async def test_messages_are_pinned(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        said = await bot.call("sendMessage", chat_id=ada.user_id, text="pin me")
        number = said["message_id"]
        assert await bot.call("pinChatMessage", chat_id=ada.user_id, message_id=number)
        chat = await bot.call("getChat", chat_id=ada.user_id)
        assert chat["pinned_message"]["text"] == "pin me"
        assert await bot.call("unpinChatMessage", chat_id=ada.user_id)
        assert "pinned_message" not in await bot.call("getChat", chat_id=ada.user_id)
        with pytest.raises(Refused, match="message to unpin not found"):
            await bot.call("unpinChatMessage", chat_id=ada.user_id)
        assert await bot.call("unpinAllChatMessages", chat_id=ada.user_id)


async def test_a_poll_is_asked_and_stopped(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        asked = {"question": "Which?", "options": ["one", {"text": "two"}]}
        said = await bot.call("sendPoll", chat_id=ada.user_id, **asked)
        poll = said["poll"]
        assert [each["text"] for each in poll["options"]] == ["one", "two"]
        assert poll["type"] == "regular"
        there = {"chat_id": ada.user_id, "message_id": said["message_id"]}
        keys = {"inline_keyboard": [[{"text": "Again", "callback_data": "again"}]]}
        stopped = await bot.call("stopPoll", **there, reply_markup=keys)
        assert stopped["is_closed"]
        await world.settle()
        (edit,) = [each for each in ada.told if each.NAME == "updateEditMessage"]
        assert edit.message.reply_markup.rows[0].buttons[0].text == "Again"
        with pytest.raises(Refused, match=r"poll|POLL"):
            await bot.call("stopPoll", **there)
        quiz = await bot.call(
            "sendPoll",
            chat_id=ada.user_id,
            **asked,
            type="quiz",
            correct_option_ids=[1],
            explanation="because",
        )
        assert quiz["poll"]["type"] == "quiz"
        with pytest.raises(Refused):
            await bot.call("sendPoll", chat_id=ada.user_id, question="?", options=["one"])


async def test_people_see_that_a_bot_types(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        assert await bot.call("sendChatAction", chat_id=ada.user_id, action="typing")
        await world.settle()
        assert any(each.NAME == "updateUserTyping" for each in ada.told)
        with pytest.raises(Refused, match="wrong parameter action in request"):
            await bot.call("sendChatAction", chat_id=ada.user_id, action="sleeping")


async def test_a_place_moves(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        place = {"latitude": 1.0, "longitude": 2.0}
        said = await bot.call("sendLocation", chat_id=ada.user_id, **place, live_period=600)
        there = {"chat_id": ada.user_id, "message_id": said["message_id"]}
        moved = await bot.call("editMessageLiveLocation", **there, latitude=3.0, longitude=4.0)
        assert moved["location"]["latitude"] == pytest.approx(3.0)
        assert moved["location"]["live_period"] == 600
        assert (await bot.call("stopMessageLiveLocation", **there))["location"]
        world.advance(2)
        with pytest.raises(Refused, match="message can't be edited"):
            await bot.call("editMessageLiveLocation", **there, **place)


async def test_what_a_bot_knows_of_a_person(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        chat = await bot.call("getChat", chat_id=ada.user_id)
        assert (chat["type"], chat["first_name"]) == ("private", "Ada")
        assert await bot.call("getChatMemberCount", chat_id=ada.user_id) == 2
        member = await bot.call("getChatMember", chat_id=ada.user_id, user_id=ada.user_id)
        assert member["status"] == "member"
        photos = await bot.call("getUserProfilePhotos", user_id=ada.user_id)
        assert photos == {"total_count": 0, "photos": []}
        with pytest.raises(Refused, match="there are no administrators in the private chat"):
            await bot.call("getChatAdministrators", chat_id=ada.user_id)
        with pytest.raises(Refused, match="chat not found"):
            await bot.call("getChat", chat_id=5)
