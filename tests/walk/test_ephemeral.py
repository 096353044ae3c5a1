"""Messages in a group between a bot and one member: whoever else is there hears and finds nothing of them."""

import json
from typing import Any

import aiohttp
import pytest
from bot_walks import keyboard, told
from file_walks import fetch, place
from files_by_hand import picture
from http_bots import HttpBot, http_bot, in_flight
from http_bots import Refused as HttpRefused
from test_bot_groups import basic_group, speak, supergroup

from chappe.testing.client import Refused
from chappe.testing.person import Person, Robot
from chappe.testing.world import World

NAMES = (
    "updateNewEphemeralMessage",
    "updateEditEphemeralMessage",
    "updateDeleteEphemeralMessages",
    "updateEphemeralBotCallbackQuery",
)
SECRET = "for your eyes only"


def others_of(world: World, *two: Person) -> list[Person]:
    known = {each.user_id for each in two}
    return [each for each in world.people if each.user_id not in known]


async def is_in(who: Person, peer: Any) -> bool:
    """Whether somebody may look into the group at all."""
    try:
        await who.call("messages.getHistory", peer=as_seen_by(who, peer), **PAGE)
    except Refused:
        return False
    return True


async def nobody_else(world: World, peer: Any, *two: Person) -> None:
    """Neither pushes nor histories nor searches of others speak of it; in history it is at nobody's."""
    await world.settle()
    for each in others_of(world, *two):
        assert not [e for e in each.told if e.NAME in NAMES]
        assert not [e for e in each.told if SECRET in repr(e)]
        if isinstance(each, Robot) or not await is_in(each, peer):
            continue
        here = {"peer": as_seen_by(each, peer)}
        history = await each.call("messages.getHistory", **here, **PAGE)
        assert SECRET not in repr(history)
        found = await each.call(
            "messages.search",
            **here,
            q="eyes",
            filter=each.make("inputMessagesFilterEmpty"),
            min_date=0,
            max_date=0,
            **{k: v for k, v in PAGE.items() if k != "offset_date"},
        )
        assert SECRET not in repr(found)
    state = await two[0].call("messages.getHistory", peer=as_seen_by(two[0], peer), **PAGE)
    assert SECRET not in repr(state)


PAGE = {
    "offset_id": 0,
    "offset_date": 0,
    "add_offset": 0,
    "limit": 100,
    "max_id": 0,
    "min_id": 0,
    "hash": 0,
}


def as_seen_by(who: Person, peer: Any) -> Any:
    """The group as somebody else names it."""
    if peer.NAME == "inputPeerChat":
        return who.make("inputPeerChat", chat_id=peer.chat_id)
    number = -1_000_000_000_000 - peer.channel_id
    return who.make(
        "inputPeerChannel", channel_id=peer.channel_id, access_hash=who.access_hash(number)
    )


async def whisper(
    who: Person, peer: Any, other: Person, text: str = SECRET, **more: Any
) -> Any:
    """Say something to one there alone; the message as its author has it."""
    more.setdefault("random_id", who.client.next_msg_id())
    sent = await who.call(
        "ephemeral.sendMessage",
        peer=as_seen_by(who, peer),
        receiver_id=who.user(other),
        message=text,
        **more,
    )
    (new,) = [each for each in sent.updates if each.NAME == "updateNewEphemeralMessage"]
    return new.message


