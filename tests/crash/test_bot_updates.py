"""A server is killed while bots get their updates: none is lost, and what was confirmed does not come again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from killable import Killable
from typer.testing import CliRunner

from chappe.cli import app
from chappe.clock import SystemClock
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.person import sign_in

pytestmark = pytest.mark.slow
ROUNDS = 2
MESSAGES = 12


class Talk:
    """Somebody who writes to a bot, over a server that is killed now and then."""

    def __init__(self, server: Killable, token: str, username: str) -> None:
        self.server, self.token, self.username = server, token, username
        self.client: Client
        self.said: list[str] = []

    async def come(self) -> None:
        """Sign up and find the bot."""
        socket = await Socket.connect(*self.server.place)
        self.client = Client(socket, self.server.key, SystemClock())
        await self.client.shake_hands()
        await sign_in(self.client, "9996620001", "22222", "Ada")
        found: Any = await self.client.call("contacts.resolveUsername", username=self.username)
        bot = found.users[0]
        self.peer = self.client.schema.make(
            "inputPeerUser", user_id=bot.id, access_hash=bot.access_hash
        )

    async def come_back(self) -> None:
        """Connect to the server that was started anew."""
        async with asyncio.timeout(10):
            while not self.client.carrier.closed:  # noqa: ASYNC110 - a flag
                await asyncio.sleep(0.002)
        self.client.start_again(await Socket.connect(*self.server.place))

    async def say(self, text: str) -> None:
        """Say something; it counts once the server has answered."""
        await self.client.call(
            "messages.sendMessage",
            peer=self.peer,
            message=text,
            random_id=self.client.next_msg_id(),
        )
        self.said.append(text)

    async def call(self, method: str, **params: Any) -> Any:
        """Call as the bot."""
        url = f"{self.server.http}/bot{self.token}/{method}"
        async with aiohttp.ClientSession() as http, http.post(url, json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    server = Killable(tmp_path / "data", None)
    await server.start()
    try:
        asked = ["bot", "create", "Helper", "--username", "crash_test_bot"]
        asked += ["--data", str(tmp_path / "data")]
        made = await asyncio.to_thread(CliRunner().invoke, app, asked)
        assert made.exit_code == 0, made.output
        talk = Talk(server, made.output.strip().splitlines()[-1], "crash_test_bot")
        await talk.come()
        yield talk
    finally:
        server.kill()


async def again(talk: Talk) -> None:
    """Kill the server, and start it anew."""
    talk.server.kill()
    await talk.server.start()
    await talk.come_back()


async def test_what_was_answered_is_heard_and_what_was_confirmed_is_not_heard_again(
    talk: Talk,
) -> None:
    heard: list[str] = []
    offset = 0
    for round_ in range(ROUNDS):
        for number in range(MESSAGES):
            await talk.say(f"{round_}:{number}")
        await again(talk)
        found = await talk.call("getUpdates", offset=offset, limit=MESSAGES // 2)
        heard += [each["message"]["text"] for each in found]
        offset = found[-1]["update_id"] + 1
        rest = await talk.call("getUpdates", offset=offset)
        await again(talk)
        assert await talk.call("getUpdates", offset=0) == rest
        heard += [each["message"]["text"] for each in rest]
        offset = rest[-1]["update_id"] + 1
        assert await talk.call("getUpdates", offset=offset) == []
        await again(talk)
        assert await talk.call("getUpdates") == []
    assert heard == talk.said


async def test_a_webhook_gets_everything_and_nothing_after_it_was_taken(talk: Talk) -> None:
    heard: list[str] = []

    async def take(request: web.Request) -> web.Response:
        heard.append((await request.json())["message"]["text"])
        await asyncio.sleep(0.01)
        return web.Response()

    application = web.Application()
    application.router.add_post("/", take)
    own = TestServer(application)
    await own.start_server()
    await talk.call("setWebhook", url=str(own.make_url("/")))
    for round_ in range(ROUNDS):
        for number in range(MESSAGES):
            await talk.say(f"{round_}:{number}")
        await again(talk)
    async with asyncio.timeout(30):
        while (await talk.call("getWebhookInfo"))["pending_update_count"]:  # noqa: ASYNC110 - asked for
            await asyncio.sleep(0.05)
    assert list(dict.fromkeys(heard)) == talk.said
    count = len(heard)
    await again(talk)
    await asyncio.sleep(1)
    assert len(heard) == count
    await own.close()
