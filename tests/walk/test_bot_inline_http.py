"""Inline mode over HTTP: every kind of result and of content, what is chosen, what becomes of it afterwards."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from bot_walks import messages, told
from channel_walks import as_peer, gathered
from http_bots import HttpBot, Refused, http_bot
from inline_walks import ask, choose, open_inline
from PIL import Image
from test_web_pages import Site

from chappe.config import Fetch, Settings
from chappe.features.games.actions import make_game
from chappe.testing.client import Refused as Rejected
from chappe.testing.person import Person
from chappe.testing.world import World

PLACE: dict[str, Any] = {"latitude": 1.5, "longitude": 2.5}
TEXT = {"input_message_content": {"message_text": "hello"}}
BUTTON = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}
INVOICE = {
    "title": "Socks",
    "description": "Warm ones",
    "payload": "order",
    "currency": "XTR",
    "prices": [{"label": "Socks", "amount": 120}],
}


def drawn(kind: str, size: int = 200) -> bytes:
    out = io.BytesIO()
    picture = Image.effect_noise((size, size), 50).convert("RGB")
    more = [picture.rotate(90)] if kind == "GIF" else []
    if more:
        picture.save(out, kind, save_all=True, append_images=more)
    else:
        picture.save(out, kind)
    return out.getvalue()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    site.pages |= {
        "/a.jpg": (drawn("JPEG"), "image/jpeg"),
        "/a.gif": (drawn("GIF"), "image/gif"),
        "/a.mp4": (b"a film" * 99, "video/mp4"),
        "/a.mp3": (b"a song" * 99, "audio/mpeg"),
        "/a.ogg": (b"a voice" * 99, "audio/ogg"),
        "/a.pdf": (b"a paper" * 99, "application/pdf"),
    }
    await site.server.start_server(shutdown_timeout=0.1)
    yield site
    await site.server.close()


@pytest.fixture
async def world(worlds: Callable[..., Any]) -> AsyncIterator[World]:
    async with worlds(Settings(fetch=Fetch.LOOPBACK)) as world:
        yield world


@asynccontextmanager
async def inline_bot(world: World, **how: Any) -> AsyncIterator[HttpBot]:
    async with http_bot(world) as bot:
        await open_inline(world, bot.robot, **how)
        yield bot


async def asked(
    world: World, person: Person, bot: HttpBot, *results: Any, query: str = "q", **more: Any
) -> Any:
    """What a bot offers somebody who asks it."""
    waiting = ask(person, bot.robot, query)
    await world.settle()
    update = (await bot.updates())[-1]
    await bot.call(
        "answerInlineQuery",
        inline_query_id=update["inline_query"]["id"],
        results=list(results),
        **{"cache_time": 0, **more},
    )
    return await waiting


async def sent_file(bot: HttpBot, chat: int, kind: str, data: bytes, name: str) -> str:
    """The name of a file that the bot has sent."""
    fields = aiohttp.FormData({"chat_id": str(chat)})
    fields.add_field(kind, data, filename=name)
    said = await bot.post(f"send{kind.capitalize()}", fields)
    file = said[kind]
    named: str = (file[-1] if isinstance(file, list) else file)["file_id"]
    return named


def on_the_web(site: Site) -> list[tuple[dict[str, Any], str, Any]]:
    """Results whose files are elsewhere; what is sent, and how it looks."""
    thumb = {"thumbnail_url": site.url("/a.jpg")}

    def of(kind: str, word: str, ending: str, **more: Any) -> dict[str, Any]:
        return {"type": kind, "caption": kind, f"{word}_url": site.url(f"/a.{ending}"), **more}

    pdf = {"mime_type": "application/pdf", "title": "Paper"}
    sides = {"mpeg4_width": 320, "mpeg4_height": 240, "mpeg4_duration": 7}
    song = {"title": "Song", "performer": "Ada", "audio_duration": 9}
    film = {"mime_type": "video/mp4", "title": "Film", "video_width": 5, "video_height": -1}
    return [
        (of("photo", "photo", "jpg", **thumb), "Photo", None),
        (of("gif", "gif", "gif", **thumb), "animation", (200, 0)),
        (of("mpeg4_gif", "mpeg4", "mp4", **thumb, **sides), "animation", (320, 7)),
        (of("video", "video", "mp4", **thumb, **film), "video", (5, 0)),
        (of("audio", "audio", "mp3", **song), "audio", ("Song", "Ada", 9)),
        (of("voice", "voice", "ogg", title="Hm", voice_duration=3), "voice", (None, None, 3)),
        (of("document", "document", "pdf", **pdf), "document", None),
    ]


async def known_files(bot: HttpBot, chat: int) -> list[tuple[dict[str, Any], str, Any]]:
    """Results that are files which the bot has sent before."""
    webp = drawn("WEBP", 512)
    files = [
        ("photo", "photo", "photo", drawn("JPEG"), "Photo"),
        ("gif", "gif", "animation", drawn("GIF"), "animation"),
        ("mpeg4_gif", "mpeg4", "animation", b"moving", "animation"),
        ("sticker", "sticker", "sticker", webp, "sticker"),
        ("document", "document", "document", b"a paper", "document"),
        ("video", "video", "video", b"a film", "video"),
        ("voice", "voice", "voice", b"a voice", "voice"),
        ("audio", "audio", "audio", b"a song", "audio"),
    ]
    names = {"gif": "a.gif", "mpeg4_gif": "a.mp4", "photo": "a.jpg", "sticker": "a.webp"}
    made = []
    for kind, word, way, data, looks in files:
        name = names.get(
            kind, f"a.{ {'video': 'mp4', 'voice': 'ogg', 'audio': 'mp3'}.get(kind, 'bin') }"
        )
        file_id = await sent_file(bot, chat, way, data, name)
        result = {"type": kind, "title": kind, f"{word}_file_id": file_id}
        made.append((result if kind == "sticker" else {**result, "caption": kind}, looks, None))
    return made


def plain() -> list[tuple[dict[str, Any], str, Any]]:
    """Results without a file, and contents that are said in the place of a result."""

    def content(**said: Any) -> dict[str, Any]:
        return {"type": "article", "title": "x", "input_message_content": said}

    contact = {"phone_number": "123", "first_name": "Cy", "last_name": "Twombly"}
    venue = {**PLACE, "title": "Bar", "address": "A street", "foursquare_id": "4"}
    live = {**PLACE, "live_period": 900, "heading": 90, "horizontal_accuracy": 20}
    marked = {"message_text": "<b>bold</b> ones", "parse_mode": "HTML"}
    return [
        (content(**marked), "bold ones", "messageEntityBold"),
        ({"type": "location", "title": "Here", **PLACE}, "Geo", None),
        ({"type": "venue", **venue}, "Venue", None),
        ({"type": "contact", **contact}, "Contact", None),
        ({"type": "game", "game_short_name": "tetris"}, "Game", None),
        (content(**PLACE), "Geo", None),
        (content(**live), "GeoLive", None),
        (content(**venue), "Venue", None),
        (content(**contact), "Contact", None),
        (content(**INVOICE), "Invoice", None),
        ({"type": "photo", "photo_url": "https://a.example/a.jpg", **TEXT}, "hello", None),
    ]


def looks(message: Any) -> str:
    """What a message is, in the word of the table."""
    if message.media is None:
        return str(message.message)
    if message.media.NAME != "messageMediaDocument":
        return str(message.media.NAME).removeprefix("messageMedia")
    kinds = {each.NAME for each in message.media.document.attributes}
    if message.media.voice:
        return "voice"
    for name, word in (
        ("Animated", "animation"),
        ("Sticker", "sticker"),
        ("Video", "video"),
        ("Audio", "audio"),
    ):
        if f"documentAttribute{name}" in kinds:
            return word
    return "document"


def measures(message: Any) -> Any:
    """What is said of a film or a sound."""
    for each in message.media.document.attributes:
        if each.NAME == "documentAttributeAudio":
            return each.title, each.performer, each.duration
        if each.NAME in {"documentAttributeVideo", "documentAttributeImageSize"}:
            return each.w, int(getattr(each, "duration", 0))
    return None


async def test_every_kind_of_result_is_chosen_and_seen(world: World, site: Site) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    there = as_peer(ada, channel_id)
    async with inline_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        async with world.node.database.transaction(write=True) as tx:
            await make_game(tx, bot.id, "tetris", "Tetris", "Blocks fall.", 0, 1)
        rows = [*on_the_web(site), *await known_files(bot, ada.user_id), *plain()]
        for n, (result, _, _) in enumerate(rows):
            result["id"] = str(n)
            result.setdefault("thumbnail_url", site.url("/a.jpg"))
        shown = await asked(world, ada, bot, *(result for result, _, _ in rows))
        assert len(shown.results) == len(rows)
        assert not shown.gallery
        for n, (_, look, measure) in enumerate(rows):
            await choose(ada, shown, there, str(n))
            await world.settle()
            message = messages(bob)[-1]
            assert (n, looks(message), message.via_bot_id) == (n, look, bot.id)
            if look in {"animation", "video", "audio", "voice"} and measure is not None:
                assert measures(message) == measure, n
            elif measure is not None:
                assert [each.NAME for each in message.entities] == [measure]
            caption = rows[n][0].get("caption")
            if caption is not None and "input_message_content" not in rows[n][0]:
                assert message.message == caption
        chosen = [each["chosen_inline_result"] for each in await bot.updates()]
        assert [each["result_id"] for each in chosen] == [str(n) for n in range(len(rows))]
        for each in chosen:
            assert (each["query"], each["from"]["id"]) == ("q", ada.user_id)


def article(name: str = "1", **more: Any) -> dict[str, Any]:
    return {"type": "article", "id": name, "title": "Title", **TEXT, **more}


async def test_an_answer_says_how_long_and_for_whom_it_is(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with inline_bot(world, geo=True) as bot:
        point = ada.make("inputGeoPoint", lat=1.5, long=2.5)
        waiting = ask(ada, bot.robot, "what?", ada.peer(bob), offset="7", geo_point=point)
        await world.settle()
        query = (await bot.updates())[-1]["inline_query"]
        assert (query["from"]["id"], query["query"], query["offset"]) == (
            ada.user_id,
            "what?",
            "7",
        )
        assert query["chat_type"] == "private"
        assert round(query["location"]["latitude"], 3) == 1.5
        await bot.call(
            "answerInlineQuery",
            inline_query_id=query["id"],
            results=[
                {"type": "photo", "id": "p", **pictured("https://a.example/a.jpg"), **TEXT}
            ],
            is_personal=True,
            next_offset="8",
            button={"text": "Sign in", "start_parameter": "in"},
        )
        shown = await waiting
        await choose(ada, shown, ada.peer(bob), "p")
        await world.settle()
        chosen = (await bot.updates())[-1]["chosen_inline_result"]
        assert round(chosen["location"]["longitude"], 3) == 2.5
        assert (shown.gallery, shown.next_offset, shown.cache_time) == (True, "8", 300)
        assert (shown.switch_pm.text, shown.switch_pm.start_param) == ("Sign in", "in")
        # Anew with a page, and once more in the words of older programs.
        page = {"text": "Open", "web_app": {"url": "http://localhost/page"}}
        shown = await asked(world, ada, bot, article(), button=page)
        assert shown.switch_webview.url == "http://localhost/page"
        older = {"switch_pm_text": "Begin", "switch_pm_parameter": "x"}
        old = {**article(), "thumb_url": "https://a.example/t.jpg"}
        shown = await asked(world, ada, bot, old, query="older", **older)
        assert (shown.switch_pm.text, shown.results[0].thumb.url) == (
            "Begin",
            "https://a.example/t.jpg",
        )
        with pytest.raises(Refused, match="query is too old and response timeout expired"):
            await bot.call("answerInlineQuery", inline_query_id=query["id"], results=[])


def pictured(url: str) -> dict[str, Any]:
    return {"photo_url": url, "thumbnail_url": url}


BAD: list[tuple[list[Any], dict[str, Any], str]] = [
    ([article(str(n)) for n in range(51)], {}, "RESULTS_TOO_MUCH"),
    ([article(), article()], {}, "RESULT_ID_DUPLICATE"),
    ([article("x" * 65)], {}, "RESULT_ID_INVALID"),
    ([{**article(), "id": None}], {}, "can't parse InlineQueryResult: Can't find field \"id\""),
    (
        [{"type": "photo", "id": "1"}],
        {},
        "can't parse InlineQueryResult: Can't find field \"photo_url\"",
    ),
    ([{**article(), "type": "song"}], {}, "can't parse InlineQueryResult: "),
    ([article(title="")], {}, "ARTICLE_TITLE_EMPTY"),
    ([{"type": "photo", "id": "1", **pictured("ftp://a")}], {}, "WEBDOCUMENT_URL_INVALID"),
    (
        [{"type": "photo", "id": "1", "photo_file_id": "nothing"}],
        {},
        "wrong file identifier/HTTP URL specified",
    ),
    ([{"type": "game", "id": "1", "game_short_name": "x"}], {}, "wrong game short name"),
    ([article(input_message_content={"message_text": ""})], {}, "message text is empty"),
    ([article(input_message_content={"message_text": "x" * 4097})], {}, "message is too long"),
    (
        [article(input_message_content={"message_text": "<b", "parse_mode": "HTML"})],
        {},
        "can't parse entities",
    ),
    (
        [article(input_message_content={"rich_message": {}})],
        {},
        "this server does not offer such message",
    ),
    ([article(input_message_content={**PLACE, "latitude": 91})], {}, "invalid location"),
    (
        [article(input_message_content={**PLACE, "latitude": "x"})],
        {},
        'can\'t parse InlineQueryResult: Field "latitude" must be of type Number',
    ),
    (
        [article(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": ""}]]})],
        {},
        "BUTTON_DATA_INVALID",
    ),
    ([], {"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ([], {"button": {"text": "x", "start_parameter": ""}}, "can't use empty start_parameter"),
    (
        [],
        {"button": {"text": "x", "start_parameter": "a b"}},
        "unallowed characters in start_parameter are used",
    ),
    ([], {"button": {"text": "x"}}, "can't parse InlineQueryResultsButton"),
    (
        [],
        {"button": {"text": "x", "web_app": {"url": "ftp://a"}}},
        "SWITCH_WEBVIEW_URL_INVALID",
    ),
]


@pytest.mark.one_node
async def test_what_cannot_be_an_answer_is_refused(world: World) -> None:
    ada = await world.person("Ada")
    async with inline_bot(world) as bot:
        waiting = ask(ada, bot.robot, "q")
        await world.settle()
        name = (await bot.updates())[-1]["inline_query"]["id"]
        for results, more, words in BAD:
            with pytest.raises(Refused) as refused:
                await bot.call(
                    "answerInlineQuery", inline_query_id=name, results=results, **more
                )
            assert refused.value.description.startswith(f"Bad Request: {words}"), (
                refused.value.description
            )
        for wrong in ("17", "x", "9" * 19):
            with pytest.raises(Refused, match="query is too old"):
                await bot.call("answerInlineQuery", inline_query_id=wrong, results=[])
        assert await bot.call("answerInlineQuery", inline_query_id=name, results=[])
        assert (await waiting).results == []


async def test_a_message_is_made_ready_for_somebody(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with inline_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        allowed = {"allow_user_chats": True, "allow_group_chats": True}
        whom = {"user_id": ada.user_id, "result": article()}
        ready = await bot.call("savePreparedInlineMessage", **whom, **allowed)
        assert ready["expiration_date"] == int(world.clock.now()) + 86_400
        named = {"bot": ada.user(bot.robot), "id": ready["id"]}
        found = await ada.call("messages.getPreparedInlineMessage", **named)
        kinds = [each.NAME.removeprefix("inlineQueryPeerType") for each in found.peer_types]
        assert kinds == ["PM", "Chat", "Megagroup"]
        await choose(ada, found, ada.peer(bob), hide_via=True)
        await world.settle()
        # Only bots that the configuration names may be hidden, and it names none.
        (came,) = told(bob, "updateShortMessage") or messages(bob)
        assert (came.message, came.via_bot_id) == ("hello", bot.id)
        every = {f"allow_{kind}_chats": True for kind in ("user", "bot", "group", "channel")}
        ready = await bot.call("savePreparedInlineMessage", **whom, **every)
        found = await ada.call(
            "messages.getPreparedInlineMessage", bot=ada.user(bot.robot), id=ready["id"]
        )
        assert found.peer_types == []
        for more, words in (
            ({}, "at least one chat type must be allowed"),
            ({**every, "user_id": 999}, "invalid user_id specified"),
            ({**every, "result": article(title="")}, "ARTICLE_TITLE_EMPTY"),
        ):
            with pytest.raises(Refused, match=words):
                await bot.call("savePreparedInlineMessage", **{**whom, **more})
        with pytest.raises(Rejected, match="ID_INVALID"):
            await bob.call(
                "messages.getPreparedInlineMessage", bot=bob.user(bot.robot), id=ready["id"]
            )
