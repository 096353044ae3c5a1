"""Connected bots: what they hear of the chats of an account, and what they may do there."""

from typing import Any

import pytest
from bot_walks import told
from http_bots import HttpBot, http_bot
from http_bots import Refused as HttpRefused
from test_bot_father import say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

RIGHTS = ("reply", "read_messages", "delete_sent_messages", "delete_received_messages")


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
