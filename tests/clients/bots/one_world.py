"""One bot by two roads at once, Telethon with its token and plain HTTP, and somebody who talks with it: what each
has seen, as JSON."""

import asyncio
import json
import sys
import urllib.request
from typing import Any

from human import FILE_BYTES, Human, arguments
from telethon import TelegramClient, events
from telethon.sessions import MemorySession

TOKEN, ORIGIN = sys.argv[1:3]


class Robot:
    """The bot over MTProto, and by HTTP."""

    def __init__(self, chosen: Any) -> None:
        session = MemorySession()
        session.set_dc(2, chosen.host, chosen.port)
        self.client = TelegramClient(session, 12345, "0" * 32, timeout=8)
        self.heard: list[Any] = []
        for kind in (events.NewMessage(incoming=True), events.MessageEdited(incoming=True)):
            self.client.add_event_handler(self._hear, kind)

    async def _hear(self, event: Any) -> None:
        self.heard.append(event.message)

    async def until(self, count: int) -> None:
        """Wait until so much was heard."""
        async with asyncio.timeout(20):
            while len(self.heard) < count:  # noqa: ASYNC110 - what comes in has no event of its own
                await asyncio.sleep(0.02)

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method of the Bot API."""
        asked = urllib.request.Request(
            f"{ORIGIN}/bot{TOKEN}/{method}",
            json.dumps(params).encode(),
            {"Content-Type": "application/json"},
        )
        return await asyncio.to_thread(_answer, asked)


def _answer(asked: urllib.request.Request) -> Any:
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return json.load(answer)["result"]


def row(update: dict[str, Any]) -> dict[str, Any]:
    """An update as `ptb_look.py` shows it."""
    edited = "edited_message" in update
    message = update["edited_message" if edited else "message"]
    document = message.get("document")
    return {
        "update": update["update_id"],
        "edited": edited,
        "id": message["message_id"],
        "chat": message["chat"]["id"],
        "text": message.get("text"),
        "file": document and [document["file_id"], document["file_unique_id"]],
    }


async def main() -> dict[str, Any]:
    chosen = arguments()
    human, robot = Human(chosen), Robot(chosen)
    await human.sign_up()
    human.bot = await human.client.get_entity(chosen.bot)
    await robot.client.start(bot_token=TOKEN)
    said = await human.client.send_message(chosen.bot, "one")
    await robot.until(1)
    await human.client.edit_message(chosen.bot, said.id, "one again")
    await robot.until(2)
    await human.client.send_file(chosen.bot, bytes(FILE_BYTES), force_document=True)
    await robot.until(3)
    updates = [row(each) for each in await robot.call("getUpdates", timeout=5)]
    file_id, unique_id = updates[2]["file"]
    back = await robot.call("sendDocument", chat_id=updates[0]["chat"], document=file_id)
    got = await human.next()
    mine = await robot.client.get_messages(updates[0]["chat"], ids=back["message_id"])
    await robot.client.edit_message(updates[0]["chat"], mine.id, "by the other road")
    edited = await human.next()
    await human.client.disconnect()
    await robot.client.disconnect()
    return {
        "updates": updates,
        "telethon": [
            {"id": each.id, "text": each.raw_text or None, "chat": each.chat_id}
            for each in robot.heard
        ],
        "same file": [
            got.document.id == edited.document.id,
            mine.document.id == robot.heard[2].document.id,
            back["document"]["file_unique_id"] == unique_id,
        ],
        "caption": edited.raw_text,
    }


if __name__ == "__main__":
    del sys.argv[1:3]
    sys.stdout.write(json.dumps(asyncio.run(main())) + "\n")