@pytest.mark.parametrize("kind", [basic_group, supergroup])
async def test_a_bot_whispers_in_a_group_and_only_one_hears(world: World, kind: Any) -> None:
    robot, other_bot = await world.bot("Echo"), await world.bot("Two")
    ada, peer = await kind(world, robot, other_bot)
    bob = next(
        each
        for each in world.people
        if each.client is not ada.client and each not in (robot, other_bot)
    )
    eve = await world.person("Eve")
    asked = await speak(bob, as_seen_by(bob, peer), f"/secret@{robot.username}")
    await world.settle()
    heard = [e for e in robot.told if hasattr(e, "message")][-1]
    at_the_bot = heard.id if isinstance(heard.message, str) else heard.message.id
    reply = robot.make("inputReplyToMessage", reply_to_msg_id=at_the_bot)
    name = robot.client.next_msg_id()
    more: Any = {
        "reply_markup": keyboard(robot, ("Show", b"show")),
        "reply_to": reply,
        "random_id": name,
    }
    sent = await whisper(robot, peer, bob, **more)
    assert await whisper(robot, peer, bob, **more) == sent  # said once
    assert (sent.out, sent.receiver_id, sent.message) == (True, bob.user_id, SECRET)
    await world.settle()
    (new,) = told(bob, NAMES[0])
    it = new.message
    assert (it.id, it.out, it.from_id.user_id) == (sent.id, False, robot.user_id)
    assert it.reply_to.reply_to_msg_id == asked
    await nobody_else(world, peer, bob, robot)

    here = {"peer": as_seen_by(robot, peer), "receiver_id": robot.user(bob), "id": sent.id}
    with pytest.raises(Refused, match="MESSAGE_NOT_MODIFIED"):
        await robot.call(
            "ephemeral.editMessage", **here, message=SECRET, reply_markup=more["reply_markup"]
        )
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):  # another's
        await robot.call(
            "ephemeral.editMessage", **{**here, "receiver_id": robot.user(ada)}, message="x"
        )
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):  # another bot
        await other_bot.call(
            "ephemeral.deleteMessage",
            peer=as_seen_by(other_bot, peer),
            receiver_id=other_bot.user(bob),
            id=sent.id,
        )
    await robot.call(
        "ephemeral.editMessage",
        **here,
        message=SECRET + "!",
        reply_markup=keyboard(robot, ("Show", b"other")),
    )
    await world.settle()
    assert told(bob, NAMES[1])[-1].message.message == SECRET + "!"
    await press_it(world, peer, robot, bob, ada, sent.id)
    await nobody_else(world, peer, bob, robot)
    await robot.call("ephemeral.deleteMessage", **here)
    await world.settle()
    assert told(bob, NAMES[2])[-1].ids == [sent.id]
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await robot.call("ephemeral.editMessage", **here, message="gone")
    await nobody_else(world, peer, bob, robot)
    await refused(world, peer, robot, other_bot, bob, ada, eve)
    await in_place(world, peer, robot, bob)


async def pressed(world: World, robot: Robot, who: Person, where: Any, number: int) -> int:
    """Somebody presses a button under an ordinary message; the number of the question."""
    robot.updates.clear()
    await in_flight(
        who.call("messages.getBotCallbackAnswer", peer=where, msg_id=number, data=b"open")
    )
    await world.settle()
    (query,) = told(robot, "updateBotCallbackQuery")
    number = query.query_id
    await robot.call("messages.setBotCallbackAnswer", query_id=number, cache_time=0)
    return number


async def elsewhere(robot: Robot, bob: Person) -> None:
    """What was said in one group is not said in another under the same name."""
    name = robot.client.next_msg_id()
    groups = []
    for _ in range(2):
        made = await bob.call("messages.createChat", title="More", users=[bob.user(robot)])
        groups.append(bob.make("inputPeerChat", chat_id=made.updates.chats[0].id))
    await whisper(robot, groups[0], bob, random_id=name)
    with pytest.raises(Refused, match="500 RANDOM_ID_DUPLICATE"):
        await whisper(robot, groups[1], bob, random_id=name)


async def in_place(world: World, peer: Any, robot: Robot, bob: Person) -> None:
    """A message for one alone is shown in the place of that whose button was pressed, as long as it was there."""
    bob.updates.clear()
    await speak(
        robot,
        as_seen_by(robot, peer),
        "open it",
        reply_markup=keyboard(robot, ("Open", b"open")),
    )
    await world.settle()
    said = next(e for e in bob.told if hasattr(e, "message") and not isinstance(e.message, str))
    query = await pressed(world, robot, bob, as_seen_by(bob, peer), said.message.id)
    await whisper(robot, peer, bob, query_id=query, anchor=True)
    await world.settle()
    it = told(bob, NAMES[0])[-1].message
    assert (it.anchor_msg_id, it.reply_to) == (said.message.id, None)
    await bob.send(robot, "hello")
    await world.settle()
    bob.updates.clear()
    await robot.send(bob, "apart", reply_markup=keyboard(robot, ("Open", b"open")))
    await world.settle()
    said = next(e for e in bob.told if hasattr(e, "message") and not isinstance(e.message, str))
    query = await pressed(world, robot, bob, bob.peer(robot), said.message.id)
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await whisper(robot, peer, bob, query_id=query)
    await elsewhere(robot, bob)
    await nobody_else(world, peer, bob, robot)


