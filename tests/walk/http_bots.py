"""Bots over HTTP in walks: a port of a node of a world, and calls whose results are checked by the type tables."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from chappe.app import Node
from chappe.botapi.door import BotDoor
from chappe.botapi.openapi import result_type
from chappe.botapi.reading import value_reader
from chappe.botapi.schema import BY_LOWER, TYPES, choices_of, item_of
from chappe.gateway.http import HttpDoor
from chappe.testing.person import Robot
from chappe.testing.world import World


class Refused(Exception):
    """The Bot API said no."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.code: int = answer["error_code"]
        self.description: str = answer["description"]
        self.parameters: dict[str, Any] = answer.get("parameters", {})
        super().__init__(f"{self.code} {self.description}")


@dataclass
class HttpBot:
    """A bot that calls by HTTP. `seen`: the number of the last update that it has taken."""

    http: aiohttp.ClientSession
    server: TestServer
    robot: Robot
    seen: int = 0
    kept: list[Any] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.robot.user_id

    def url(self, path: str) -> str:
        return str(self.server.make_url(path))

    async def call(self, method: str, **params: Any) -> Any:
        """Call with JSON; the result, which is of its type."""
        url = self.url(f"/bot{self.robot.token}/{method}")
        async with self.http.post(url, json=params) as response:
            answer = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
        return result_of(method, answer)

    async def post(self, method: str, form: Any) -> Any:
        """Call with a form."""
        url = self.url(f"/bot{self.robot.token}/{method}")
        async with self.http.post(url, data=form) as response:
            return result_of(method, await response.json())

    async def updates(self, **params: Any) -> list[Any]:
        """What is new since the last time; that is confirmed with the next call."""
        found: list[Any] = await self.call("getUpdates", offset=self.seen + 1, **params)
        if found:
            self.seen = found[-1]["update_id"]
        return found


def result_of(method: str, answer: dict[str, Any]) -> Any:
    """The result, when it is what the tables say."""
    if not answer["ok"]:
        raise Refused(answer)
    shape = BY_LOWER[method.lower()]
    check(shape.result, answer["result"], method)
    return answer["result"]


def check(annotation: str, value: Any, where: str) -> None:
    """Whether a result is of a type, as a Python annotation says it."""
    check_value(result_type(annotation), value, where)


def check_value(spelled: str, value: Any, where: str) -> None:
    """Whether a value is of a type, all the way down, with no field that the type has not."""
    item = item_of(spelled)
    if item is not None:
        assert isinstance(value, list), where
        for place, each in enumerate(value):
            check_value(item, each, f"{where}[{place}]")
        return
    if spelled == "RichText" and not isinstance(value, dict):
        for each in value if isinstance(value, list) else ():
            check_value(spelled, each, where)
        assert isinstance(value, str | list), where
        return
    objects = [each for each in choices_of(spelled) if each in TYPES]
    if not isinstance(value, dict):
        assert value_reader(spelled)(value) == value, f"{where}: {value!r} is no {spelled}"
        assert not isinstance(value, str) or "String" in spelled, f"{where}: {value!r}"
        return
    faults = [fault for each in objects if (fault := _fault(each, value, where)) is not None]
    assert len(faults) < len(objects), (
        "\n".join(faults) or f"{where}: {value!r} is no {spelled}"
    )


def _fault(name: str, value: dict[str, Any], where: str) -> str | None:
    fields = {field.name: field for field in TYPES[name].fields}
    missing = [each for each, f in fields.items() if f.required and each not in value]
    more = [each for each in value if each not in fields]
    if missing or more:
        return f"{where}: as {name}, {missing} are missing, {more} are too many"
    try:
        for each, said in value.items():
            check_value(fields[each].type, said, f"{where}.{each}")
    except AssertionError as error:
        return str(error)
    return None


@asynccontextmanager
async def port_of_bots(node: Node) -> AsyncIterator[TestServer]:
    """The HTTP port of one node."""
    door = HttpDoor(node.hub, None, BotDoor(node.bots).hang)
    server = TestServer(door.application())
    await server.start_server()
    try:
        yield server
    finally:
        await server.close()


@asynccontextmanager
async def http_bot(
    world: World, name: str = "Echo", *, node: int = -1, **how: Any
) -> AsyncIterator[HttpBot]:
    """A new bot that calls a node by HTTP: with two, another one than the first person is at."""
    robot = await world.bot(name, **how)
    async with (
        port_of_bots(world.nodes[node]) as server,
        aiohttp.ClientSession() as http,
    ):
        yield HttpBot(http, server, robot)


async def in_flight(work: Any) -> "asyncio.Task[Any]":
    """Begin a call that waits."""
    task = asyncio.get_running_loop().create_task(work)
    await asyncio.sleep(0.05)
    return task
