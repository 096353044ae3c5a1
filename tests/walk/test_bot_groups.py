"""Bots in groups: who lets them in, and what they hear there."""

from itertools import pairwise
from typing import Any

import pytest
from bot_walks import heard, messages, told
from channel_walks import as_channel, as_peer, gathered, promote, say

from chappe.features.bots.actions import change_face
from chappe.features.channels import store as channels
from chappe.features.chats.model import Standing
from chappe.features.users import store as users
from chappe.features.users.model import BotFace
from chappe.ids import ChannelId, UserId
from chappe.testing.client import Refused
from chappe.testing.person import Person, Robot
from chappe.testing.world import World
from chappe.updates.log import Journal

FOR_IT = ["/go@echo_bot", "hello @Echo_Bot, are you there?", "/go"]
NOT_FOR_IT = ["hello", "/go@two_bot", "/go@nobody_bot and /wait", "go /there"]


async def basic_group(world: World, *bots: Robot) -> tuple[Person, Any]:
    """A basic group of Ada, Bob and some bots; Ada, and the group as she names it."""
    ada, bob = await world.person("Ada"), await world.person("Bob")
    invited = await ada.call(
        "messages.createChat", title="A place", users=[ada.user(e) for e in (bob, *bots)]
    )
    chat_id = invited.updates.chats[0].id
    await world.settle()
    for each in (ada, bob, *bots):
        each.updates.clear()
    return ada, ada.make("inputPeerChat", chat_id=chat_id)


async def supergroup(world: World, *bots: Robot) -> tuple[Person, Any]:
    """The same as a supergroup."""
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob")
    if bots:
        await ada.call(
            "channels.inviteToChannel",
            channel=as_channel(ada, channel_id),
            users=[ada.user(each) for each in bots],
        )
    await world.settle()
    for each in (ada, *bots):
        each.updates.clear()
    return ada, as_peer(ada, channel_id)


async def speak(person: Person, peer: Any, text: str, **more: Any) -> int:
    """Say something; its number as the speaker has it."""
    sent = await person.call(
        "messages.sendMessage",
        peer=peer,
        message=text,
        random_id=person.client.next_msg_id(),
        **more,
    )
    number: int = (
        sent.id
        if sent.NAME == "updateShortSentMessage"
        else next(each.id for each in sent.updates if each.NAME == "updateMessageID")
    )
    return number


async def set_face(world: World, bot: Robot, **how: Any) -> None:
    """Set a switch of a bot, as its owner does."""
    async with world.node.database.transaction(write=True) as tx:
        journal = Journal(tx, world.clock.now())
        user = await users.find(tx, bot.user_id)
        assert user is not None
        await change_face(journal, user, BotFace(**how))
        await journal.flush()


def in_its_words(bot: Person, peer: Any) -> Any:
    """A group as a bot names it."""
    if peer.NAME == "inputPeerChat":
        return bot.make("inputPeerChat", chat_id=peer.chat_id)
    return as_peer(bot, peer.channel_id)


places = pytest.mark.parametrize("place", [basic_group, supergroup])


@places
async def test_a_bot_hears_what_is_for_it(world: World, place: Any) -> None:
    bot = await world.bot("Echo", username="echo_bot")
    ada, peer = await place(world, bot)
    for text in [*NOT_FOR_IT, *FOR_IT]:
        await speak(ada, peer, text)
    await world.settle()
    assert heard(bot) == FOR_IT


@places
async def test_what_a_bot_is_pushed_is_what_the_difference_tells(
    world: World, place: Any
) -> None:
    bot = await world.bot("Echo", username="echo_bot")
    ada, peer = await place(world, bot)
    state = await bot.call("updates.getState")
    numbers = {text: await speak(ada, peer, text) for text in [*NOT_FOR_IT, *FOR_IT]}
    await ada.call("messages.editMessage", peer=peer, id=numbers["hello"], message="hi")
    await ada.call("messages.editMessage", peer=peer, id=numbers["/go"], message="/went")
    await world.settle()
    expected = [*FOR_IT[:2], "/went"]
    if place is basic_group:
        missed = await bot.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
        assert [each.message for each in missed.new_messages] == expected
        assert missed.state.pts == (await bot.call("updates.getState")).pts
        assert len(told(bot, "updateEditMessage")) == 1
        return
    missed = await bot.call(
        "updates.getChannelDifference",
        channel=as_channel(bot, peer.channel_id),
        filter=bot.make("channelMessagesFilterEmpty"),
        pts=min(each.pts - each.pts_count for each in bot.told if hasattr(each, "pts_count")),
        limit=100,
    )
    assert [each.message for each in missed.new_messages] == expected
    assert [each.NAME for each in missed.other_updates] == ["updateEditChannelMessage"]
    # Nothing is missing between what is pushed, so that the bot asks for nothing.
    spans = [
        (each.pts - each.pts_count, each.pts) for each in bot.told if hasattr(each, "pts_count")
    ]
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert spans[-1][1] == missed.pts
    assert len(told(bot, "updateEditChannelMessage")) == 1