async def report_it(peer: Any, bob: Person, ada: Person, number: int) -> None:
    """Its receiver may report it."""
    for who, option, answer in (
        (bob, b"", "reportResultChooseOption"),
        (bob, b"other", "reportResultAddComment"),
        (bob, b"spam", "reportResultReported"),
        (bob, b"x", "OPTION_INVALID"),
        (ada, b"spam", "MESSAGE_ID_INVALID"),
    ):
        asked = {"peer": as_seen_by(who, peer), "id": number, "option": option, "message": ""}
        if answer.isupper():
            with pytest.raises(Refused, match=answer):
                await who.call("ephemeral.reportMessage", **asked)
        else:
            assert answer == (await who.call("ephemeral.reportMessage", **asked)).NAME


async def press_it(
    world: World, peer: Any, robot: Robot, bob: Person, ada: Person, number: int
) -> None:
    """Its receiver may press its buttons, and nobody else; the bot answers."""
    await report_it(peer, bob, ada, number)
    for who, data in ((ada, b"other"), (bob, b"show")):
        with pytest.raises(Refused, match=r"MESSAGE_ID_INVALID|DATA_INVALID"):
            await who.call(
                "ephemeral.getCallbackAnswer", peer=as_seen_by(who, peer), id=number, data=data
            )
    pressing = await in_flight(
        bob.call(
            "ephemeral.getCallbackAnswer", peer=as_seen_by(bob, peer), id=number, data=b"other"
        )
    )
    await world.settle()
    (query,) = told(robot, NAMES[3])
    assert (query.user_id, query.msg_id, query.data) == (bob.user_id, number, b"other")
    assert query.message.message == SECRET + "!"
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await whisper(robot, peer, ada, query_id=query.query_id)
    again = await whisper(robot, peer, bob, query_id=query.query_id)
    assert again.id == number + 1
    await robot.call(
        "messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0, message="here"
    )
    assert (await pressing).message == "here"
    world.advance(16)
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await whisper(robot, peer, bob, query_id=query.query_id)


async def refused(
    world: World, peer: Any, robot: Robot, other: Robot, bob: Person, ada: Person, eve: Person
) -> None:
    """What is not for the two of them."""
    for who, whom, error, more in (
        (robot, eve, "USER_NOT_PARTICIPANT", {}),
        (robot, other, "USER_IS_BOT", {}),
        (bob, ada, "USER_BOT_REQUIRED", {}),
        (bob, robot, "BOT_COMMAND_INVALID", {}),
        (robot, bob, "RANDOM_ID_EMPTY", {"random_id": 0}),
        (robot, bob, "METHOD_INVALID", {"welcome": True}),
        (robot, bob, "MESSAGE_EMPTY", {"text": ""}),
        (robot, bob, "MEDIA_INVALID", {"media": robot.make("inputMediaDice", emoticon="🎲")}),
        (
            robot,
            bob,
            "REPLY_MESSAGE_ID_INVALID",
            {"reply_to": robot.make("inputReplyToEphemeralMessage", id=99)},
        ),
    ):
        with pytest.raises(Refused, match=error):
            await whisper(who, peer, whom, **more)
    with pytest.raises(Refused, match="PEER_ID_INVALID"):
        await robot.call(
            "ephemeral.sendMessage",
            peer=robot.peer(bob),
            receiver_id=robot.user(bob),
            message="x",
            random_id=1,
        )
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await bob.call(
            "messages.forwardMessages",
            from_ephemeral=True,
            from_peer=as_seen_by(bob, peer),
            id=[1],
            random_id=[7],
            to_peer=bob.make("inputPeerSelf"),
        )


