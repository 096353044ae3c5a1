"""Connected bots: what they hear of the chats of an account, and what they may do there."""

import io
from typing import Any

import aiohttp
import pytest
from bot_walks import told
from http_bots import HttpBot, http_bot, in_flight
from http_bots import Refused as HttpRefused
from test_bot_father import say
from test_message_media import picture

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

IN_CHATS = ("reply", "read_messages", "delete_sent_messages", "delete_received_messages")

EVERYTHING = {"offset_date": 0, "offset_id": 0, "limit": 20, "hash": 0}
EDITING = ("edit_bio", "edit_name", "edit_profile_photo")


async def in_business(world: World, owner: Person, username: str) -> None:
    """Turn business mode on, at BotFather's."""
    await owner.call("contacts.resolveUsername", username="BotFather")
    await say(world, owner, "/setbusiness", f"@{username}", "Enable")


def chats(who: Person, **how: Any) -> Any:
    return who.make("inputBusinessBotRecipients", **how)


async def connect(who: Person, bot: Any, *rights: str, **recipients: Any) -> None:
    may = who.make("businessBotRights", **dict.fromkeys(rights, True))
    await who.call(
        "account.updateConnectedBot",
        bot=who.user(bot),
        rights=may,
        recipients=chats(who, **(recipients or {"existing_chats": True, "new_chats": True})),
    )


async def heard(bot: HttpBot, kind: str) -> list[Any]:
    return [each[kind] for each in await bot.updates() if kind in each]


async def test_a_bot_is_connected_and_hears(world: World) -> None:
    ada, bob, eve = [await world.person(name) for name in ("Ada", "Bob", "Eve")]
    async with http_bot(world, owner=ada) as bot:
        robot = bot.robot
        with pytest.raises(Refused, match="BOT_BUSINESS_MISSING"):
            await connect(ada, robot)
        await in_business(world, ada, robot.username)
        assert (await bot.call("getMe"))["can_connect_to_business"] is True
        with pytest.raises(Refused, match="BUSINESS_RECIPIENTS_EMPTY"):
            await connect(ada, robot, contacts=False)
        await ada.send(eve, "before")
        await bot.updates()
        world.advance(2)
        await connect(ada, robot, "reply", new_chats=True)
        await world.settle()
        (connection,) = await heard(bot, "business_connection")
        assert connection["rights"] == {"can_reply": True}
        assert (connection["is_enabled"], connection["user"]["id"]) == (True, ada.user_id)
        named = {"business_connection_id": connection["id"]}
        assert await bot.call("getBusinessConnection", **named) == connection
        (seen,) = told(robot, "updateBotBusinessConnect")
        assert seen.connection.connection_id == connection["id"]
        (mine,) = (await ada.call("account.getConnectedBots")).connected_bots
        assert (mine.bot_id, mine.rights.reply) == (robot.user_id, True)
        await hear_of_messages(world, ada, bob, eve, bot, connection)
        await silence_and_part(world, ada, bob, bot, connection)


async def hear_of_messages(
    world: World, ada: Person, bob: Person, eve: Person, bot: HttpBot, connection: Any
) -> None:
    """What comes, changes and goes in a chosen chat, with both sides of it."""
    named, robot = {"business_connection_id": connection["id"]}, bot.robot
    await bob.send(ada, "hello")
    await eve.send(ada, "an old chat")
    await ada.send(bob, "who is it?")
    await world.settle()
    first, second = await heard(bot, "business_message")
    assert (first["text"], first["from"]["id"]) == ("hello", bob.user_id)
    assert (first["chat"]["id"], first["business_connection_id"]) == (
        bob.user_id,
        connection["id"],
    )
    assert (second["from"]["id"], second["chat"]["id"]) == (ada.user_id, bob.user_id)
    assert [e.message.message for e in told(robot, "updateBotNewBusinessMessage")] == [
        "hello",
        "who is it?",
    ]
    reply = ada.make("inputReplyToMessage", reply_to_msg_id=first["message_id"])
    await ada.send(bob, "answered", reply_to=reply)
    await ada.call(
        "messages.editMessage",
        peer=ada.peer(bob),
        id=second["message_id"],
        message="who are you?",
    )
    await ada.call("messages.deleteMessages", id=[first["message_id"]], revoke=True)
    await world.settle()
    answered, edited, gone = await bot.updates()
    assert answered["business_message"]["reply_to_message"]["text"] == "hello"
    assert edited["edited_business_message"]["text"] == "who are you?"
    assert gone["deleted_business_messages"] == {
        **named,
        "chat": first["chat"],
        "message_ids": [first["message_id"]],
    }


