"""Users and chats that somebody picks for a bot."""

from typing import Any

import pytest
from bot_walks import messages, met
from channel_walks import as_peer, gathered
from http_bots import Refused as BotRefused
from http_bots import http_bot

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

USERS = {"request_id": 1, "user_is_bot": False, "max_quantity": 2, "request_name": True}


async def send_keys(bot: Any, ada: Person, **key: Any) -> int:
    markup = {"keyboard": [[{"text": "Pick", **key}]]}
    sent = await bot.call("sendMessage", chat_id=ada.user_id, text="x", reply_markup=markup)
    number: int = sent["message_id"]
    return number


async def pick(who: Person, bot: Any, message_id: int, button: int, *peers: Any) -> Any:
    return await who.call(
        "messages.sendBotRequestedPeer",
        peer=who.peer(bot.robot),
        msg_id=message_id,
        button_id=button,
        requested_peers=list(peers),
    )


async def test_users_are_shared_with_what_was_asked_of_them(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        await met(world, ada, bot.robot)
        await bot.updates()
        number = await send_keys(bot, ada, request_users=USERS)
        await world.settle()
        (message,) = messages(ada)
        key = message.reply_markup.rows[0].buttons[0].type
        assert (key.NAME, key.button_id, key.max_quantity) == ("buttonTypeRequestPeer", 1, 2)
        answer = await pick(ada, bot, message.id, 1, ada.peer(bob))
        sent = next(each.message for each in answer.updates if "NewMessage" in each.NAME)
        assert sent.action.NAME == "messageActionRequestedPeer"
        assert [each.user_id for each in sent.action.peers] == [bob.user_id]
        (update,) = await bot.updates()
        assert update["message"]["users_shared"] == {
            "request_id": 1,
            "users": [{"user_id": bob.user_id, "first_name": "Bob"}],
        }
        for wrong, peers, button in (
            ("PEERS_LIST_EMPTY", [], 1),
            ("BUTTON_ID_INVALID", [ada.peer(bob)], 2),
            ("PEER_ID_INVALID", [ada.peer(bot.robot)], 1),
            ("USERS_TOO_MUCH", [ada.peer(bob)] * 3, 1),
        ):
            with pytest.raises(Refused, match=wrong):
                await pick(ada, bot, message.id, button, *peers)
        with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
            await pick(ada, bot, message.id + 100, 1, ada.peer(bob))
        assert number == message.id


async def test_a_chat_is_shared_by_those_who_may(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        for each in (ada, bob):
            await met(world, each, bot.robot)
        await bot.updates()
        wanted = {"request_id": 3, "chat_is_channel": False, "chat_is_created": True}
        for each in (ada, bob):
            await send_keys(bot, each, request_chat={**wanted, "request_title": True})
        await world.settle()
        with pytest.raises(Refused, match="PEER_ID_INVALID"):
            await pick(bob, bot, messages(bob)[-1].id, 3, as_peer(bob, channel_id))
        await pick(ada, bot, messages(ada)[-1].id, 3, as_peer(ada, channel_id))
        (update,) = await bot.updates()
        assert update["message"]["chat_shared"] == {
            "request_id": 3,
            "chat_id": -1_000_000_000_000 - channel_id,
            "title": "A place",
        }


async def test_a_page_asks_for_users(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        await met(world, ada, bot.robot)
        await bot.updates()
        button = {"text": "Pick", "request_users": USERS}
        kept = await bot.call("savePreparedKeyboardButton", user_id=ada.user_id, button=button)
        with pytest.raises(BotRefused):
            await bot.call(
                "savePreparedKeyboardButton", user_id=ada.user_id, button={"text": "plain"}
            )
        named = {"bot": ada.user(bot.robot), "webapp_req_id": kept["id"]}
        found = await ada.call("bots.getRequestedWebViewButton", **named)
        assert (found.text, found.type.NAME) == ("Pick", "buttonTypeRequestPeer")
        with pytest.raises(Refused, match="BUTTON_ID_INVALID"):
            await bob.call(
                "bots.getRequestedWebViewButton",
                bot=bob.user(bot.robot),
                webapp_req_id=kept["id"],
            )
        await ada.call(
            "messages.sendBotRequestedPeer",
            peer=ada.peer(bot.robot),
            webapp_req_id=kept["id"],
            button_id=1,
            requested_peers=[ada.peer(bob)],
        )
        (update,) = await bot.updates()
        assert update["message"]["users_shared"]["users"][0]["user_id"] == bob.user_id
