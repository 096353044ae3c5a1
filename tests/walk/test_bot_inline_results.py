"""Inline results: what they carry, what cannot be one, and those that are made ready for somebody."""

from typing import Any

import pytest
from bot_walks import messages
from file_walks import fetch, place, upload
from inline_walks import answer, article, ask, asked, choose, inline_bot, picture, said

from chappe.features.games.actions import make_game
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


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