async def silence_and_part(
    world: World, ada: Person, bob: Person, bot: HttpBot, connection: Any
) -> None:
    """The bot hears nothing of a chat for a while, of one for good, and of none."""
    here = {"peer": ada.peer(bob)}
    await ada.call("account.toggleConnectedBotPaused", **here, paused=True)
    await bob.send(ada, "silence")
    await ada.call("account.toggleConnectedBotPaused", **here, paused=False)
    await bob.send(ada, "go on")
    await world.settle()
    assert [each["text"] for each in await heard(bot, "business_message")] == ["go on"]
    await ada.call("account.disablePeerConnectedBot", **here)
    with pytest.raises(Refused, match="BOT_ALREADY_DISABLED"):
        await ada.call("account.disablePeerConnectedBot", **here)
    await bob.send(ada, "for good")
    await world.settle()
    assert await bot.updates() == []
    await ada.call(
        "account.updateConnectedBot",
        bot=ada.user(bot.robot),
        deleted=True,
        recipients=chats(ada),
    )
    with pytest.raises(Refused, match="BOT_NOT_CONNECTED_YET"):
        await ada.call("account.disablePeerConnectedBot", **here)
    await bob.send(ada, "nobody hears")
    await world.settle()
    (parted,) = await heard(bot, "business_connection")
    assert parted == {**connection, "is_enabled": False}
    assert (await ada.call("account.getConnectedBots")).connected_bots == []
    with pytest.raises(HttpRefused, match="business connection not found"):
        await bot.call("getBusinessConnection", business_connection_id="none")


async def connected(world: World, owner: Person, bot: HttpBot, *rights: str) -> str:
    """The name of a new connection."""
    await in_business(world, owner, bot.robot.username)
    await connect(owner, bot.robot, *rights)
    await world.settle()
    (connection,) = await heard(bot, "business_connection")
    return str(connection["id"])


async def texts(who: Person, other: Person) -> list[str]:
    page = await who.call(
        "messages.getHistory",
        peer=who.peer(other),
        **dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id"), 0),
        limit=20,
        hash=0,
    )
    return [getattr(each, "message", "") for each in page.messages]


async def test_a_bot_speaks_for_an_account(world: World) -> None:
    ada, bob, eve = [await world.person(name) for name in ("Ada", "Bob", "Eve")]
    async with http_bot(world, owner=ada) as bot:
        name = await connected(world, ada, bot, *IN_CHATS)
        here = {"business_connection_id": name, "chat_id": bob.user_id}
        with pytest.raises(HttpRefused, match="BUSINESS_PEER_USAGE_MISSING"):
            await bot.call("sendMessage", **here, text="advertising")
        await bob.send(ada, "hello")
        await world.settle()
        (asked,) = await heard(bot, "business_message")
        reply = {"message_id": asked["message_id"]}
        said = await bot.call(
            "sendMessage", **here, text="<b>Yes?</b>", parse_mode="HTML", reply_parameters=reply
        )
        assert said["business_connection_id"] == name
        assert said["from"]["id"] == ada.user_id
        assert said["sender_business_bot"]["id"] == bot.id
        assert said["reply_to_message"]["text"] == "hello"
        await act(bot, here, said, asked)
        await world.settle()
        assert await bot.updates() == []
        assert await texts(bob, ada) == await texts(ada, bob)
        assert (await texts(bob, ada))[3:] == ["Yes, please?", "hello"]
        await refused(ada, eve, bot, name, asked["message_id"])
        await over_mtproto(world, ada, bob, bot, name)


