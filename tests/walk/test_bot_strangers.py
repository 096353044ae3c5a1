"""What a bot may not reach: chats, messages, files and questions of others, however well it guesses their numbers."""

from typing import Any

import aiohttp
import pytest
from channel_walks import as_peer, gathered
from http_bots import HttpBot, Refused, http_bot
from test_bot_rooms import RIGHTS, bring, chat_id_of

from chappe.testing.world import World


async def refusal(bot: HttpBot, method: str, **params: Any) -> str:
    with pytest.raises(Refused) as refused:
        await bot.call(method, **params)
    assert refused.value.code in {400, 403}
    return refused.value.description


async def test_a_bot_says_nothing_to_whom_it_has_not_met(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        await ada.send(one.robot, "/start")
        said = await one.call("sendMessage", chat_id=ada.user_id, text="hello")
        assert said["chat"]["id"] == ada.user_id
        to = {"chat_id": ada.user_id}
        message = {**to, "message_id": said["message_id"]}
        for method, params in (
            ("sendMessage", {**to, "text": "you do not know me"}),
            ("getChat", to),
            ("sendChatAction", {**to, "action": "typing"}),
            ("editMessageText", {**message, "text": "changed"}),
            ("deleteMessage", message),
            ("forwardMessage", {**message, "from_chat_id": ada.user_id}),
            ("copyMessage", {**message, "from_chat_id": ada.user_id}),
            ("setMessageReaction", {**message, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
            ("pinChatMessage", message),
        ):
            await refusal(two, method, **params)
        await world.settle()
        assert not any("you do not know me" in repr(each) for each in ada.told)
        assert await two.updates() == []


async def test_a_bot_does_nothing_in_a_group_that_it_is_not_in(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        users = [ada.user(one.robot)]
        made = await ada.call("messages.createChat", users=users, title="A group")
        group = -made.updates.chats[0].id
        said = await one.call("sendMessage", chat_id=group, text="here I am")
        message = {"chat_id": group, "message_id": said["message_id"]}
        for method, params in (
            ("sendMessage", {"chat_id": group, "text": "and so am I"}),
            ("getChat", {"chat_id": group}),
            ("getChatMember", {"chat_id": group, "user_id": ada.user_id}),
            ("getChatAdministrators", {"chat_id": group}),
            ("getChatMemberCount", {"chat_id": group}),
            ("banChatMember", {"chat_id": group, "user_id": ada.user_id}),
            ("setChatTitle", {"chat_id": group, "title": "Mine"}),
            ("exportChatInviteLink", {"chat_id": group}),
            ("leaveChat", {"chat_id": group}),
            ("editMessageText", {**message, "text": "changed"}),
            ("deleteMessage", message),
        ):
            await refusal(two, method, **params)
        for guessed in (group - 1, -1_000_000_000_001, -(10**15), 10**15, 0):
            await refusal(two, "sendMessage", chat_id=guessed, text="anybody?")


async def test_a_bot_changes_no_message_of_another_in_a_group_of_both(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        users = [ada.user(one.robot), ada.user(two.robot)]
        made = await ada.call("messages.createChat", users=users, title="A group")
        group = -made.updates.chats[0].id
        said = await one.call("sendMessage", chat_id=group, text="mine")
        for number in range(max(said["message_id"] - 3, 1), said["message_id"] + 4):
            message = {"chat_id": group, "message_id": number}
            await refusal(two, "editMessageText", **message, text="theirs")
        await world.settle()
        assert not any("theirs" in repr(each) for each in ada.told)


async def test_a_file_is_fetched_by_nobody_but_the_bot_that_was_shown_it(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        await ada.send(one.robot, "/start")
        await ada.send(two.robot, "/start")
        form = aiohttp.FormData({"chat_id": str(ada.user_id)})
        form.add_field("document", b"a secret", filename="a.bin")
        said = await one.post("sendDocument", form)
        file_id = said["document"]["file_id"]
        path = (await one.call("getFile", file_id=file_id))["file_path"]
        async with two.http.get(one.url(f"/file/bot{one.robot.token}/{path}")) as response:
            assert await response.read() == b"a secret"
        async with two.http.get(two.url(f"/file/bot{two.robot.token}/{path}")) as response:
            assert response.status == 404
        for forged in (
            file_id,
            f"{file_id[:-1]}A",
            said["document"]["file_unique_id"],
            "x" * 500,
        ):
            await refusal(two, "getFile", file_id=forged)
            await refusal(two, "sendDocument", chat_id=ada.user_id, document=forged)
        for wrong in (f"{path}/../x", "documents/../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd"):
            url = f"/file/bot{two.robot.token}/{wrong}"
            async with two.http.get(two.url(url)) as response:
                assert response.status == 404


async def test_a_question_is_answered_by_the_bot_that_was_asked(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        await ada.send(one.robot, "/start")
        await ada.send(two.robot, "/start")
        keys = {"inline_keyboard": [[{"text": "Press", "callback_data": "it"}]]}
        await one.call("sendMessage", chat_id=ada.user_id, text="here", reply_markup=keys)
        await one.updates()
        history = await ada.call(
            "messages.getHistory",
            peer=ada.peer(one.robot),
            limit=1,
            **dict.fromkeys(
                ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
            ),
        )
        asked = ada.client.begin(
            "messages.getBotCallbackAnswer",
            peer=ada.peer(one.robot),
            msg_id=history.messages[0].id,
            data=b"it",
        )
        (update,) = await one.updates(timeout=5)
        number = update["callback_query"]["id"]
        for guessed in (number, str(int(number) + 1), "0", "x", "9" * 19, "9" * 30):
            said = await refusal(
                two, "answerCallbackQuery", callback_query_id=guessed, text="no"
            )
            assert "query" in said
        assert await one.call("answerCallbackQuery", callback_query_id=number, text="yes")
        answer: Any = await asked.answer
        assert answer.message == "yes"


@pytest.mark.parametrize(
    "forged", ["", "A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x" * 1000, "%00", "äöü"]
)
async def test_a_forged_inline_message_is_no_message(world: World, forged: str) -> None:
    async with http_bot(world) as bot:
        for method, params in (
            ("editMessageText", {"text": "changed"}),
            ("editMessageCaption", {"caption": "changed"}),
            ("editMessageReplyMarkup", {}),
        ):
            await refusal(bot, method, inline_message_id=forged, **params)


@pytest.mark.one_node
async def test_what_is_protected_is_not_copied_and_numbers_without_end_are_none(
    world: World,
) -> None:
    group, (ada,) = await gathered(world, "Ada")
    bob = await world.person("Bob")
    async with http_bot(world) as bot:
        await bring(ada, bot, group, **RIGHTS)
        await bob.send(bot.robot, "/start")
        said = await bot.call("sendMessage", chat_id=chat_id_of(group), text="secret words")
        there = as_peer(ada, group)
        await ada.call("messages.toggleNoForwards", peer=there, enabled=True)
        await world.settle()
        source = {"from_chat_id": chat_id_of(group), "message_id": said["message_id"]}
        for method in ("copyMessage", "forwardMessage"):
            assert "can't be" in await refusal(bot, method, chat_id=bob.user_id, **source)
        words = {"message_text": "x"}
        result = {"type": "article", "id": "1", "title": "x", "input_message_content": words}
        long = "1" * 5000
        emoji = [{"type": "custom_emoji", "custom_emoji_id": long}]
        for method, params in (
            ("answerWebAppQuery", {"web_app_query_id": long, "result": result}),
            ("sendMessage", {"chat_id": long, "text": "x"}),
            ("sendMessage", {"chat_id": bob.user_id, "text": "x", "message_effect_id": long}),
            ("getCustomEmojiStickers", {"custom_emoji_ids": [long]}),
            (
                "setMessageReaction",
                {"chat_id": bob.user_id, "message_id": 1, "reaction": emoji},
            ),
        ):
            await refusal(bot, method, **params)
