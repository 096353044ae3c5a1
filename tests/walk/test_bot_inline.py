"""Inline mode: bots that are asked from any chat, and what is sent through them."""

import asyncio

import pytest
from bot_walks import keyboard, messages, told
from channel_walks import as_peer, gathered
from inline_walks import answer, article, ask, asked, choose, inline_bot

from chappe.testing.client import Refused
from chappe.testing.world import World


async def test_a_bot_is_asked_from_any_chat(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    found = await ada.call("contacts.resolveUsername", username=bot.username)
    assert found.users[0].bot_inline_placeholder == "Say it…"
    waiting = ask(ada, bot, "  what? ", ada.peer(bob), offset="7")
    await world.settle()
    (query,) = told(bot, "updateBotInlineQuery")
    assert (query.user_id, query.query, query.offset) == (ada.user_id, "what?", "7")
    assert query.peer_type.NAME == "inlineQueryPeerTypePM"
    await answer(
        bot,
        article(bot, entities=[bot.make("messageEntityBold", offset=0, length=5)]),
        cache_time=300,
        next_offset="8",
        gallery=True,
        switch_pm=bot.make("inlineBotSwitchPM", text="Sign in", start_param="in"),
    )
    shown = await waiting
    assert (shown.query_id, shown.next_offset, shown.gallery) == (query.query_id, "8", True)
    assert shown.switch_pm.start_param == "in"
    (result,) = shown.results
    assert (result.id, result.title, result.send_message.message) == ("1", "Title", "hello")
    assert [each.NAME for each in result.send_message.entities] == ["messageEntityBold"]
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await answer(bot, article(bot))


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("basic", "inlineQueryPeerTypeChat"),
        ("group", "inlineQueryPeerTypeMegagroup"),
        ("channel", "inlineQueryPeerTypeBroadcast"),
        ("bot", "inlineQueryPeerTypeSameBotPM"),
        ("other", "inlineQueryPeerTypeBotPM"),
        ("none", None),
    ],
)
async def test_a_bot_hears_in_what_kind_of_chat_it_is_asked(
    world: World, place: str, name: str | None
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=place == "channel")
    bot, other = await inline_bot(world), await world.bot("Two")
    if place == "basic":
        made = await ada.call("messages.createChat", title="x", users=[ada.user(bob)])
        peer = ada.make("inputPeerChat", chat_id=made.updates.chats[0].id)
    else:
        peer = {
            "bot": ada.peer(bot),
            "other": ada.peer(other),
            "none": ada.make("inputPeerEmpty"),
        }.get(place) or as_peer(ada, channel_id)
    waiting = ask(ada, bot, "q", peer)
    await world.settle()
    kind = told(bot, "updateBotInlineQuery")[0].peer_type
    assert (None if kind is None else kind.NAME) == name
    await answer(bot)
    assert (await waiting).results == []