async def act(bot: HttpBot, here: dict[str, Any], said: Any, asked: Any) -> None:
    """Everything that a bot does in a chat of an account."""
    name = here["business_connection_id"]
    photo = aiohttp.FormData({key: str(value) for key, value in here.items()})
    photo.add_field("photo", io.BytesIO(picture()), filename="a.png")
    shown = await bot.post("sendPhoto", photo)
    dice = await bot.call("sendDice", **here)
    tasks = {"title": "To do", "tasks": [{"id": 1, "text": "tea"}]}
    todo = await bot.call("sendChecklist", **here, checklist=tasks)
    tasks["tasks"].append({"id": 2, "text": "jam"})
    todo = {**here, "message_id": todo["message_id"], "checklist": tasks}
    more = await bot.call("editMessageChecklist", **todo)
    assert [each["text"] for each in more["checklist"]["tasks"]] == ["tea", "jam"]
    assert {shown["chat"]["id"], dice["chat"]["id"]} == {here["chat_id"]}
    named = {**here, "message_id": said["message_id"]}
    edited = await bot.call("editMessageText", **named, text="Yes, please?")
    assert (edited["text"], edited["business_connection_id"]) == ("Yes, please?", name)
    assert await bot.call("pinChatMessage", **named)
    assert await bot.call("unpinChatMessage", **named)
    assert await bot.call("sendChatAction", **here, action="typing")
    assert await bot.call("readBusinessMessage", **here, message_id=asked["message_id"])
    gone = {"business_connection_id": name, "message_ids": [dice["message_id"]]}
    assert await bot.call("deleteBusinessMessages", **gone)


async def refused(ada: Person, eve: Person, bot: HttpBot, name: str, foreign: int) -> None:
    """What no right was given for, or no connection is."""
    there = {"business_connection_id": name, "chat_id": eve.user_id}
    for method, params, error in (
        ("sendMessage", {**there, "business_connection_id": "no"}, "connection not found"),
        ("sendMessage", {**there, "chat_id": bot.id}, "BUSINESS_PEER_INVALID"),
        ("setBusinessAccountBio", {"bio": "sold"}, "BOT_ACCESS_FORBIDDEN"),
        ("setBusinessAccountName", {"first_name": "X"}, "BOT_ACCESS_FORBIDDEN"),
        ("setBusinessAccountUsername", {"username": "taken"}, "BOT_ACCESS_FORBIDDEN"),
    ):
        with pytest.raises(HttpRefused, match=error):
            await bot.call(method, **{"business_connection_id": name, "text": "hi", **params})
    await connect(ada, bot.robot, "delete_sent_messages", *EDITING)
    with pytest.raises(HttpRefused, match="BOT_ACCESS_FORBIDDEN"):
        await bot.call("sendMessage", **there, text="hi")
    with pytest.raises(HttpRefused, match="BOT_ACCESS_FORBIDDEN"):
        await bot.call(
            "deleteBusinessMessages", business_connection_id=name, message_ids=[foreign]
        )
    form = aiohttp.FormData({"business_connection_id": name})
    form.add_field("photo", '{"type": "static", "photo": "attach://a"}')
    form.add_field("a", io.BytesIO(picture()), filename="a.png")
    assert await bot.post("setBusinessAccountProfilePhoto", form)
    assert await bot.call("removeBusinessAccountProfilePhoto", business_connection_id=name)
    assert await bot.call("setBusinessAccountName", business_connection_id=name, first_name="A")
    assert await bot.call("setBusinessAccountBio", business_connection_id=name, bio="Open")
    full = await ada.call("users.getFullUser", id=ada.make("inputUserSelf"))
    assert full.full_user.about == "Open"
    with pytest.raises(HttpRefused, match="BOT_ACCESS_FORBIDDEN"):
        await bot.call(
            "setBusinessAccountUsername", business_connection_id=name, username="ada"
        )


