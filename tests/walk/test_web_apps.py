"""Pages that bots show: how they are opened, what they are told, what comes back."""

import hmac
import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bot_walks import messages, met, told
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_bots import Refused as BotRefused
from http_bots import http_bot
from test_bot_father import made, say, shown

from chappe.config import Profile
from chappe.features.webapps.signing import public_key
from chappe.testing.client import Refused
from chappe.testing.person import Person, Robot
from chappe.testing.world import World

URL = "http://localhost:3000/page?x=1#own"


def parts_of(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """What a page finds behind the #, and its init data."""
    behind = dict(parse_qsl(urlsplit(url).fragment, keep_blank_values=True))
    return behind, dict(parse_qsl(behind["tgWebAppData"], strict_parsing=True))


def check_signed(world: World, bot: Robot, data: dict[str, str]) -> None:
    """What every framework checks, and what third parties do."""
    fields = dict(data)
    hash_ = fields.pop("hash")
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", bot.token.encode(), "sha256")
    assert hmac.digest(key, lines.encode(), "sha256").hex() == hash_
    signature = fields.pop("signature")
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    known = Ed25519PublicKey.from_public_bytes(public_key(world.node.secret))
    raw = urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    known.verify(raw, f"{bot.user_id}:WebAppData\n{lines}".encode())


async def opened(who: Person, bot: Robot, **more: Any) -> Any:
    fields: dict[str, Any] = {"url": URL, "platform": "tdesktop", **more}
    return await who.call(
        "messages.requestWebView", peer=who.peer(bot), bot=who.user(bot), **fields
    )


async def test_a_page_is_told_who_looks_and_can_believe_it(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    theme = ada.make("dataJSON", data='{"bg_color": "#ffffff"}')
    result = await opened(ada, bot, theme_params=theme)
    assert urlsplit(result.url).query == "x=1"
    behind, data = parts_of(result.url)
    assert "own" in behind or urlsplit(result.url).fragment.startswith("own&")
    assert (behind["tgWebAppPlatform"], bool(behind["tgWebAppVersion"])) == ("tdesktop", True)
    assert json.loads(behind["tgWebAppThemeParams"]) == {"bg_color": "#ffffff"}
    assert data["query_id"] == str(result.query_id)
    assert data["auth_date"] == str(int(world.clock.now()))
    user = json.loads(data["user"])
    assert (user["id"], user["first_name"]) == (ada.user_id, "Ada")
    assert user["allows_write_to_pm"]
    check_signed(world, bot, data)


async def test_what_no_page_is(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    bob = await world.person("Bob")
    with pytest.raises(Refused, match="URL_INVALID"):
        await opened(ada, bot, url="ftp://example.com/")
    with pytest.raises(Refused, match="THEME_PARAMS_INVALID"):
        await opened(ada, bot, theme_params=ada.make("dataJSON", data="["))
    with pytest.raises(Refused, match="BOT_INVALID"):
        await opened(ada, bot, url=None)
    with pytest.raises(Refused, match="BOT_INVALID"):
        await opened(ada, bob)  # type: ignore[arg-type]  # no bot
    with pytest.raises(Refused, match="PEER_ID_INVALID"):
        await ada.call(
            "messages.requestWebView",
            peer=ada.peer(bob),
            bot=ada.user(bot),
            url=URL,
            platform="ios",
        )
    with pytest.raises(Refused, match="BOT_WEBVIEW_DISABLED"):
        await opened(ada, bot, url=None, from_bot_menu=True)
    with pytest.raises(Refused, match="QUERY_ID_INVALID"):
        await ada.call(
            "messages.prolongWebView", peer=ada.peer(bot), bot=ada.user(bot), query_id=5
        )
    menu = await ada.call("messages.getAttachMenuBots", hash=0)
    assert (menu.bots, menu.hash) == ([], 0)
    with pytest.raises(Refused, match="BOT_INVALID"):
        await ada.call("messages.getAttachMenuBot", bot=ada.user(bot))


async def test_in_production_pages_are_sealed_on_their_way(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    for node in world.nodes:
        node.settings = replace(node.settings, profile=Profile.PRODUCTION)
    for url in ("http://example.com/", "https://localhost/"):
        kind = bot.make("inlineButtonTypeWebView", url=url)
        button = bot.make("keyboardInlineButton", text="Open", type=kind)
        rows = [bot.make("keyboardInlineButtonRow", buttons=[button])]
        with pytest.raises(Refused, match="BUTTON_URL_INVALID"):
            await bot.send(ada, "x", reply_markup=bot.make("replyInlineMarkup", rows=rows))
        with pytest.raises(Refused, match="URL_INVALID"):
            await opened(ada, bot, url=url)
    assert (await opened(ada, bot, url="https://example.com/")).url


async def test_the_menu_button_opens_a_page(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    button = bot.make("botMenuButton", text="Shop", url="http://localhost/shop")
    await bot.call("bots.setBotMenuButton", user_id=bot.make("inputUserEmpty"), button=button)
    result = await opened(ada, bot, url=None, from_bot_menu=True, start_param="abc")
    assert result.url.startswith("http://localhost/shop?tgWebAppStartParam=abc#")
    _, data = parts_of(result.url)
    assert data["start_param"] == "abc"
    assert "allows_write_to_pm" not in data["user"]
    check_signed(world, bot, data)


async def test_a_key_opens_a_page_that_sends_data(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    result = await ada.call(
        "messages.requestSimpleWebView", bot=ada.user(bot), url=URL, platform="android"
    )
    assert result.query_id is None
    check_signed(world, bot, parts_of(result.url)[1])
    with pytest.raises(Refused, match="BOT_INVALID"):
        await ada.call("messages.requestSimpleWebView", bot=ada.user(bot), platform="android")
    asked = {"bot": ada.user(bot), "random_id": 7, "button_text": "Order"}
    with pytest.raises(Refused, match="DATA_TOO_LONG"):
        await ada.call("messages.sendWebViewData", **asked, data="x" * 4097)
    answer = await ada.call("messages.sendWebViewData", **asked, data="two pizzas")
    sent = next(each.message for each in answer.updates if each.NAME == "updateNewMessage")
    assert (sent.action.NAME, sent.action.text) == ("messageActionWebViewDataSent", "Order")
    await ada.call("messages.sendWebViewData", **asked, data="two pizzas")
    await world.settle()
    (heard,) = messages(bot)
    assert (heard.action.NAME, heard.action.data) == (
        "messageActionWebViewDataSentMe",
        "two pizzas",
    )


async def test_a_page_says_something_in_the_name_of_whoever_has_it_open(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await met(world, ada, bot.robot)
        view = (await opened(ada, bot.robot)).query_id
        result = {
            "type": "article",
            "id": "1",
            "title": "Order",
            "input_message_content": {"message_text": "I <b>order</b>", "parse_mode": "HTML"},
        }
        with pytest.raises(BotRefused, match="query is too old"):
            await bot.call("answerWebAppQuery", web_app_query_id="17", result=result)
        world.advance(100)
        same = {"peer": ada.peer(bot.robot), "bot": ada.user(bot.robot), "query_id": view}
        assert await ada.call("messages.prolongWebView", **same)
        world.advance(100)
        said = await bot.call("answerWebAppQuery", web_app_query_id=str(view), result=result)
        await world.settle()
        (message,) = messages(ada)
        assert (message.message, message.out, message.via_bot_id) == (
            "I order",
            True,
            bot.id,
        )
        (closed,) = told(ada, "updateWebViewResultSent")
        assert closed.query_id == view
        with pytest.raises(BotRefused, match="query is too old"):
            await bot.call("answerWebAppQuery", web_app_query_id=str(view), result=result)
        assert said["inline_message_id"]
        late = (await opened(ada, bot.robot)).query_id
        world.advance(121)
        with pytest.raises(BotRefused, match="query is too old"):
            await bot.call("answerWebAppQuery", web_app_query_id=str(late), result=result)
        with pytest.raises(Refused, match="QUERY_ID_INVALID"):
            await ada.call("messages.prolongWebView", **{**same, "query_id": late})


@pytest.mark.parametrize(
    "result",
    [
        {"type": "contact", "id": "1", "phone_number": "1234567", "first_name": "Bob"},
        {"type": "location", "id": "1", "latitude": 1.0, "longitude": 2.0, "title": "Here"},
        {
            "type": "venue",
            "id": "1",
            "latitude": 1.0,
            "longitude": 2.0,
            "title": "Bar",
            "address": "Street",
        },
        {
            "type": "article",
            "id": "1",
            "title": "Socks",
            "input_message_content": {
                "title": "Socks",
                "description": "Warm ones",
                "payload": "order",
                "currency": "XTR",
                "prices": [{"label": "Socks", "amount": 120}],
            },
        },
    ],
)
async def test_results_of_other_kinds(world: World, result: dict[str, Any]) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await met(world, ada, bot.robot)
        view = (await opened(ada, bot.robot)).query_id
        await bot.call("answerWebAppQuery", web_app_query_id=str(view), result=result)
        await world.settle()
        (message,) = messages(ada)
        kinds = {
            "contact": "Contact",
            "location": "Geo",
            "venue": "Venue",
            "article": "Invoice",
        }
        assert message.media.NAME.removeprefix("messageMedia") == kinds[result["type"]]


async def ask(who: Person, bot: Robot, method: str, **params: Any) -> Any:
    """Ask what is stored, as a page does."""
    said = who.make("dataJSON", data=json.dumps(params))
    answer = await who.call(
        "bots.invokeWebViewCustomMethod",
        bot=who.user(bot),
        custom_method=method,
        params=said,
    )
    return json.loads(answer.data)


async def test_pages_store_values(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Echo")
    assert await ask(ada, bot, "getStorageKeys") == []
    assert await ask(ada, bot, "saveStorageValue", key="a", value="1") is True
    assert await ask(ada, bot, "saveStorageValue", key="b", value="2") is True
    assert await ask(ada, bot, "saveStorageValue", key="a", value="3") is True
    found = await ask(ada, bot, "getStorageValues", keys=["a", "b", "c"])
    assert found == {"a": "3", "b": "2", "c": ""}
    assert await ask(bob, bot, "getStorageKeys") == []
    assert await ask(ada, bot, "deleteStorageValues", keys=["a"]) is True
    assert await ask(ada, bot, "getStorageKeys") == ["b"]
    for wrong in ({"key": "ä", "value": "x"}, {"key": "a", "value": 5}, {}):
        with pytest.raises(Refused, match="DATA_INVALID"):
            await ask(ada, bot, "saveStorageValue", **wrong)
    with pytest.raises(Refused, match="METHOD_INVALID"):
        await ask(ada, bot, "getRequestedContact")


async def test_pages_with_links(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    await say(
        world, ada, "/newapp", "@tetris_bot", "shop\nhttp://localhost/shop\nThe shop\nBuy!"
    )
    assert "shop - The shop" in (await say(world, ada, "/listapps", "@tetris_bot")).message
    wrong = await say(world, ada, "/newapp", "@tetris_bot", "shop\nnowhere\nThe shop")
    assert "I need a line" in wrong.message
    await say(world, ada, "/cancel")
    assert (
        "this page"
        in (
            await say(world, ada, "/setmainapp", "@tetris_bot", "http://localhost/main")
        ).message
    )
    bot = await shown(ada)
    assert bot.bot_has_main_app
    user = ada.make("inputUser", user_id=bot.id, access_hash=bot.access_hash)
    peer = ada.make("inputPeerUser", user_id=bot.id, access_hash=bot.access_hash)
    named = ada.make("inputBotAppShortName", bot_id=user, short_name="Shop")
    found = await ada.call("messages.getBotApp", app=named, hash=0)
    assert (found.app.title, found.inactive, found.request_write_access) == (
        "The shop",
        True,
        True,
    )
    again = await ada.call("messages.getBotApp", app=named, hash=found.app.hash)
    assert again.app.NAME == "botAppNotModified"
    by_id = ada.make("inputBotAppID", id=found.app.id, access_hash=found.app.access_hash)
    result = await ada.call(
        "messages.requestAppWebView",
        peer=peer,
        app=by_id,
        platform="ios",
        start_param="go",
        write_allowed=True,
    )
    _, data = parts_of(result.url)
    assert (data["chat_type"], data["start_param"]) == ("sender", "go")
    assert data["chat_instance"]
    assert json.loads(data["user"])["allows_write_to_pm"]
    main = await ada.call(
        "messages.requestMainWebView",
        peer=ada.make("inputPeerSelf"),
        bot=user,
        platform="ios",
    )
    assert main.url.startswith("http://localhost/main#")
    assert parts_of(main.url)[1]["chat_type"] == "private"
    none = ada.make("inputBotAppShortName", bot_id=user, short_name="none")
    with pytest.raises(Refused, match="BOT_APP_SHORTNAME_INVALID"):
        await ada.call("messages.getBotApp", app=none, hash=0)
    wrong_hash = ada.make("inputBotAppID", id=found.app.id, access_hash=1)
    with pytest.raises(Refused, match="BOT_APP_INVALID"):
        await ada.call("messages.getBotApp", app=wrong_hash, hash=0)
    await say(world, ada, "/deleteapp", "@tetris_bot", "shop")
    await say(world, ada, "/setmainapp", "@tetris_bot", "/empty")
    with pytest.raises(Refused, match="BOT_INVALID"):
        await ada.call("messages.requestMainWebView", peer=peer, bot=user, platform="ios")


def login(bot: Robot, url: str, *, writes: bool = False) -> Any:
    kind = bot.make(
        "inputInlineButtonTypeUrlAuth",
        url=url,
        request_write_access=writes,
        bot=bot.make("inputUserSelf"),
    )
    button = bot.make("keyboardInlineButton", text="Sign in", type=kind)
    row = bot.make("keyboardInlineButtonRow", buttons=[button])
    return bot.make("replyInlineMarkup", rows=[row])


async def test_a_button_signs_in_to_a_web_site(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    await bot.send(
        ada, "here", reply_markup=login(bot, "https://example.com/in?next=/a", writes=True)
    )
    await world.settle()
    (message,) = messages(ada)
    kind = message.reply_markup.rows[0].buttons[0].type
    assert (kind.NAME, kind.url) == (
        "inlineButtonTypeUrlAuth",
        "https://example.com/in?next=/a",
    )
    pressed = {"peer": ada.peer(bot), "msg_id": message.id, "button_id": kind.button_id}
    asked = await ada.call("messages.requestUrlAuth", **pressed)
    assert (asked.domain, asked.bot.id) == ("example.com", bot.user_id)
    assert not asked.request_write_access  # they have talked
    accepted = await ada.call("messages.acceptUrlAuth", **pressed, write_allowed=True)
    data = dict(parse_qsl(urlsplit(accepted.url).query))
    assert data.pop("next") == "/a"
    hash_ = data.pop("hash")
    lines = "\n".join(f"{name}={value}" for name, value in sorted(data.items()))
    key = sha256(bot.token.encode()).digest()
    assert hmac.digest(key, lines.encode(), "sha256").hex() == hash_
    assert (data["id"], data["first_name"]) == (str(ada.user_id), "Ada")
    with pytest.raises(Refused, match="BUTTON_ID_INVALID"):
        await ada.call("messages.requestUrlAuth", **{**pressed, "button_id": 2})
    default = await ada.call("messages.requestUrlAuth", url="https://example.com/")
    assert default.NAME == "urlAuthResultDefault"
    with pytest.raises(Refused, match="URL_INVALID"):
        await ada.call("messages.requestUrlAuth", url="nothing")
    assert await ada.call("messages.declineUrlAuth", url="https://example.com/")


async def test_only_at_the_web_site_of_the_bot(world: World) -> None:
    ada = await world.person("Ada")
    token = await made(world, ada)
    assert (
        "no name" in (await say(world, ada, "/setdomain", "@tetris_bot", "not a name")).message
    )
    assert "example.com" in (await say(world, ada, "https://Example.com/")).message
    bot_id = int(token.partition(":")[0])
    client = await world.client()
    await client.call(
        "auth.importBotAuthorization",
        flags=0,
        bot_auth_token=token,
        api_id=12345,
        api_hash="0" * 32,
    )
    bot = Robot(client, "", bot_id, world.node.secret, token, "tetris_bot")  # type: ignore[arg-type]  # a number
    await ada.send(bot, "hello")
    for url in ("https://sub.example.com/", "https://badexample.com/"):
        await bot.send(ada, "here", reply_markup=login(bot, url))
    await world.settle()
    kinds = []
    for message in messages(ada)[-2:]:
        button = message.reply_markup.rows[0].buttons[0].type
        pressed = {"peer": ada.peer(bot), "msg_id": message.id, "button_id": button.button_id}
        kinds.append((await ada.call("messages.requestUrlAuth", **pressed)).NAME)
    assert kinds == ["urlAuthResultRequest", "urlAuthResultDefault"]
