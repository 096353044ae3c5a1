"""A server in a test: in memory, on a clock that you move; clients of any layer."""

import asyncio
from typing import Any

from chappe.testing.person import Person
from chappe.testing.world import World


def first_page(person: Person) -> dict[str, Any]:
    """The arguments of messages.getDialogs for the top of the list."""
    top = {"offset_date": 0, "offset_id": 0, "offset_peer": person.make("inputPeerEmpty")}
    return {**top, "limit": 10, "hash": 0}


async def main() -> None:
    async with World() as world:
        ada = await world.person("Ada")
        bob = await world.person("Bob", layer=158)
        await bob.call("updates.getState")
        await ada.send(bob, "Hello Bob")
        await world.settle()
        print(f"layer 158 was pushed: {bob.updates[0].updates[0].message.message}")
        world.advance(60)
        history = await bob.call("messages.getDialogs", **first_page(bob))
        print(f"unread: {history.dialogs[0].unread_count}")


asyncio.run(main())