async def over_mtproto(world: World, ada: Person, bob: Person, bot: HttpBot, name: str) -> None:
    """The same by invokeWithBusinessConnection; not by a person, and not for everything."""
    chosen = {"users": [ada.user(bob)]}
    await connect(ada, bot.robot, "reply", **chosen)
    robot, eve = bot.robot, await world.person("Eva")
    say = {"peer": robot.peer(bob), "message": "by MTProto", "random_id": 77}

    async def ask(who: Person, method: str, **fields: Any) -> Any:
        schema = who.client.schema
        query = schema.write(schema.make(method, **fields))
        wrapped = schema.make("invokeWithBusinessConnection", connection_id=name, query=query)
        return await who.client.ask(who.client.question(schema.write(wrapped), method))

    answer = await ask(robot, "messages.sendMessage", **say)
    (new,) = [e for e in answer.updates if e.NAME == "updateBotNewBusinessMessage"]
    assert (new.message.message, new.message.out) == ("by MTProto", True)
    assert new.message.via_business_bot_id == robot.user_id
    await ada.send(eve, "a word in confidence")
    await world.settle()
    (said,) = [e.message for e in told(eve, "updateNewMessage")][-1:]
    own = await ada.call(
        "messages.getDialogs", offset_peer=ada.make("inputPeerEmpty"), **EVERYTHING
    )
    (secret,) = [e for e in own.messages if e.message == said.message]
    stolen = {"reply_to_msg_id": secret.id, "reply_to_peer_id": robot.peer(eve)}
    for quote in ("confidence", "suspicion"):  # whether it was guessed is not told either
        reply = robot.make("inputReplyToMessage", **stolen, quote_text=quote)
        with pytest.raises(Refused, match="BUSINESS_PEER_INVALID"):
            await ask(
                robot, "messages.sendMessage", **{**say, "random_id": 79, "reply_to": reply}
            )
    again = await ask(robot, "messages.sendMessage", **say)
    assert [e.message.id for e in again.updates if hasattr(e, "message")] == [new.message.id]
    with pytest.raises(Refused, match="BUSINESS_CONNECTION_NOT_ALLOWED"):
        await ask(robot, "updates.getState")
    with pytest.raises(Refused, match="BUSINESS_CONNECTION_NOT_ALLOWED"):
        await ask(ada, "messages.sendMessage", **{**say, "peer": ada.peer(bob)})
    await ada.call(
        "account.updateConnectedBot", bot=ada.user(robot), deleted=True, recipients=chats(ada)
    )
    with pytest.raises(Refused, match="BUSINESS_CONNECTION_INVALID"):
        await ask(robot, "messages.sendMessage", **{**say, "random_id": 78})
    await world.settle()
    assert (await texts(bob, ada))[0] == "by MTProto"


async def test_a_button_under_what_was_said_for_an_account_is_answered(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world, owner=ada) as bot:
        name = await connected(world, ada, bot, *IN_CHATS)
        await bob.send(ada, "hello")
        await bot.updates()
        keys = {"inline_keyboard": [[{"text": "Press", "callback_data": "yes"}]]}
        here = {"business_connection_id": name, "chat_id": bob.user_id}
        await bot.call("sendMessage", **here, text="Sure?", reply_markup=keys)
        await world.settle()
        (said,) = [e.message for e in told(bob, "updateNewMessage") if not e.message.out]
        asked = {"peer": bob.peer(ada), "msg_id": said.id, "data": b"yes"}
        pressing = await in_flight(bob.call("messages.getBotCallbackAnswer", **asked))
        (query,) = await heard(bot, "callback_query")
        assert (query["data"], query["from"]["id"]) == ("yes", bob.user_id)
        assert query["message"]["business_connection_id"] == name
        assert query["message"]["chat"]["id"] == bob.user_id
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Well")
        assert (await pressing).message == "Well"
        gone = {"bot": ada.user(bot.robot), "deleted": True, "recipients": chats(ada)}
        await ada.call("account.updateConnectedBot", **gone)
        with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
            await bob.call("messages.getBotCallbackAnswer", **asked)


@pytest.mark.one_node
async def test_nobody_acts_for_an_account_that_is_gone(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world, owner=bob) as bot:
        await in_business(world, bob, bot.robot.username)
        await ada.call("contacts.resolveUsername", username=bot.robot.username)
        await connect(ada, bot.robot, *EDITING)
        await world.settle()
        (connection,) = await heard(bot, "business_connection")
        await ada.call("account.deleteAccount", reason="")
        await world.settle()
        (parted,) = await heard(bot, "business_connection")
        assert parted["is_enabled"] is False
        named = {"business_connection_id": connection["id"]}
        with pytest.raises(HttpRefused, match="connection not found"):
            await bot.call("setBusinessAccountName", **named, first_name="A ghost")
