"""Bots name whom they have met by a number alone; nobody else does, and nothing is learnt by guessing."""

from typing import Any

import pytest
from channel_walks import as_channel

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def bare_user(person: Person, user_id: int, *, peer: bool = False) -> Any:
    name = "inputPeerUser" if peer else "inputUser"
    return person.make(name, user_id=user_id, access_hash=0)


def bare_channel(person: Person, channel_id: int, *, peer: bool = False) -> Any:
    name = "inputPeerChannel" if peer else "inputChannel"
    return person.make(name, channel_id=channel_id, access_hash=0)


async def say(person: Person, peer: Any, text: str) -> Any:
    number = person.client.next_msg_id()
    return await person.call("messages.sendMessage", peer=peer, message=text, random_id=number)


async def make_group(ada: Person, *others: Person) -> int:
    made = await ada.call(
        "channels.createChannel", title="Secret plan", about="", megagroup=True
    )
    id_: int = made.chats[0].id
    users = [ada.user(each) for each in others]
    await ada.call("channels.inviteToChannel", channel=as_channel(ada, id_), users=users)
    return id_


async def refusal(person: Person, method: str, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        await person.call(method, **fields)
    return str(refused.value)


async def test_a_bot_names_whom_it_has_met_by_numbers(world: World) -> None:
    ada, bob, eve = [await world.person(each) for each in ("Ada", "Bob", "Eve")]
    bot = await world.bot("Bare")
    await ada.send(bot, "/start")
    group = await make_group(ada, bob, bot)
    await world.settle()

    await say(bot, bare_user(bot, ada.user_id, peer=True), "by number")
    (user,) = await bot.call("users.getUsers", id=[bare_user(bot, ada.user_id)])
    assert (user.first_name, user.access_hash) == ("Ada", bot.access_hash(ada.user_id))
    await say(bot, bare_channel(bot, group, peer=True), "in the group")
    there = await bot.call(
        "channels.getParticipant",
        channel=bare_channel(bot, group),
        participant=bare_user(bot, bob.user_id, peer=True),
    )
    assert there.participant.user_id == bob.user_id
    entity = bot.make(
        "inputMessageEntityMentionName",
        offset=0,
        length=3,
        user_id=bare_user(bot, bob.user_id),
    )
    number = bot.client.next_msg_id()
    await bot.call(
        "messages.sendMessage",
        peer=bare_channel(bot, group, peer=True),
        message="Bob!",
        entities=[entity],
        random_id=number,
    )
    await world.settle()
    assert any("by number" in repr(each) for each in ada.told)
    assert any("in the group" in repr(each) for each in bob.told)
    assert not any("by number" in repr(each) for each in eve.told)

    left = as_channel(ada, group)
    await ada.call(
        "channels.editBanned",
        channel=left,
        participant=ada.peer(bot),
        banned_rights=ada.make("chatBannedRights", view_messages=True, until_date=0),
    )
    assert "CHANNEL_PRIVATE" in await refusal(
        bot, "channels.getFullChannel", channel=bare_channel(bot, group)
    )
    gone = await bot.call("users.getUsers", id=[bare_user(bot, bob.user_id)])
    assert gone == []


async def test_strangers_are_not_named_by_numbers_and_people_need_hashes(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Bare")
    group = await make_group(ada, bob)
    guesses = [ada.user_id, bob.user_id, bob.user_id + 1, 0, -1, 1 << 41]
    for who in (bot, bob):
        for user_id in guesses:
            if user_id == who.user_id:
                continue
            peer = bare_user(who, user_id, peer=True)
            number = who.client.next_msg_id()
            said = await refusal(
                who, "messages.sendMessage", peer=peer, message="x", random_id=number
            )
            assert "PEER_ID_INVALID" in said
            wrong = who.make("inputUser", user_id=user_id, access_hash=5)
            answers = [
                await who.call("users.getUsers", id=[each])
                for each in (wrong, bare_user(who, user_id))
            ]
            assert all("Ada" not in repr(each) and "Bob" not in repr(each) for each in answers)
            assert repr(answers[0]) == repr(answers[1])
    stranger = await world.person("Eve")
    for who in (bot, stranger):
        refused = {
            await refusal(who, "channels.getFullChannel", channel=bare_channel(who, each))
            for each in (group, group + 1, 1 << 50)
        }
        assert len(refused) == 1
        assert "CHANNEL_INVALID" in refused.pop()
    await world.settle()
    await ada.send(bot, "hello")
    assert "PEER_ID_INVALID" in await refusal(
        bob,
        "messages.sendMessage",
        peer=bare_user(bob, ada.user_id, peer=True),
        message="in one group, but I am a person",
        random_id=1,
    )
