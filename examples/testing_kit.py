"""A test of your own against a whole server in memory: no port, no file, a clock that you move."""

import asyncio

from chappe.testing.client import Refused
from chappe.testing.world import World


async def main() -> None:
    async with World() as world:
        for layer in (133, 158, 229):
            client = await world.client(layer=layer)
            config = await client.call("help.getConfig")
            print(f"layer {layer}: data center {config.this_dc}, {config.NAME}#{config.ID:x}")
        world.advance(60)
        try:
            await client.call("updates.getState")
        except Refused as refused:
            print(f"a minute later, not signed in: {refused}")


asyncio.run(main())