async def test_who_asks_the_same_is_answered_without_the_bot(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    first = await asked(world, ada, bot, article(bot), cache_time=300)
    assert (await ask(bob, bot, "q")).query_id == first.query_id
    assert len(told(bot, "updateBotInlineQuery")) == 1
    # For one alone, or from another place, or later, it is asked again.
    mine = await asked(
        world, ada, bot, article(bot), query="mine", cache_time=300, private=True
    )
    assert (await ask(ada, bot, "mine")).query_id == mine.query_id
    assert (await asked(world, bob, bot, query="mine")).query_id != mine.query_id
    with pytest.raises(Refused, match="INLINE_RESULT_EXPIRED"):
        await choose(bob, mine, bob.peer(ada))
    world.advance(301)
    assert (await asked(world, bob, bot)).query_id != first.query_id


async def test_a_bot_that_answers_no_inline_queries_is_not_asked(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    with pytest.raises(Refused, match="BOT_INLINE_DISABLED"):
        await ask(ada, bot, "q")
    with pytest.raises(Refused, match="BOT_INVALID"):
        await ask(ada, ada, "q")


async def test_a_bot_that_is_slow_is_not_waited_for(world: World) -> None:
    ada, bot = await world.person("Ada"), await inline_bot(world)
    waiting = ask(ada, bot, "q")
    await world.settle()
    world.advance(11)
    with pytest.raises(Refused, match="BOT_RESPONSE_TIMEOUT"):
        await waiting
    # What it says late is of use to the next.
    await answer(bot, article(bot), cache_time=300)
    assert len((await ask(ada, bot, "q")).results) == 1


async def test_only_a_bot_that_wants_to_know_hears_where_somebody_is(world: World) -> None:
    ada = await world.person("Ada")
    for geo in (False, True):
        bot = await inline_bot(world, geo=geo)
        point = ada.make("inputGeoPoint", lat=1.5, long=2.5)
        waiting = ask(ada, bot, "q", geo_point=point)
        await world.settle()
        (query,) = told(bot, "updateBotInlineQuery")
        assert (query.geo is not None) == geo
        await answer(bot)
        await waiting


# -- sending ----------------------------------------------------------------------------


async def test_a_result_is_sent_and_the_bot_hears_of_it(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    shown = await asked(world, ada, bot, article(bot), query="greet")
    await choose(ada, shown, ada.peer(bob), silent=True)
    await world.settle()
    (message,) = messages(bob)
    assert (message.message, message.via_bot_id, message.silent) == ("hello", bot.user_id, True)
    (chosen,) = told(bot, "updateBotInlineSend")
    assert (chosen.user_id, chosen.query, chosen.id) == (ada.user_id, "greet", "1")
    assert chosen.msg_id is None
    quiet = await inline_bot(world, feedback=0)
    shown = await asked(world, ada, quiet, article(quiet))
    await choose(ada, shown, ada.peer(bob))
    await world.settle()
    assert told(quiet, "updateBotInlineSend") == []


async def test_a_result_that_is_sent_twice_is_sent_once(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    shown = await asked(world, ada, bot, article(bot))
    name = ada.client.next_msg_id()
    for _ in range(2):
        await ada.call(
            "messages.sendInlineBotResult",
            peer=ada.peer(bob),
            random_id=name,
            query_id=shown.query_id,
            id="1",
        )
    await world.settle()
    assert len(messages(bob)) == 1
    assert len(told(bot, "updateBotInlineSend")) == 1


@pytest.mark.parametrize("place", ["private", "basic", "group", "channel"])
async def test_a_bot_edits_and_answers_what_was_sent_through_it(
    world: World, place: str
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=place == "channel")
    bot = await inline_bot(world)
    if place == "basic":
        made = await ada.call("messages.createChat", title="x", users=[ada.user(bob)])
        peer = ada.make("inputPeerChat", chat_id=made.updates.chats[0].id)
        theirs = bob.make("inputPeerChat", chat_id=peer.chat_id)
    elif place == "private":
        peer, theirs = ada.peer(bob), bob.peer(ada)
    else:
        peer, theirs = as_peer(ada, channel_id), as_peer(bob, channel_id)
    markup = keyboard(bot, ("More", b"more"))
    shown = await asked(world, ada, bot, article(bot, reply_markup=markup))
    await choose(ada, shown, peer)
    await world.settle()
    (chosen,) = told(bot, "updateBotInlineSend")
    assert chosen.msg_id.NAME == "inputBotInlineMessageID64"
    message = messages(bob)[-1]
    waiting = asyncio.ensure_future(
        bob.call("messages.getBotCallbackAnswer", peer=theirs, msg_id=message.id, data=b"more")
    )
    await world.settle()
    (query,) = told(bot, "updateInlineBotCallbackQuery")
    assert (query.user_id, query.data) == (bob.user_id, b"more")
    assert repr(query.msg_id) == repr(chosen.msg_id)
    await bot.call(
        "messages.setBotCallbackAnswer", query_id=query.query_id, cache_time=0, message="yes"
    )
    assert (await waiting).message == "yes"
    await bot.call("messages.editInlineBotMessage", id=query.msg_id, message="more of it")
    await world.settle()
    edit = next(each for each in reversed(bob.told) if "Edit" in each.NAME)
    assert (edit.message.message, edit.message.reply_markup) == ("more of it", None)
    with pytest.raises(Refused, match="MESSAGE_NOT_MODIFIED"):
        await bot.call("messages.editInlineBotMessage", id=query.msg_id, message="more of it")
    other = await world.bot("Two")
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await other.call("messages.editInlineBotMessage", id=query.msg_id, message="mine")


async def test_a_result_that_there_is_none_of_is_not_sent(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    shown = await asked(world, ada, bot, article(bot))
    with pytest.raises(Refused, match="RESULT_ID_INVALID"):
        await choose(ada, shown, ada.peer(bob), "2")
    with pytest.raises(Refused, match="RESULT_ID_EMPTY"):
        await choose(ada, shown, ada.peer(bob), "")
    for number, error in ((0, "QUERY_ID_EMPTY"), (shown.query_id + 1, "INLINE_RESULT_EXPIRED")):
        shown.query_id = number
        with pytest.raises(Refused, match=error):
            await choose(ada, shown, ada.peer(bob))


async def test_a_group_may_want_nothing_from_bots(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    bot = await inline_bot(world)
    await ada.call(
        "messages.editChatDefaultBannedRights",
        peer=as_peer(ada, channel_id),
        banned_rights=ada.make("chatBannedRights", send_inline=True, until_date=0),
    )
    shown = await asked(world, bob, bot, article(bot))
    with pytest.raises(Refused, match="CHAT_SEND_INLINE_FORBIDDEN"):
        await choose(bob, shown, as_peer(bob, channel_id))


async def test_an_old_client_asks_and_sends(world: World) -> None:
    old, bob, bot = (
        await world.person("Old", layer=140),
        await world.person("Bob"),
        await inline_bot(world),
    )
    shown = await asked(world, old, bot, article(bot, reply_markup=keyboard(bot, ("x", b"x"))))
    await choose(old, shown, old.peer(bob))
    await world.settle()
    assert messages(bob)[-1].via_bot_id == bot.user_id
