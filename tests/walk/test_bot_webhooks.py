"""Updates posted to a bot's own server."""

import asyncio
import datetime
import io
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from http_bots import Refused, http_bot, in_flight

from chappe.config import Profile, Settings
from chappe.features.bots.actions import make_bot
from chappe.testing.world import World
from chappe.updates.log import Journal

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Own:
    """A bot's own server. `answers`: what it says to the next updates; then 200."""

    answers: list[web.Response] = field(default_factory=list)
    heard: list[Any] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    slow: asyncio.Event | None = None
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get(SECRET))
        if self.slow is not None and "slow" in update["message"]["text"]:
            await self.slow.wait()
        self.heard.append(update)
        self.news.set()
        return self.answers.pop(0) if self.answers else web.Response()

    async def until(self, count: int) -> list[str]:
        """The texts, when so many have come."""
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                self.news.clear()
                await self.news.wait()
        return self.texts

    @property
    def texts(self) -> list[str]:
        return [each["message"]["text"] for each in self.heard]


@pytest.fixture
async def own() -> AsyncIterator[Own]:
    own = Own()
    application = web.Application()
    application.router.add_post("/hook", own.take)
    server = TestServer(application)
    await server.start_server()
    own.url = str(server.make_url("/hook"))
    yield own
    await server.close()


async def test_updates_are_posted_with_the_secret_in_their_order(
    world: World, own: Own
) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "before")
        assert await bot.call("setWebhook", url=own.url, secret_token="s3cret")
        assert await own.until(1) == ["before"]
        for text in ("one", "two", "three"):
            await ada.send(bot.robot, text)
        assert await own.until(4) == ["before", "one", "two", "three"]
        assert set(own.secrets) == {"s3cret"}
        numbers = [each["update_id"] for each in own.heard]
        assert numbers == list(range(numbers[0], numbers[0] + 4))
        await world.settle()
        info = await bot.call("getWebhookInfo")
        assert info["url"] == own.url
        assert info["pending_update_count"] == 0
        with pytest.raises(
            Refused, match="can't use getUpdates method while webhook is active"
        ):
            await bot.updates()
        assert await bot.call("deleteWebhook")
        await world.settle()
        await ada.send(bot.robot, "after")
        (update,) = await bot.updates()
        assert update["message"]["text"] == "after"
        assert len(own.heard) == 4


async def test_the_answer_may_hold_a_method(world: World, own: Own) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await bot.call("setWebhook", url=own.url)
        said = {"method": "sendMessage", "chat_id": ada.user_id, "text": "as an answer"}
        own.answers.append(web.json_response(said))
        await ada.send(bot.robot, "hello")
        await own.until(1)
        await world.settle()
        assert any("as an answer" in repr(each) for each in ada.told)


async def test_what_is_not_taken_comes_again_and_the_reason_is_told(
    world: World, own: Own
) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await bot.call("setWebhook", url=own.url)
        own.answers += [web.Response(status=500), web.Response(status=502)]
        await ada.send(bot.robot, "again")
        await own.until(1)
        await world.settle()
        info = await bot.call("getWebhookInfo")
        assert info["pending_update_count"] == 1
        assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
        world.advance(1.5)
        await own.until(2)
        await world.settle()
        world.advance(1.5)
        await world.settle()
        assert len(own.heard) == 2  # the second time it waits for longer
        world.advance(1)
        await own.until(3)
        await world.settle()
        assert len({each["update_id"] for each in own.heard}) == 1
        assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_server_says_when_to_come_again(world: World, own: Own) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await bot.call("setWebhook", url=own.url)
        own.answers.append(web.Response(status=503, headers={"Retry-After": "30"}))
        await ada.send(bot.robot, "later")
        await own.until(1)
        await world.settle()
        world.advance(29)
        await world.settle()
        assert len(own.heard) == 1
        world.advance(2)
        await own.until(2)