async def test_a_member_whispers_to_a_bot_over_http(world: World) -> None:
    async with http_bot(world) as bot:
        robot = bot.robot
        ada, peer = await supergroup(world, robot)
        bob = next(each for each in world.people if each not in (ada, robot))
        old = await world.another(bob, layer=158)
        await bot.call(
            "setMyCommands",
            commands=[
                {"command": "secret", "description": "Quietly", "is_ephemeral": True},
                {"command": "loud", "description": "Aloud"},
            ],
        )
        assert (await bot.call("getMyCommands"))[0]["is_ephemeral"] is True
        await bot.updates()
        with pytest.raises(Refused, match="BOT_COMMAND_INVALID"):
            await whisper(bob, peer, robot, "/loud")
        said = await whisper(bob, peer, robot, f"/secret@{robot.username} {SECRET}")
        await world.settle()
        await nobody_else(world, peer, bob, robot)
        (update,) = await bot.updates()
        heard = update["message"]
        assert (heard["message_id"], heard["ephemeral_message_id"]) == (0, said.id)
        assert (heard["from"]["id"], heard["receiver_user"]["id"]) == (bob.user_id, bot.id)
        assert heard["entities"][0]["type"] == "bot_command"
        await answer_it(world, bot, bob, ada, peer, heard)
        assert not [e for e in old.told if e.NAME in NAMES]  # it has no words for them


async def answer_it(
    world: World, bot: HttpBot, bob: Person, ada: Person, peer: Any, heard: Any
) -> None:
    """The bot answers quietly, with a photo too, changes and takes back what it has said."""
    chat, to = heard["chat"]["id"], {"receiver_user_id": bob.user_id}
    buttons = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.call(
        "sendMessage",
        chat_id=chat,
        ephemeral_message_parameters=to,
        text=f"<b>{SECRET}</b>",
        parse_mode="HTML",
        reply_markup=buttons,
        reply_parameters={"ephemeral_message_id": heard["ephemeral_message_id"]},
    )
    number = sent["ephemeral_message_id"]
    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, bob.user_id)
    assert sent["reply_markup"] == buttons
    assert sent["reply_to_message"]["text"] == heard["text"]
    await world.settle()
    it = told(bob, NAMES[0])[-1].message
    assert it.reply_to.reply_to_ephemeral
    assert it.reply_to.reply_to_msg_id == heard["ephemeral_message_id"]
    back = await whisper(
        bob,
        peer,
        bot.robot,
        "thanks",
        reply_to=bob.make("inputReplyToEphemeralMessage", id=number),
    )
    (thanks,) = await bot.updates(timeout=10)
    pressing = await in_flight(
        bob.call(
            "ephemeral.getCallbackAnswer", peer=as_seen_by(bob, peer), id=number, data=b"go"
        )
    )
    (pressed,) = await bot.updates(timeout=10)
    assert thanks["message"]["ephemeral_message_id"] == back.id
    answered = thanks["message"]["reply_to_message"]
    assert (answered["ephemeral_message_id"], answered["text"]) == (number, SECRET)
    query = pressed["callback_query"]
    assert (query["data"], query["message"]["ephemeral_message_id"]) == ("go", number)
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="ok")
    assert (await pressing).message == "ok"
    here = {"chat_id": chat, "receiver_user_id": bob.user_id}
    named = {**here, "ephemeral_message_id": number}
    assert await bot.call("editEphemeralMessageText", **named, text="other") is True
    assert await bot.call("editEphemeralMessageReplyMarkup", **named, reply_markup=buttons)
    with pytest.raises(HttpRefused, match="message to edit not found"):
        await bot.call(
            "editEphemeralMessageText", **{**named, "ephemeral_message_id": 9999}, text="x"
        )
    await show_a_place(bot, bob, ada, peer, chat, query)
    await show_a_photo(world, bot, bob, here)
    assert await bot.call("deleteEphemeralMessage", **named) is True
    with pytest.raises(HttpRefused, match="message to delete not found"):
        await bot.call("deleteEphemeralMessage", **named)
    await nobody_else(world, peer, bob, bot.robot)
    difference = await ada.call("messages.getHistory", peer=as_seen_by(ada, peer), **PAGE)
    assert not [e for e in difference.messages if getattr(e, "message", "") == "other"]


