"""Bots and people in private: who begins, what a link says, keyboards, buttons that ask something."""

import asyncio
from typing import Any

import pytest
from bot_walks import heard, keyboard, met, told

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def test_a_bot_writes_only_to_those_who_have_written_to_it(world: World) -> None:
    ada, bot, other = await world.person("Ada"), await world.bot("Echo"), await world.bot("Two")
    with pytest.raises(Refused, match="PEER_ID_INVALID"):
        await bot.send(ada, "buy something")
    with pytest.raises(Refused, match="USER_IS_BOT"):
        await bot.send(other, "hello, colleague")
    with pytest.raises(Refused, match="USER_IS_BOT"):
        await bot.send(bot, "hello, me")
    await ada.send(bot, "/start")
    await bot.send(ada, "hello")
    await world.settle()
    assert heard(ada) == ["hello"]


async def test_who_has_blocked_a_bot_hears_nothing_of_it_until_it_is_started_anew(
    world: World,
) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    await ada.call("contacts.block", id=ada.peer(bot))
    await world.settle()
    (stopped,) = told(bot, "updateBotStopped")
    assert (stopped.user_id, stopped.stopped) == (ada.user_id, True)
    with pytest.raises(Refused, match="403 USER_IS_BLOCKED"):
        await bot.send(ada, "why?")
    await start(ada, bot, "again")
    await world.settle()
    assert [each.stopped for each in told(bot, "updateBotStopped")] == [True, False]
    await bot.send(ada, "welcome back")
    await world.settle()
    assert "welcome back" in heard(ada)


async def start(person: Person, bot: Person, param: str, peer: Any = None) -> Any:
    return await person.call(
        "messages.startBot",
        bot=person.user(bot),
        peer=peer or person.peer(bot),
        random_id=person.client.next_msg_id(),
        start_param=param,
    )