async def test_one_chat_does_not_wait_for_another_but_for_itself(
    world: World, own: Own
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    own.slow = asyncio.Event()
    async with http_bot(world) as bot:
        await bot.call("setWebhook", url=own.url)
        await ada.send(bot.robot, "slow")
        await ada.send(bot.robot, "behind")
        await bob.send(bot.robot, "quick")
        assert await own.until(1) == ["quick"]
        own.slow.set()
        assert await own.until(3) == ["quick", "slow", "behind"]


async def test_a_webhook_sends_away_who_asks_and_may_drop_what_waits(
    world: World, own: Own
) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        waiting = await in_flight(bot.updates(timeout=30))
        await bot.call("setWebhook", url=own.url)
        with pytest.raises(Refused, match="terminated by setWebhook request"):
            await waiting
        await bot.call("setWebhook", url="")
        await ada.send(bot.robot, "dropped")
        await bot.call(
            "setWebhook", url=own.url, drop_pending_updates=True, allowed_updates=["message"]
        )
        await ada.send(bot.robot, "kept")
        assert await own.until(1) == ["kept"]
        assert (await bot.call("getWebhookInfo"))["allowed_updates"] == ["message"]


async def test_a_server_that_is_gone_for_a_day_has_no_webhook(world: World, own: Own) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await bot.call("setWebhook", url=own.url)
        own.answers += [web.Response(status=410) for _ in range(3)]
        await ada.send(bot.robot, "gone")
        await own.until(1)
        await world.settle()
        world.leap(23 * 3600 + 60)
        await own.until(2)
        async with asyncio.timeout(10):  # whichever node delivers has to hear the answer first
            while (await bot.call("getWebhookInfo"))["url"]:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.02)


async def test_in_production_a_webhook_is_reached_by_https_at_some_ports() -> None:
    settings = Settings(profile=Profile.PRODUCTION, couriers=("https://example.com/",))
    async with World(settings) as world:
        async with world.node.database.transaction(write=True) as tx:
            journal = Journal(tx, world.clock.now())
            bot = await make_bot(journal, None, "Echo", "echo_test_bot")
        for given, why in (
            ({"url": "http://example.com/"}, "An HTTPS URL must be provided for webhook"),
            ({"url": "https://example.com:81/"}, "only on ports 80, 88, 443 or 8443"),
            ({"url": "nonsense"}, "invalid webhook URL specified"),
            ({"url": "https://example.com/", "secret_token": "a b"}, "unallowed characters"),
        ):
            reply = await world.node.bots.answer(bot.id, "setWebhook", given, {})
            assert reply.status == 400
            assert why.encode() in reply.body


def own_certificate(name: str, folder: Path) -> tuple[bytes, ssl.SSLContext]:
    """A certificate that nobody has signed, in PEM, and what a server needs to show it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    kept = folder / "own.pem"
    kept.write_bytes(
        pem
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(kept)
    return pem, context


@pytest.mark.one_node
async def test_a_certificate_of_ones_own_and_an_address_come_in_a_form(tmp_path: Path) -> None:
    pem, context = own_certificate("bot.example", tmp_path)
    own, application = Own(), web.Application()
    application.router.add_post("/hook", own.take)
    server = TestServer(application, scheme="https")
    await server.start_server(ssl=context)
    async with World() as world:
        ada = await world.person("Ada")
        async with http_bot(world) as bot:
            url = f"https://bot.example:{server.port}/hook"
            for data, why in (
                (b"nothing", "certificate in PEM"),
                (b"x" * (4 << 20), "too big"),
            ):
                form = aiohttp.FormData({"url": url})
                form.add_field("certificate", io.BytesIO(data), filename="own.pem")
                with pytest.raises(Refused, match=why):
                    await bot.post("setWebhook", form)
            form = aiohttp.FormData({"url": url, "ip_address": "nowhere"})
            with pytest.raises(Refused, match="invalid IP address"):
                await bot.post("setWebhook", form)
            form = aiohttp.FormData({"url": url, "ip_address": "127.0.0.1"})
            form.add_field("certificate", pem, filename="own.pem")
            assert await bot.post("setWebhook", form)
            info = await bot.call("getWebhookInfo")
            assert (info["has_custom_certificate"], info["ip_address"]) == (True, "127.0.0.1")
            await ada.send(bot.robot, "by TLS")
            assert await own.until(1) == ["by TLS"]
            await world.settle()
            other, _ = own_certificate("bot.example", tmp_path)
            form = aiohttp.FormData({"url": url, "ip_address": "127.0.0.1"})
            form.add_field("certificate", other, filename="own.pem")
            assert await bot.post("setWebhook", form)
            await ada.send(bot.robot, "to another")
            await world.settle()
            info = await bot.call("getWebhookInfo")
            assert "last_error_message" in info
            assert own.texts == ["by TLS"]
            await bot.call("deleteWebhook")
    await server.close()
