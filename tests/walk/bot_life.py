"""A bot whose every successful call is written down: which methods, with which parameters."""

import json
from collections import defaultdict
from typing import Any

import aiohttp
from http_bots import HttpBot

from chappe.botapi.method import TABLE
from chappe.testing.world import World


class Life:
    """Calls of one bot. `given`: the parameters that each method was answered with."""

    def __init__(self, bot: HttpBot, world: World) -> None:
        self.bot = bot
        self.world = world
        self.given: dict[str, set[str]] = defaultdict(set)

    @property
    def now(self) -> int:
        """The time in the world, in seconds."""
        return int(self.world.clock.now())

    async def do(self, method: str, /, **params: Any) -> Any:
        """Call, as a form if there is a file (a name and its bytes); the result, which is of its type."""
        if any(isinstance(each, tuple) for each in params.values()):
            result = await self.bot.post(method, _form(params))
        else:
            result = await self.bot.call(method, **params)
        self.given[method].update(params)
        return result

    async def sent(self, method: str, /, *ways: dict[str, Any], **params: Any) -> Any:
        """Call once for each way to say the same; the last result."""
        for way in ways:
            result = await self.do(method, **params, **way)
        return result

    def untried(self) -> dict[str, set[str]]:
        """What is answered and was not called so: methods (with no parameter), and parameters."""
        left = {}
        for row in TABLE.values():
            name = row.shape.name
            params = {each.name for each in row.shape.params} - self.given.get(name, set())
            if params or name not in self.given:
                left[name] = params
        return left


def _form(params: dict[str, Any]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in params.items():
        if isinstance(value, tuple):
            form.add_field(name, value[1], filename=value[0])
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    return form