@places
async def test_an_answer_is_for_the_bot_that_is_answered(world: World, place: Any) -> None:
    one = await world.bot("Echo", username="echo_bot")
    two = await world.bot("Two", username="two_bot")
    ada, peer = await place(world, one, two)
    await speak(one, in_its_words(one, peer), "what do you want?")
    await world.settle()
    question = messages(ada)[-1]
    assert heard(two) == []
    to = ada.make("inputReplyToMessage", reply_to_msg_id=question.id)
    await speak(ada, peer, "nothing, @two_bot", reply_to=to)
    await world.settle()
    assert heard(one)[-1] == "nothing, @two_bot"
    assert heard(two) == []


@places
async def test_a_command_without_a_name_is_for_the_bot_that_spoke_last(
    world: World, place: Any
) -> None:
    one = await world.bot("Echo", username="echo_bot")
    two = await world.bot("Two", username="two_bot")
    ada, peer = await place(world, one, two)
    await speak(ada, peer, "/first")
    await speak(one, in_its_words(one, peer), "one speaks")
    await speak(ada, peer, "/second")
    await speak(two, in_its_words(two, peer), "two speaks")
    await speak(two, in_its_words(two, peer), "two speaks again")
    await speak(ada, peer, "/third")
    await world.settle()
    assert [each for each in heard(one) if each[0] == "/"] == ["/first", "/second"]
    assert [each for each in heard(two) if each[0] == "/"] == ["/first", "/third"]


@places
async def test_without_privacy_mode_a_bot_hears_all_people_and_no_bot(
    world: World, place: Any
) -> None:
    bot = await world.bot("Echo", username="echo_bot")
    other = await world.bot("Two", username="two_bot")
    await set_face(world, bot, reads_all=True)
    ada, peer = await place(world, bot, other)
    await speak(ada, peer, "hello")
    await speak(other, in_its_words(other, peer), "hello @echo_bot, I am a bot")
    await world.settle()
    assert heard(bot) == ["hello"]


async def test_an_admin_hears_all_in_a_supergroup(world: World) -> None:
    bot = await world.bot("Echo", username="echo_bot")
    ada, peer = await supergroup(world, bot)
    await speak(ada, peer, "before")
    await promote(ada, peer.channel_id, bot, delete_messages=True)
    await speak(ada, peer, "after")
    await world.settle()
    assert heard(bot) == ["after"]


async def test_a_bot_is_an_admin_of_a_channel_or_not_in_it(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    bot = await world.bot("Echo")
    with pytest.raises(Refused, match="USER_BOT"):
        await ada.call(
            "channels.inviteToChannel",
            channel=as_channel(ada, channel_id),
            users=[ada.user(bot)],
        )
    await promote(ada, channel_id, bot, post_messages=True)
    await say(ada, channel_id, "news")
    await say(bot, channel_id, "more news")
    await world.settle()
    assert heard(bot) == ["news"]
    assert [each.message for each in messages(ada)][-1] == "more news"


@places
async def test_what_happens_in_a_group_every_bot_hears(world: World, place: Any) -> None:
    bot = await world.bot("Echo")
    ada, peer = await place(world, bot)
    if place is basic_group:
        await ada.call("messages.editChatTitle", chat_id=peer.chat_id, title="Elsewhere")
    else:
        await ada.call(
            "channels.editTitle", channel=as_channel(ada, peer.channel_id), title="Elsewhere"
        )
    await world.settle()
    assert [each.action.title for each in messages(bot)] == ["Elsewhere"]


@places
async def test_a_bot_that_is_kept_out_of_groups_is_not_let_in(world: World, place: Any) -> None:
    bot = await world.bot("Echo")
    await set_face(world, bot, no_groups=True)
    with pytest.raises(Refused, match="BOT_GROUPS_BLOCKED"):
        await place(world, bot)


@places
async def test_a_link_brings_a_bot_into_a_group(world: World, place: Any) -> None:
    bot = await world.bot("Echo", username="echo_bot")
    ada, peer = await place(world)
    for param in ("one", "two"):
        await ada.call(
            "messages.startBot",
            bot=ada.user(bot),
            peer=peer,
            random_id=ada.client.next_msg_id(),
            start_param=param,
        )
    await world.settle()
    assert [each.NAME for each in messages(bot)] == ["messageService", "message", "message"]
    assert heard(bot) == ["/start@echo_bot one", "/start@echo_bot two"]


async def test_a_group_has_twenty_bots_and_no_more(world: World) -> None:
    bots = [await world.bot(f"Bot {n}") for n in range(3)]
    ada, peer = await supergroup(world, *bots[:2])
    async with world.node.database.transaction(write=True) as tx:
        others = [UserId(1_900_000_000 + n) for n in range(18)]
        channel, now = ChannelId(peer.channel_id), int(world.clock.now())
        await channels.join(tx, channel, others, ada.user_id, now, Standing.MEMBER)
    with pytest.raises(Refused, match="BOTS_TOO_MUCH"):
        await ada.call(
            "channels.inviteToChannel",
            channel=as_channel(ada, peer.channel_id),
            users=[ada.user(bots[2])],
        )
