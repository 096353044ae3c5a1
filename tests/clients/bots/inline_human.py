"""Somebody with Telethon who makes bots of BotFather and asks them inline: first names are read and tokens said, then,
once the bots run, what was seen of each, as JSON."""

import asyncio
import json
import re
import sys
from typing import Any

from human import SECONDS, Human, arguments
from telethon import events, functions

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")


class Asker(Human):
    """Who asks bots in a group of their own."""

    async def make(self, username: str) -> str:
        """A new bot that answers inline queries; its token."""
        father = await self.client.get_entity("BotFather")
        token = ""
        async with self.client.conversation(father, timeout=SECONDS) as talk:
            for text in (
                *("/newbot", "Helper", username),
                *("/setinline", f"@{username}", "Say it"),
                *("/setinlinefeedback", f"@{username}", "Enabled"),
            ):
                await talk.send_message(text)
                found = TOKEN.search((await talk.get_response()).raw_text)
                token = found[0] if found else token
        return token

    async def gather(self) -> None:
        """A group, and what is edited there."""
        asked = functions.channels.CreateChannelRequest("Group", "", megagroup=True)
        self.bot = (await self.client(asked)).chats[0]
        self.group = await self.client.get_input_entity(self.bot)
        self.edits: asyncio.Queue[Any] = asyncio.Queue()
        self.client.add_event_handler(self._edited, events.MessageEdited())

    async def _edited(self, event: Any) -> None:
        await self.edits.put(event.message)

    async def edit(self) -> Any:
        """What is edited next."""
        return await asyncio.wait_for(self.edits.get(), SECONDS)

    async def ask(self, username: str) -> dict[str, Any]:
        """What a bot offers, and what becomes of it."""
        results = await self.client.inline_query(username, "words", entity=self.group)
        seen: dict[str, Any] = {
            "results": [each.result.type for each in results],
            "switch": results.switch_pm.start_param,
        }
        sent = await results[0].click(self.group)
        seen["said"] = sent.raw_text
        seen["bold"] = [type(each).__name__ for each in sent.entities or []]
        seen["via"] = (await self.client.get_entity(sent.via_bot_id)).username == username
        seen["chosen"] = (await self.edit()).raw_text
        answer = await sent.click(0)
        seen["answer"] = answer.message
        seen["edited"] = (await self.edit()).raw_text
        seen["venue"] = (await results[1].click(self.group)).media.title
        seen["contact"] = (await results[2].click(self.group)).media.first_name
        return seen


async def main() -> None:
    human = Asker(arguments())
    await human.sign_up()
    try:
        names = json.loads(sys.stdin.readline())
        print(json.dumps({name: await human.make(name) for name in names}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await human.gather()
        print(json.dumps({name: await human.ask(name) for name in names}), flush=True)
    finally:
        await human.client.disconnect()


if __name__ == "__main__":
    asyncio.run(main())