async def test_the_parameter_of_a_link_is_for_the_bot_alone(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    state = await bot.call("updates.getState")
    await start(ada, bot, "ref_17")
    await ada.send(bot, "/start ref_18")
    await world.settle()
    assert heard(bot) == ["/start ref_17", "/start ref_18"]
    page = await ada.call(
        "messages.getHistory",
        peer=ada.peer(bot),
        **dict.fromkeys(
            ["offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"], 0
        ),
        limit=10,
    )
    assert [each.message for each in page.messages] == ["/start ref_18", "/start"]
    missed = await bot.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
    assert [each.message for each in missed.new_messages] == ["/start ref_17", "/start ref_18"]


async def test_the_parameters_of_messages_that_are_gone_are_forgotten(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await start(ada, bot, "one")
    await start(ada, bot, "two")
    await world.settle()
    first = told(bot, "updateNewMessage")[0].message
    await ada.call("messages.deleteMessages", id=[first.id], revoke=True)
    world.leap(2 * 86_400)
    await world.settle()
    async with world.node.database.transaction(write=False) as tx:
        kept = await tx.rows("SELECT param FROM bot_start")
    assert [tuple(row) for row in kept] == [("two",)]


@pytest.mark.parametrize(
    ("param", "error"),
    [
        ("", "START_PARAM_EMPTY"),
        ("x" * 65, "START_PARAM_TOO_LONG"),
        ("a b", "START_PARAM_INVALID"),
    ],
)
async def test_no_link_has_such_a_parameter(world: World, param: str, error: str) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    with pytest.raises(Refused, match=error):
        await start(ada, bot, param)


async def test_only_bots_are_started(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    with pytest.raises(Refused, match="BOT_INVALID"):
        await start(ada, bob, "x")


async def test_somebody_lets_a_bot_write_without_writing_to_it(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    assert await ada.call("bots.canSendMessage", bot=ada.user(bot)) is False
    allowed = await ada.call("bots.allowSendMessage", bot=ada.user(bot))
    assert allowed.updates[0].message.action.NAME == "messageActionBotAllowed"
    assert await ada.call("bots.canSendMessage", bot=ada.user(bot)) is True
    assert (await ada.call("bots.allowSendMessage", bot=ada.user(bot))).updates == []
    await bot.send(ada, "thank you")


# -- keyboards --------------------------------------------------------------------------


async def test_a_keyboard_comes_with_a_message_and_goes_with_an_edit(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    sent = await bot.send(
        ada, "choose", reply_markup=keyboard(bot, ("One", b"1"), ("Two", b"2"))
    )
    sent_id = next(each.id for each in sent.updates if each.NAME == "updateMessageID")
    await world.settle()
    (update,) = told(ada, "updateNewMessage")
    buttons = update.message.reply_markup.rows[0].buttons
    assert [(each.text, each.type.data) for each in buttons] == [("One", b"1"), ("Two", b"2")]
    await bot.call("messages.editMessage", peer=bot.peer(ada), id=sent_id, message="chosen")
    await world.settle()
    (edit,) = told(ada, "updateEditMessage")
    assert (edit.message.message, edit.message.reply_markup) == ("chosen", None)
    await bot.call(
        "messages.editMessage",
        peer=bot.peer(ada),
        id=sent_id,
        reply_markup=keyboard(bot, ("Again", b"a")),
    )
    await world.settle()
    edit = told(ada, "updateEditMessage")[-1]
    assert edit.message.edit_hide
    assert edit.message.reply_markup is not None
    with pytest.raises(Refused, match="MESSAGE_NOT_MODIFIED"):
        await bot.call(
            "messages.editMessage",
            peer=bot.peer(ada),
            id=sent_id,
            message="chosen",
            reply_markup=keyboard(bot, ("Again", b"a")),
        )


async def test_old_clients_see_a_keyboard_in_their_own_words(world: World) -> None:
    old, bot = await world.person("Old", layer=140), await world.bot("Echo")
    await met(world, old, bot)
    await bot.send(old, "choose", reply_markup=keyboard(bot, ("One", b"1")))
    await world.settle()
    (update,) = told(old, "updateNewMessage")
    button = update.message.reply_markup.rows[0].buttons[0]
    assert (button.NAME, button.data) == ("keyboardButtonCallback", b"1")


async def test_what_a_person_sends_of_the_kind_is_ignored(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "choose", reply_markup=keyboard(ada, ("One", b"1")))
    await world.settle()
    assert heard(bob) == ["choose"]
    assert not any(
        getattr(each.message, "reply_markup", None) for each in told(bob, "updateNewMessage")
    )


async def test_a_keyboard_under_the_input_field_comes_as_it_was_sent(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    kinds = ["buttonTypeDefault", "buttonTypeRequestPhone", "buttonTypeRequestGeoLocation"]
    row = [bot.make("keyboardButton", text=kind, type=bot.make(kind)) for kind in kinds]
    markup = bot.make(
        "replyKeyboardMarkup",
        rows=[bot.make("keyboardButtonRow", buttons=row)],
        resize=True,
        placeholder="Which?",
    )
    await bot.send(ada, "choose", reply_markup=markup)
    await bot.send(ada, "or say it", reply_markup=bot.make("replyKeyboardForceReply"))
    await bot.send(ada, "enough", reply_markup=bot.make("replyKeyboardHide"))
    await world.settle()
    shown = [each.message.reply_markup for each in told(ada, "updateNewMessage")]
    assert [each.NAME for each in shown] == [
        "replyKeyboardMarkup",
        "replyKeyboardForceReply",
        "replyKeyboardHide",
    ]
    assert [each.type.NAME for each in shown[0].rows[0].buttons] == kinds
    assert (shown[0].resize, shown[0].placeholder) == (True, "Which?")


def button(bot: Person, kind: str, text: str = "x", **fields: object) -> Any:
    return bot.make("keyboardInlineButton", text=text, type=bot.make(kind, **fields))


BAD = [
    ("inlineButtonTypeCallback", {"data": b"x" * 65}, "BUTTON_DATA_INVALID"),
    ("inlineButtonTypeCallback", {"data": b""}, "BUTTON_DATA_INVALID"),
    ("inlineButtonTypeUrl", {"url": "no address"}, "BUTTON_URL_INVALID"),
    ("inlineButtonTypeUrl", {"url": "javascript://x"}, "BUTTON_URL_INVALID"),
    ("inlineButtonTypeWebView", {"url": "tg://resolve"}, "BUTTON_URL_INVALID"),
    ("inlineButtonTypeCopy", {"copy_text": ""}, "BUTTON_COPY_TEXT_INVALID"),
    ("inlineButtonTypeGame", {}, "REPLY_MARKUP_GAME_EMPTY"),
    ("inlineButtonTypeBuy", {}, "REPLY_MARKUP_BUY_EMPTY"),
    ("inlineButtonTypeUserProfile", {"user_id": 5}, "BUTTON_TYPE_INVALID"),
    ("inputInlineButtonTypeUrlAuth", {"url": "tg://resolve"}, "BUTTON_URL_INVALID"),
]


@pytest.mark.parametrize(("kind", "fields", "error"), BAD)
async def test_a_button_that_cannot_be_is_refused(
    world: World, kind: str, fields: dict[str, object], error: str
) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    row = bot.make("keyboardInlineButtonRow", buttons=[button(bot, kind, **fields)])
    with pytest.raises(Refused, match=error):
        await bot.send(ada, "?", reply_markup=bot.make("replyInlineMarkup", rows=[row]))


async def test_a_keyboard_without_end_or_without_words_is_refused(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    with pytest.raises(Refused, match="REPLY_MARKUP_TOO_LONG"):
        await bot.send(ada, "?", reply_markup=keyboard(bot, *[("x", b"x")] * 9))
    with pytest.raises(Refused, match="BUTTON_TEXT_INVALID"):
        await bot.send(ada, "?", reply_markup=keyboard(bot, (" ", b"x")))
    with pytest.raises(Refused, match="SCHEDULE_BOT_NOT_ALLOWED"):
        await bot.send(ada, "?", schedule_date=int(world.clock.now()) + 3600)


# -- buttons that ask -------------------------------------------------------------------


async def with_buttons(world: World, person: Person, bot: Person) -> int:
    """A message with a button; its number as the person has it."""
    await bot.send(person, "choose", reply_markup=keyboard(bot, ("One", b"1")))
    await world.settle()
    number: int = told(person, "updateNewMessage")[-1].message.id
    return number


def press(
    person: Person, bot: Person, message_id: int, data: bytes = b"1"
) -> "asyncio.Task[Any]":
    return asyncio.ensure_future(
        person.call(
            "messages.getBotCallbackAnswer", peer=person.peer(bot), msg_id=message_id, data=data
        )
    )


async def test_a_button_asks_its_bot_and_waits_for_what_it_says(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    waiting = press(ada, bot, await with_buttons(world, ada, bot))
    await world.settle()
    (query,) = told(bot, "updateBotCallbackQuery")
    assert (query.user_id, query.data, query.peer.user_id) == (ada.user_id, b"1", ada.user_id)
    (found,) = (
        await bot.call("messages.getMessages", id=[bot.make("inputMessageID", id=query.msg_id)])
    ).messages
    assert found.message == "choose"
    # Whoever waits may do other things meanwhile.
    await ada.send(bot, "are you there?")
    assert not waiting.done()
    await bot.call(
        "messages.setBotCallbackAnswer",
        query_id=query.query_id,
        message="here I am",
        alert=True,
        cache_time=30,
    )
    answer = await waiting
    assert (answer.message, answer.alert, answer.cache_time) == ("here I am", True, 30)
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await bot.call("messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0)


async def test_a_bot_that_does_not_answer_is_not_waited_for_for_ever(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    waiting = press(ada, bot, await with_buttons(world, ada, bot))
    await world.settle()
    world.advance(11)
    with pytest.raises(Refused, match="BOT_RESPONSE_TIMEOUT"):
        await waiting
    (query,) = told(bot, "updateBotCallbackQuery")
    world.advance(60)
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await bot.call("messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0)


async def test_a_bot_that_was_away_finds_the_question_in_the_difference(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    message_id = await with_buttons(world, ada, bot)
    state = await bot.call("updates.getState")
    waiting = press(ada, bot, message_id)
    await world.settle()
    missed = await bot.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
    (query,) = [e for e in missed.other_updates if e.NAME == "updateBotCallbackQuery"]
    await bot.call("messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0)
    assert (await waiting).message is None


async def test_no_other_button_and_no_other_bot(world: World) -> None:
    ada, bot, other = await world.person("Ada"), await world.bot("Echo"), await world.bot("Two")
    await met(world, ada, bot)
    message_id = await with_buttons(world, ada, bot)
    with pytest.raises(Refused, match="DATA_INVALID"):
        await press(ada, bot, message_id, b"2")
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await press(ada, bot, message_id + 100)
    waiting = press(ada, bot, message_id)
    await world.settle()
    (query,) = told(bot, "updateBotCallbackQuery")
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await other.call("messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0)
    with pytest.raises(Refused, match="MESSAGE_TOO_LONG"):
        await bot.call(
            "messages.setBotCallbackAnswer",
            query_id=query.query_id,
            cache_time=0,
            message="x" * 201,
        )
    for url in ("https://example.com", f"https://t.me/{other.username}?start=x"):
        with pytest.raises(Refused, match="URL_INVALID"):
            await bot.call(
                "messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0, url=url
            )
    url = f"https://t.me/{bot.username}?start=x"
    await bot.call(
        "messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0, url=url
    )
    assert ((await waiting).url, (await waiting).has_url) == (url, True)
