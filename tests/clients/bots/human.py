"""Somebody with Telethon who talks with the bot of `test_bot_libraries.py`; what was seen, as JSON."""

import argparse
import asyncio
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drivers"))

from probe import ServerKey
from telethon import TelegramClient, events, functions
from telethon.crypto import rsa
from telethon.errors import PhoneNumberUnoccupiedError
from telethon.sessions import MemorySession

SECONDS = 20
FILE_BYTES = 1_200_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rsa-pem", type=Path, required=True)
    parser.add_argument("--phone", required=True)
    parser.add_argument("--bot", required=True)
    return parser.parse_args()


class Human:
    def __init__(self, chosen: argparse.Namespace) -> None:
        rsa._server_keys.clear()
        rsa.add_key(ServerKey(chosen.rsa_pem).pem, old=False)
        session = MemorySession()
        session.set_dc(2, chosen.host, chosen.port)
        self.chosen = chosen
        self.client = TelegramClient(session, 12345, "0" * 32, timeout=8)
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        self.client.add_event_handler(self._hear, events.NewMessage(incoming=True))
        self.client.add_event_handler(self._hear, events.MessageEdited(incoming=True))

    async def _hear(self, event: Any) -> None:
        if event.chat_id == self.bot.id:
            await self.heard.put(event.message)

    async def next(self) -> Any:
        return await asyncio.wait_for(self.heard.get(), SECONDS)

    async def sign_up(self) -> None:
        phone = self.chosen.phone
        await self.client.connect()
        sent = await self.client.send_code_request(phone)
        try:
            await self.client.sign_in(phone, "22222", phone_code_hash=sent.phone_code_hash)
        except PhoneNumberUnoccupiedError:
            asked = functions.auth.SignUpRequest(phone, sent.phone_code_hash, "Ada", "")
            await self.client._on_login((await self.client(asked)).user)

    async def talk(self) -> dict[str, Any]:
        self.bot = await self.client.get_entity(self.chosen.bot)
        seen: dict[str, Any] = {"is_bot": self.bot.bot}
        await self.client(functions.messages.StartBotRequest(self.bot, self.bot, "deep"))
        hello = await self.next()
        seen["hello"] = hello.raw_text
        seen["bold"] = [type(each).__name__ for each in hello.entities or []]
        seen["buttons"] = [button.text for row in hello.buttons for button in row]
        answer = await hello.click(0)
        seen["alert"] = [answer.message, answer.alert]
        seen["edited"] = (await self.next()).raw_text
        mine = await self.client.send_message(self.bot, "any words")
        echo = await self.next()
        seen["echo"] = echo.raw_text
        seen["answers"] = echo.reply_to is not None and echo.reply_to.reply_to_msg_id == mine.id
        await self.client.send_message(self.bot, "/keys")
        keys = await self.next()
        seen["keys"] = [button.text for row in keys.buttons for button in row]
        await self.client.send_message(self.bot, "/poll")
        seen["poll"] = (await self.next()).poll is not None
        data = os.urandom(FILE_BYTES)
        await self.client.send_file(self.bot, data, force_document=True)
        back = await self.next()
        got = await back.download_media(bytes)
        seen["caption"] = back.raw_text
        seen["same"] = hashlib.sha256(got).digest() == hashlib.sha256(data).digest()
        full = await self.client(functions.users.GetFullUserRequest(self.bot))
        commands = full.full_user.bot_info.commands or []
        seen["commands"] = [each.command for each in commands]
        return seen


async def main() -> None:
    human = Human(arguments())
    await human.sign_up()
    try:
        print(json.dumps(await human.talk()))
    finally:
        await human.client.disconnect()


if __name__ == "__main__":
    asyncio.run(main())
