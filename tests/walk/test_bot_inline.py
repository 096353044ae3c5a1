"""Inline mode: bots that are asked from any chat, what they offer, and what is sent through them."""

import asyncio
import io
from typing import Any

import pytest
from bot_walks import keyboard, messages, told
from channel_walks import as_peer, gathered
from file_walks import fetch, place, upload
from PIL import Image

from chappe.features.bots import store as bots
from chappe.features.bots.actions import change_face
from chappe.features.games.actions import make_game
from chappe.features.users import store as users
from chappe.features.users.model import BotFace
from chappe.testing.client import Refused
from chappe.testing.person import Person, Robot
from chappe.testing.world import World
from chappe.updates.log import Journal


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), (9, 99, 199)).save(out, "JPEG")
    return out.getvalue()


async def inline_bot(world: World, *, feedback: int = 100, geo: bool = False) -> Robot:
    """A bot that answers inline queries, and hears of what is chosen."""
    bot = await world.bot("Echo")
    async with world.node.database.transaction(write=True) as tx:
        journal = Journal(tx, world.clock.now())
        user = await users.find(tx, bot.user_id)
        assert user is not None
        await change_face(journal, user, BotFace(inline_placeholder="Say it…", inline_geo=geo))
        await bots.set_value(tx, bot.user_id, "inline_feedback", feedback)
        await journal.flush()
    return bot


def ask(
    person: Person, bot: Person, query: str, peer: Any = None, **more: Any
) -> "asyncio.Task[Any]":
    return asyncio.ensure_future(
        person.call(
            "messages.getInlineBotResults",
            bot=person.user(bot),
            peer=peer or person.make("inputPeerSelf"),
            query=query,
            **{"offset": "", **more},
        )
    )


def said(bot: Person, text: str, **more: Any) -> Any:
    return bot.make("inputBotInlineMessageText", message=text, **more)


def article(bot: Person, name: str = "1", text: str = "hello", **more: Any) -> Any:
    return bot.make(
        "inputBotInlineResult",
        id=name,
        type="article",
        title="Title",
        send_message=said(bot, text, **more),
    )


async def answer(bot: Person, *results: Any, cache_time: int = 0, **more: Any) -> bool:
    """Answer the last question."""
    query = told(bot, "updateBotInlineQuery")[-1]
    done: bool = await bot.call(
        "messages.setInlineBotResults",
        query_id=query.query_id,
        results=list(results),
        cache_time=cache_time,
        **more,
    )
    return done


async def asked(
    world: World, person: Person, bot: Person, *results: Any, query: str = "q", **more: Any
) -> Any:
    """What a bot offers that answers so."""
    waiting = ask(person, bot, query)
    await world.settle()
    await answer(bot, *results, **more)
    return await waiting


async def choose(person: Person, shown: Any, peer: Any, name: str = "1", **more: Any) -> Any:
    """Send a result."""
    return await person.call(
        "messages.sendInlineBotResult",
        peer=peer,
        random_id=person.client.next_msg_id(),
        query_id=shown.query_id,
        id=name,
        **more,
    )


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


