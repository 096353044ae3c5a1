"""Somebody with Telethon who reads the rich messages of a bot; what was seen, as JSON."""

import asyncio
import json
from typing import Any

from human import Human, arguments


def kinds(blocks: Any) -> list[str]:
    return [type(each).__name__.removeprefix("PageBlock") for each in blocks]


class Reader(Human):
    async def talk(self) -> dict[str, Any]:
        self.bot = await self.client.get_entity(self.chosen.bot)
        await self.client.send_message(self.bot, "/rich")
        rich = (await self.next()).rich_message
        edited = (await self.next()).rich_message
        again = await self.client.get_messages(self.bot, limit=1)
        return {
            "said": kinds(rich.blocks),
            "title": rich.blocks[0].text.text,
            "edited": kinds(edited.blocks),
            "kept": kinds(again[0].rich_message.blocks),
        }


async def main() -> None:
    reader = Reader(arguments())
    await reader.sign_up()
    try:
        print(json.dumps(await reader.talk()))
    finally:
        await reader.client.disconnect()


asyncio.run(main())