async def show_a_place(
    bot: HttpBot, bob: Person, ada: Person, peer: Any, chat: int, query: Any
) -> None:
    """In answer to a button; and what is refused. Blocks are said so too."""
    to = {"receiver_user_id": bob.user_id}
    here = await bot.call(
        "sendLocation",
        chat_id=chat,
        latitude=1.0,
        longitude=2.0,
        ephemeral_message_parameters={**to, "callback_query_id": query["id"]},
    )
    assert here["location"]["latitude"] == pytest.approx(1.0, abs=0.001)
    for wrong in (
        {"receiver_user_id": ada.user_id, "callback_query_id": query["id"]},
        {**to, "callback_query_id": "no"},
        {**to, "replace_callback_query_message": True},
        {**to, "replace_callback_query_message": True, "callback_query_id": query["id"]},
        {"receiver_user_id": -1},
    ):
        with pytest.raises(HttpRefused):
            await bot.call(
                "sendMessage", chat_id=chat, text="x", ephemeral_message_parameters=wrong
            )
    opened = await bot.call(
        "sendMessage",
        chat_id=chat,
        text="open",
        reply_markup={"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]},
    )
    await in_flight(
        bob.call(
            "messages.getBotCallbackAnswer",
            peer=as_seen_by(bob, peer),
            msg_id=opened["message_id"],
            data=b"open",
        )
    )
    (update,) = await bot.updates(timeout=10)
    replaced = {
        **to,
        "callback_query_id": update["callback_query"]["id"],
        "replace_callback_query_message": True,
    }
    whispered = await bot.call(
        "sendMessage", chat_id=chat, text=SECRET, ephemeral_message_parameters=replaced
    )
    assert "reply_to_message" not in whispered
    rich = await bot.call(
        "sendRichMessage",
        chat_id=chat,
        rich_message={"markdown": f"# {SECRET}"},
        ephemeral_message_parameters=to,
    )
    assert rich["rich_message"]["blocks"][0]["type"] == "heading"
    named = {"chat_id": chat, **to, "ephemeral_message_id": rich["ephemeral_message_id"]}
    assert await bot.call("editEphemeralMessageText", **named, text="plain") is True


async def show_a_photo(world: World, bot: HttpBot, bob: Person, here: Any) -> None:
    """A photo with a caption, which is another one afterwards; its receiver may fetch it."""
    form = aiohttp.FormData()
    form.add_field("chat_id", str(here["chat_id"]))
    to = {"receiver_user_id": here["receiver_user_id"]}
    form.add_field("ephemeral_message_parameters", json.dumps(to))
    form.add_field("caption", SECRET)
    form.add_field("photo", picture(64, 64), filename="a.png")
    sent = await bot.post("sendPhoto", form)
    assert (sent["caption"], len(sent["photo"])) == (SECRET, 1)
    named = {**here, "ephemeral_message_id": sent["ephemeral_message_id"]}
    await bot.call("editEphemeralMessageCaption", **named, caption="look")
    with pytest.raises(HttpRefused):
        await bot.call("editEphemeralMessageCaption", **named, caption="x" * 5000)
    again = {"type": "photo", "media": sent["photo"][0]["file_id"], "caption": "again"}
    await bot.call("editEphemeralMessageMedia", **named, media=again)
    await world.settle()
    shown = [each.message for each in told(bob, NAMES[1]) if each.message.media is not None]
    assert [each.message for each in shown] == ["look", "again"]
    assert await fetch(bob, place(bob, shown[-1].media.photo, "s"))


async def test_whispers_are_kept_for_two_days(world: World) -> None:
    robot = await world.bot("Echo")
    ada, peer = await supergroup(world, robot)
    bob = next(each for each in world.people if each not in (ada, robot))
    sent = await whisper(robot, peer, bob)
    here = {"peer": as_seen_by(robot, peer), "receiver_id": robot.user(bob), "id": sent.id}
    for hours, text in ((47, "still here"), (2, "gone")):
        world.advance(hours * 3600)
        await world.settle()
        robot.client.attach(world.pipe())  # nobody spoke for long
        if text == "gone":
            with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
                await robot.call("ephemeral.editMessage", **here, message=text)
        else:
            await robot.call("ephemeral.editMessage", **here, message=text)
    assert (await whisper(robot, peer, bob)).id == sent.id + 1