async def test_a_place_and_a_contact_are_sent(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    point = bot.make("inputGeoPoint", lat=1.5, long=2.5)
    offers = {
        "geo": bot.make("inputBotInlineMessageMediaGeo", geo_point=point),
        "live": bot.make("inputBotInlineMessageMediaGeo", geo_point=point, period=900),
        "venue": bot.make(
            "inputBotInlineMessageMediaVenue",
            geo_point=point,
            title="Here",
            address="A street",
            provider="",
            venue_id="",
            venue_type="",
        ),
        "contact": bot.make(
            "inputBotInlineMessageMediaContact",
            phone_number="123",
            first_name="Cy",
            last_name="",
            vcard="",
        ),
    }
    results = [
        bot.make("inputBotInlineResult", id=name, type="venue", title="x", send_message=message)
        for name, message in offers.items()
    ]
    shown = await asked(world, ada, bot, *results)
    for name in offers:
        await choose(ada, shown, ada.peer(bob), name)
    await world.settle()
    assert [each.media.NAME for each in messages(bob)] == [
        "messageMediaGeo",
        "messageMediaGeoLive",
        "messageMediaVenue",
        "messageMediaContact",
    ]


async def test_a_file_of_the_bots_is_sent_by_whoever_chooses_it(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    await ada.send(bot, "/start")
    sent = await bot.call(
        "messages.sendMedia",
        peer=bot.peer(ada),
        media=bot.make("inputMediaUploadedPhoto", file=await upload(bot, picture())),
        message="",
        random_id=bot.client.next_msg_id(),
    )
    photo = next(
        each for each in sent.updates if each.NAME == "updateNewMessage"
    ).message.media.photo
    named = bot.make(
        "inputPhoto",
        id=photo.id,
        access_hash=photo.access_hash,
        file_reference=photo.file_reference,
    )
    auto = bot.make("inputBotInlineMessageMediaAuto", message="a caption")
    result = bot.make(
        "inputBotInlineResultPhoto", id="p", type="photo", photo=named, send_message=auto
    )
    shown = await asked(world, ada, bot, result)
    offered = shown.results[0].photo
    size = offered.sizes[-1].type
    assert await fetch(ada, place(ada, offered, size))
    await choose(ada, shown, ada.peer(bob), "p")
    await world.settle()
    message = messages(bob)[-1]
    assert (message.message, message.media.photo.id) == ("a caption", photo.id)
    assert await fetch(bob, place(bob, message.media.photo, size))


def web(bot: Person, url: str = "https://a.example/x", mime: str = "image/jpeg") -> Any:
    return bot.make("inputWebDocument", url=url, size=0, mime_type=mime, attributes=[])


BAD: list[tuple[dict[str, Any], str]] = [
    ({"type": "article", "title": ""}, "ARTICLE_TITLE_EMPTY"),
    ({"type": "song"}, "RESULT_TYPE_INVALID"),
    ({"id": ""}, "RESULT_ID_INVALID"),
    ({"id": "x" * 65}, "RESULT_ID_INVALID"),
    ({"type": "photo"}, "PHOTO_CONTENT_URL_EMPTY"),
    (
        {"type": "photo", "content": ("https://a.example", "text/plain")},
        "PHOTO_CONTENT_TYPE_INVALID",
    ),
    (
        {"type": "photo", "content": ("https://a.example", "image/jpeg")},
        "PHOTO_THUMB_URL_EMPTY",
    ),
    (
        {"type": "gif", "content": ("https://a.example", "image/png")},
        "GIF_CONTENT_TYPE_INVALID",
    ),
    (
        {"type": "video", "content": ("https://a.example", "image/png")},
        "VIDEO_CONTENT_TYPE_INVALID",
    ),
    (
        {"type": "video", "content": ("https://a.example", "video/mp4"), "title": ""},
        "VIDEO_TITLE_EMPTY",
    ),
    ({"type": "audio"}, "AUDIO_CONTENT_URL_EMPTY"),
    (
        {"type": "voice", "content": ("https://a.example", "audio/ogg"), "title": ""},
        "AUDIO_TITLE_EMPTY",
    ),
    ({"type": "file", "title": ""}, "FILE_TITLE_EMPTY"),
    (
        {"type": "file", "content": ("https://a.example", "image/png")},
        "FILE_CONTENT_TYPE_INVALID",
    ),
    ({"thumb": ("", "image/jpeg")}, "WEBDOCUMENT_URL_EMPTY"),
    ({"thumb": ("ftp://a.example", "image/jpeg")}, "WEBDOCUMENT_URL_INVALID"),
    ({"thumb": ("https://a.example", "x")}, "WEBDOCUMENT_MIME_INVALID"),
    ({"auto": True}, "SEND_MESSAGE_MEDIA_INVALID"),
    ({"text": ""}, "MESSAGE_EMPTY"),
    ({"text": "x" * 4097}, "MESSAGE_TOO_LONG"),
]


@pytest.mark.parametrize(("wrong", "error"), BAD)
async def test_what_cannot_be_a_result_is_refused(
    world: World, wrong: dict[str, Any], error: str
) -> None:
    ada, bot = await world.person("Ada"), await inline_bot(world)
    waiting = ask(ada, bot, "q")
    await world.settle()
    message = said(bot, wrong.get("text", "hello"))
    if wrong.get("auto"):
        message = bot.make("inputBotInlineMessageMediaAuto", message="")
    documents = {name: web(bot, *wrong[name]) for name in ("content", "thumb") if name in wrong}
    result = bot.make(
        "inputBotInlineResult",
        id=wrong.get("id", "1"),
        type=wrong.get("type", "article"),
        title=wrong.get("title", "x"),
        send_message=message,
        **documents,
    )
    with pytest.raises(Refused, match=error):
        await answer(bot, result)
    await answer(bot)
    await waiting


async def test_what_cannot_be_an_answer_is_refused(world: World) -> None:
    ada, bot = await world.person("Ada"), await inline_bot(world)
    waiting = ask(ada, bot, "q")
    await world.settle()

    def switch(text: str, param: str) -> Any:
        return bot.make("inlineBotSwitchPM", text=text, start_param=param)

    page = bot.make("inlineBotWebView", text="x", url="ftp://a.example")
    for error, results, more in [
        ("RESULTS_TOO_MUCH", [article(bot, str(n)) for n in range(51)], {}),
        ("RESULT_ID_DUPLICATE", [article(bot), article(bot)], {}),
        ("NEXT_OFFSET_INVALID", [], {"next_offset": "x" * 65}),
        ("SWITCH_PM_TEXT_EMPTY", [], {"switch_pm": switch(" ", "x")}),
        ("START_PARAM_EMPTY", [], {"switch_pm": switch("x", "")}),
        ("START_PARAM_INVALID", [], {"switch_pm": switch("x", "a b")}),
        ("SWITCH_WEBVIEW_URL_INVALID", [], {"switch_webview": page}),
    ]:
        with pytest.raises(Refused, match=error):
            await answer(bot, *results, **more)
    await answer(bot)
    await waiting


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


async def test_a_game_and_something_for_sale_are_sent(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    async with world.node.database.transaction(write=True) as tx:
        await make_game(tx, bot.user_id, "tetris", "Tetris", "Blocks fall.", 0, 1)
    game = bot.make(
        "inputBotInlineResultGame",
        id="game",
        short_name="tetris",
        send_message=bot.make("inputBotInlineMessageGame"),
    )
    price = bot.make("labeledPrice", label="Socks", amount=120)
    invoice = bot.make(
        "inputBotInlineMessageMediaInvoice",
        title="Socks",
        description="Warm ones",
        invoice=bot.make("invoice", currency="XTR", prices=[price]),
        payload=b"order",
        provider="",
        provider_data=bot.make("dataJSON", data="{}"),
    )
    sale = bot.make(
        "inputBotInlineResult", id="sale", type="article", title="Socks", send_message=invoice
    )
    shown = await asked(world, ada, bot, game, sale)
    assert shown.results[0].title == "Tetris"
    assert shown.results[1].send_message.total_amount == 120
    for name in ("game", "sale"):
        await choose(ada, shown, ada.peer(bob), name)
    await world.settle()
    played, sold = messages(bob)[-2:]
    assert played.media.game.short_name == "tetris"
    assert played.reply_markup.rows[0].buttons[0].type.NAME == "inlineButtonTypeGame"
    assert (sold.media.title, sold.media.currency) == ("Socks", "XTR")
    assert sold.reply_markup.rows[0].buttons[0].type.NAME == "inlineButtonTypeBuy"
    assert {played.via_bot_id, sold.via_bot_id} == {bot.user_id}
    form = await bob.call(
        "payments.getPaymentForm",
        invoice=bob.make("inputInvoiceMessage", peer=bob.peer(ada), msg_id=sold.id),
    )
    assert form.bot_id == bot.user_id
    with pytest.raises(Refused, match="SEND_MESSAGE_GAME_INVALID"):
        await asked(
            world,
            ada,
            bot,
            bot.make(
                "inputBotInlineResultGame",
                id="1",
                short_name="tetris",
                send_message=said(bot, "no game"),
            ),
            query="other",
        )


async def test_a_bot_makes_a_message_ready_for_one_person(world: World) -> None:
    ada, bob, bot = (
        await world.person("Ada"),
        await world.person("Bob"),
        await inline_bot(world),
    )
    await ada.send(bot, "/start")
    kinds = [bot.make("inlineQueryPeerTypePM"), bot.make("inlineQueryPeerTypeChat")]
    ready = await bot.call(
        "messages.savePreparedInlineMessage",
        result=article(bot, text="prepared"),
        user_id=bot.user(ada),
        peer_types=kinds,
    )
    found = await ada.call("messages.getPreparedInlineMessage", bot=ada.user(bot), id=ready.id)
    assert [each.NAME for each in found.peer_types] == [each.NAME for each in kinds]
    assert found.result.send_message.message == "prepared"
    await choose(ada, found, ada.peer(bob))
    await world.settle()
    assert (messages(bob)[-1].message, messages(bob)[-1].via_bot_id) == (
        "prepared",
        bot.user_id,
    )
    other = await world.bot("Two")
    for who, of, name in [
        (bob, bot, ready.id),
        (ada, other, ready.id),
        (ada, bot, "nothing"),
        (ada, bot, "9" * 19),
        (ada, bot, "9" * 40),
    ]:
        with pytest.raises(Refused, match="ID_INVALID"):
            await who.call("messages.getPreparedInlineMessage", bot=who.user(of), id=name)
    with pytest.raises(Refused, match="INLINE_RESULT_EXPIRED"):
        await choose(bob, found, bob.peer(ada))
    world.leap(86_400)
    with pytest.raises(Refused, match="ID_EXPIRED"):
        await world.beside(ada).call(
            "messages.getPreparedInlineMessage", bot=ada.user(bot), id=ready.id
        )
