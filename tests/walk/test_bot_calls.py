"""Bots over HTTP: how they call, what they are told, text there and back."""

from typing import Any

import aiohttp
import pytest
from http_bots import Refused, http_bot, in_flight, port_of_bots

from chappe.testing.world import World


async def test_a_bot_hears_a_person_and_answers(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start hello")
        (update,) = await bot.updates()
        heard = update["message"]
        assert heard["text"] == "/start hello"
        assert heard["from"]["first_name"] == "Ada"
        assert heard["chat"] == {"id": ada.user_id, "type": "private", "first_name": "Ada"}
        assert heard["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
        said = await bot.call(
            "sendMessage",
            chat_id=ada.user_id,
            text="<b>hi</b> Ada",
            parse_mode="HTML",
            reply_parameters={"message_id": heard["message_id"]},
        )
        assert said["text"] == "hi Ada"
        assert said["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
        assert said["reply_to_message"]["text"] == "/start hello"
        assert said["from"]["id"] == bot.id
        assert await bot.updates() == []
        await world.settle()
        assert any("hi Ada" in repr(each) for each in ada.told)


async def test_the_bot_knows_itself(world: World) -> None:
    async with http_bot(world, "Echo", username="echo_test_bot") as bot:
        me = await bot.call("getMe")
        assert me["username"] == "echo_test_bot"
        assert me["is_bot"]
        assert me["can_join_groups"]
        assert await bot.call("GETME") == me


async def test_whoever_waits_is_woken(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        waiting = await in_flight(bot.updates(timeout=30))
        await ada.send(bot.robot, "there?")
        (update,) = await waiting
        assert update["message"]["text"] == "there?"
        empty = await in_flight(bot.updates(timeout=30))
        world.advance(31)
        assert await empty == []


async def test_what_is_not_confirmed_comes_again_and_what_is_never(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        for text in ("one", "two", "three"):
            await ada.send(bot.robot, text)
        first = await bot.call("getUpdates", limit=2)
        assert [each["message"]["text"] for each in first] == ["one", "two"]
        numbers = [each["update_id"] for each in first]
        assert numbers[1] == numbers[0] + 1
        assert await bot.call("getUpdates", limit=2) == first
        (third,) = await bot.call("getUpdates", offset=numbers[1] + 1)
        assert third["message"]["text"] == "three"
        assert await bot.call("getUpdates", offset=numbers[0]) == [third]
        await ada.send(bot.robot, "four")
        (last,) = await bot.call("getUpdates", offset=-1)
        assert last["message"]["text"] == "four"
        assert await bot.call("getUpdates") == [last]


async def test_a_second_who_asks_sends_the_first_away(world: World) -> None:
    async with http_bot(world) as bot, port_of_bots(world.nodes[0]) as other:
        waiting = await in_flight(bot.updates(timeout=30))
        url = other.make_url(f"/bot{bot.robot.token}/getUpdates")
        async with bot.http.get(url) as response:
            assert (await response.json())["ok"]
        with pytest.raises(Refused) as refusal:
            await waiting
        assert refusal.value.code == 409
        assert "terminated by other getUpdates request" in refusal.value.description


async def test_only_the_kinds_that_are_asked_for_are_kept(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await bot.call("getUpdates", allowed_updates=["edited_message", "unheard_of"])
        await ada.send(bot.robot, "not wanted")
        assert await bot.updates() == []
        await bot.call("getUpdates", allowed_updates=[])
        await ada.send(bot.robot, "wanted")
        (update,) = await bot.updates()
        assert update["message"]["text"] == "wanted"


async def test_what_was_queued_does_not_change_with_an_edit(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        answer = await ada.send(bot.robot, "before")
        await ada.call(
            "messages.editMessage", peer=ada.peer(bot.robot), id=answer.id, message="after"
        )
        said, edited = await bot.updates()
        assert said["message"]["text"] == "before"
        assert edited["edited_message"]["text"] == "after"
        assert edited["edited_message"]["edit_date"]


async def test_updates_are_gone_after_a_day(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "old")
        world.leap(25 * 3600)
        await world.settle()
        bob = await world.person("Bob")
        await bob.send(bot.robot, "new")
        (update,) = await bot.updates()
        assert update["message"]["text"] == "new"


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot123:x/getMe", 401, "Unauthorized: invalid token specified"),
        ("/botx/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot1500000009:" + "A" * 35 + "/getMe", 401, "Unauthorized"),
        ("TOKEN/getNothing", 404, "Not Found: method not found"),
        ("TOKEN/sendMessage", 400, "Bad Request: chat_id is empty"),
        ("TOKEN/sendMessage?chat_id=1", 400, "Bad Request: message text is empty"),
        ("TOKEN/sendMessage?chat_id=1&text=x", 400, "Bad Request: chat not found"),
        ("TOKEN/sendMessage?chat_id=@nobody_here&text=x", 400, "Bad Request: chat not found"),
        (
            "TOKEN/sendMessage?chat_id=1&text=x&parse_mode=y",
            400,
            "Bad Request: unsupported parse_mode",
        ),
        (
            "TOKEN/sendMessage?chat_id=1&text=<b>x&parse_mode=HTML",
            400,
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "TOKEN/sendMessage?chat_id=1&text=x&reply_markup=[]",
            400,
            'Bad Request: can\'t parse parameter "reply_markup": object expected',
        ),
        ("TOKEN/getUpdates?limit=many", 400, None),
    ],
)
async def test_refusals_have_the_words_that_libraries_know(
    world: World, path: str, status: int, description: str | None
) -> None:
    async with http_bot(world) as bot:
        url = bot.url(path.replace("TOKEN", f"/bot{bot.robot.token}"))
        async with bot.http.get(url) as response:
            answer = await response.json()
            assert response.status == status
        assert answer["ok"] is False
        assert answer["error_code"] == status
        assert description is None or answer["description"] == description


async def test_parameters_come_in_the_query_in_forms_and_as_json(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        url = bot.url(f"/bot{bot.robot.token}/sendMessage")
        asked: dict[str, Any] = {"chat_id": str(ada.user_id), "text": "é&x"}
        parts = aiohttp.FormData(asked)
        parts.add_field("unused", b"\0\1", filename="a.bin")
        for way in (
            {"params": asked},
            {"data": asked},
            {"json": asked},
            {"data": parts},
            {"params": {"chat_id": ada.user_id}, "json": {"text": "é&x"}},
        ):
            async with bot.http.post(url, **way) as response:
                answer = await response.json()
                assert answer["ok"], answer
                assert answer["result"]["text"] == "é&x"
                assert response.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_page_may_ask_whether_it_may_call(world: World) -> None:
    async with http_bot(world) as bot:
        async with bot.http.options(bot.url(f"/bot{bot.robot.token}/getMe")) as response:
            assert response.status == 204
            assert response.headers["Access-Control-Allow-Origin"] == "*"
        async with bot.http.get(bot.url(f"/bot{bot.robot.token}/test/getMe")) as response:
            assert (await response.json())["ok"]


async def test_who_has_logged_out_does_not_come_back_for_ten_minutes(world: World) -> None:
    async with http_bot(world) as bot:
        with pytest.raises(Refused) as refusal:
            await bot.call("close")
        assert refusal.value.code == 429
        assert refusal.value.parameters["retry_after"] > 0
        assert await bot.call("logOut")
        await world.settle()
        with pytest.raises(Refused, match="401 Unauthorized"):
            await bot.call("getMe")
        world.advance(601)
        assert await bot.call("getMe")
        assert await bot.call("close")


async def test_messages_are_forwarded_and_copied(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        await bob.send(bot.robot, "/start")
        await ada.send(bot.robot, "words")
        _, update = await bot.updates()
        there = {"chat_id": bob.user_id, "from_chat_id": ada.user_id}
        number = update["message"]["message_id"]
        forwarded = await bot.call("forwardMessage", **there, message_id=number)
        assert forwarded["forward_origin"]["type"] == "user"
        assert forwarded["forward_origin"]["sender_user"]["id"] == ada.user_id
        assert forwarded["text"] == "words"
        (again,) = await bot.call("copyMessages", **there, message_ids=[number])
        assert again["message_id"] > forwarded["message_id"]
        with pytest.raises(Refused, match="message to forward not found"):
            await bot.call("forwardMessage", **there, message_id=999)


async def test_places_people_and_dice_are_sent(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        place = {"chat_id": ada.user_id, "latitude": 52.5, "longitude": 13.4}
        said = await bot.call("sendLocation", **place)
        assert said["location"]["latitude"] == pytest.approx(52.5)
        live = await bot.call("sendLocation", **place, live_period=600, heading=90)
        assert live["location"]["live_period"] == 600
        venue = await bot.call("sendVenue", **place, title="Café", address="Here 1")
        assert venue["venue"]["title"] == "Café"
        contact = {"phone_number": "4930123456", "first_name": "Cy"}
        said = await bot.call("sendContact", chat_id=ada.user_id, **contact)
        assert said["contact"]["first_name"] == "Cy"
        with pytest.raises(Refused, match="invalid location"):
            await bot.call("sendLocation", **{**place, "latitude": 100})


async def test_buttons_are_pressed_and_answered(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        await bot.updates()
        keyboard = {
            "inline_keyboard": [
                [
                    {"text": "Press", "callback_data": "one"},
                    {"text": "Go", "url": "http://example.com/"},
                ]
            ]
        }
        said = await bot.call(
            "sendMessage", chat_id=ada.user_id, text="buttons", reply_markup=keyboard
        )
        assert said["reply_markup"] == keyboard
        pressing = await in_flight(
            ada.call(
                "messages.getBotCallbackAnswer",
                peer=ada.peer(bot.robot),
                msg_id=said["message_id"],
                data=b"one",
            )
        )
        (update,) = await bot.updates(timeout=10)
        query = update["callback_query"]
        assert query["data"] == "one"
        assert query["from"]["id"] == ada.user_id
        assert query["message"]["text"] == "buttons"
        assert await bot.call(
            "answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=True
        )
        answer = await pressing
        assert (answer.message, answer.alert) == ("Done", True)
        with pytest.raises(Refused, match="query is too old and response timeout expired"):
            await bot.call("answerCallbackQuery", callback_query_id="12345")
        there = {"chat_id": ada.user_id, "message_id": said["message_id"]}
        bare = await bot.call("editMessageReplyMarkup", **there)
        assert "reply_markup" not in bare
        keys = {"keyboard": [["Yes", {"text": "No"}]], "resize_keyboard": True}
        assert await bot.call("sendMessage", chat_id=ada.user_id, text="?", reply_markup=keys)
        with pytest.raises(Refused, match="BUTTON_DATA_INVALID"):
            await bot.call(
                "sendMessage",
                chat_id=ada.user_id,
                text="?",
                reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]},
            )


async def test_a_link_starts_the_bot_with_a_parameter(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.call(
            "messages.startBot",
            bot=ada.user(bot.robot),
            peer=ada.peer(bot.robot),
            random_id=1,
            start_param="deep",
        )
        (update,) = await bot.updates()
        assert update["message"]["text"] == "/start deep"


async def test_a_bot_that_was_stopped_or_never_started_does_not_write(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        with pytest.raises(Refused, match="chat not found"):
            await bot.call("sendMessage", chat_id=bob.user_id, text="x")
        await ada.send(bot.robot, "/start")
        await ada.call("contacts.block", id=ada.peer(bot.robot))
        with pytest.raises(Refused, match="403 Forbidden: bot was blocked by the user"):
            await bot.call("sendMessage", chat_id=ada.user_id, text="x")


async def test_a_bot_says_what_it_is(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        commands = [{"command": "start", "description": "Begin"}]
        assert await bot.call("setMyCommands", commands=commands)
        assert await bot.call("getMyCommands") == commands
        scope = {"type": "chat", "chat_id": ada.user_id}
        await ada.send(bot.robot, "/start")
        assert await bot.call("setMyCommands", commands=commands, scope=scope)
        assert await bot.call("getMyCommands", scope=scope) == commands
        assert await bot.call("deleteMyCommands", scope=scope)
        assert await bot.call("getMyCommands", scope=scope) == []
        assert await bot.call("setMyName", name="Other")
        assert (await bot.call("getMyName"))["name"] == "Other"
        assert await bot.call("setMyDescription", description="what it does")
        assert (await bot.call("getMyDescription"))["description"] == "what it does"
        assert await bot.call("setMyShortDescription", short_description="in short")
        shown = await bot.call("getMyShortDescription")
        assert shown["short_description"] == "in short"
        button = {"type": "web_app", "text": "Open", "web_app": {"url": "https://example.com/"}}
        assert await bot.call("setChatMenuButton", menu_button=button)
        assert await bot.call("getChatMenuButton") == button
        rights = {"can_manage_chat": True, "can_pin_messages": True}
        assert await bot.call("setMyDefaultAdministratorRights", rights=rights)
        kept = await bot.call("getMyDefaultAdministratorRights")
        assert kept["can_manage_chat"]
        with pytest.raises(Refused):
            await bot.call("setMyCommands", commands=[{"command": "x y", "description": "?"}])
