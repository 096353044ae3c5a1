"""How fast bots may go where it is limited, and the numbers that whoever runs the server reads of them."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from http_bots import HttpBot, http_bot
from http_bots import Refused as NotDone
from http_walks import serving

from chappe.botapi.pace import Pace
from chappe.botapi.queue.polling import Polling, Wish
from chappe.botapi.server import BotApi
from chappe.config import BotPace
from chappe.features.bots.actions import make_bot
from chappe.testing.world import World
from chappe.updates.log import Journal


def api_of(bot: HttpBot, world: World) -> BotApi:
    return world.nodes[-1].bots


async def wait_of(bot: HttpBot, **to: Any) -> int:
    with pytest.raises(NotDone) as refused:
        await bot.call("sendMessage", text="too fast", **to)
    assert refused.value.code == 429
    seconds = int(refused.value.parameters["retry_after"])
    assert refused.value.description == f"Too Many Requests: retry after {seconds}"
    return seconds


@pytest.mark.one_node
async def test_a_bot_that_sends_too_fast_is_told_how_long_to_wait() -> None:
    async with World() as world:
        ada = await world.person("Ada")
        async with http_bot(world) as bot:
            api = api_of(bot, world)
            api._pace = Pace(BotPace(), world.clock)
            await ada.send(bot.robot, "/start")
            made = await ada.call(
                "messages.createChat", users=[ada.user(bot.robot)], title="Us"
            )
            group = {"chat_id": -made.updates.chats[0].id}
            one = {"chat_id": ada.user_id}
            for _ in range(3):
                await bot.call("sendMessage", text="quick", **one)
            assert await wait_of(bot, **one) == 1
            await bot.call("sendChatAction", action="typing", **one)
            world.advance(1)
            await bot.call("sendMessage", text="slower", **one)
            assert await wait_of(bot, **one) == 1
            for _ in range(20):
                await bot.call("sendMessage", text="in the group", **group)
                world.advance(1)
                api._pace._buckets[(bot.id, str(group["chat_id"]), 60)].at += 1
            assert await wait_of(bot, **group) == 3
            assert (await bot.call("getMe"))["id"] == bot.id
            await world.settle()
            assert not any("too fast" in repr(each) for each in ada.told)


@pytest.mark.one_node
async def test_whoever_asks_for_the_same_again_at_once_gets_little_and_waits() -> None:
    async with World() as world:
        ada = await world.person("Ada")
        async with http_bot(world) as bot:
            api = api_of(bot, world)
            polling = Polling(api._database, world.clock, lambda _: None, BotPace())
            for text in ("one", "two"):
                await ada.send(bot.robot, text)
            assert len(await polling.poll(bot.robot.user_id, Wish())) == 2
            assert len(await polling.poll(bot.robot.user_id, Wish())) == 1
            world.advance(0.6)
            found = await polling.poll(bot.robot.user_id, Wish())
            assert len(found) == 2
            after = found[-1].update_id + 1
            assert polling._slowed(bot.robot.user_id, Wish(offset=after)).seconds == 0
            again = polling._slowed(bot.robot.user_id, Wish(offset=after, seconds=1))
            assert (again.seconds, again.limit) == (3.0, 1)
            world.advance(4)
            assert polling._slowed(bot.robot.user_id, Wish(offset=after)).seconds == 0


async def read(place: tuple[str, int], path: str, **headers: str) -> tuple[int, str]:
    url = "http://{}:{}{}".format(*place, path)
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as response:
        return response.status, await response.text()


@pytest.mark.one_node
async def test_numbers_are_read_on_a_port_of_their_own(tmp_path: Path) -> None:
    async with serving(tmp_path, http_stat=("127.0.0.1", 0), bot_pace=BotPace()) as server:
        async with server.node.database.transaction(write=True) as tx:
            journal = Journal(tx, server.node.clock.now())
            made = await make_bot(journal, None, "Echo", "echo_test_bot")
            await journal.flush()
        assert server.http_stat is not None
        origin = "http://{}:{}".format(*server.http)
        async with aiohttp.ClientSession() as http:
            for path in ("getMe", "getUpdates", "sendMessage?chat_id=1&text=secret", "nothing"):
                async with http.get(f"{origin}/bot{made.token}/{path}") as response:
                    await response.read()
            async with http.get(f"{origin}/bot1500000001:{'A' * 35}/getMe") as response:
                assert response.status == 401
        status, table = await read(server.http_stat, "/")
        assert status == 200
        lines = [line.split("\t") for line in table.splitlines()]
        assert ["requests", "4"] in lines
        assert ["unauthorized", "1"] in lines
        (own,) = [line for line in lines if line[0] == str(made.id)]
        assert own[1:4] == ["4", "2", "0"]
        status, metrics = await read(server.http_stat, "/metrics")
        assert f'chappe_bot_requests_total{{bot="{made.id}"}} 4' in metrics
        assert 'chappe_bots_answers_total{status="200"} 2' in metrics
        assert "secret" not in table + metrics
        assert made.token.partition(":")[2] not in table + metrics
        assert (await read(server.http_stat, "/", Origin="https://a.example"))[0] == 403
        assert (await read(server.http_stat, "/metrics", Host="a.example"))[0] == 403
        assert (await read(server.http, "/metrics"))[0] == 404
