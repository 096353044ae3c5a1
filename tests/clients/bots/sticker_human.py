"""Somebody with Telethon who makes a sticker set, sends a sticker of it, and is sent one by a bot; what was seen, as
JSON. Used by `test_sticker_clients.py`."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drivers"))

from probe import ServerKey
from telethon import TelegramClient, events, functions, types, utils
from telethon.crypto import rsa
from telethon.errors import PhoneNumberUnoccupiedError
from telethon.sessions import MemorySession

SECONDS = 20


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rsa-pem", type=Path, required=True)
    parser.add_argument("--phone", required=True)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--picture", required=True)
    return parser.parse_args()


async def sign_up(client: TelegramClient, phone: str) -> None:
    await client.connect()
    sent = await client.send_code_request(phone)
    try:
        await client.sign_in(phone, "22222", phone_code_hash=sent.phone_code_hash)
    except PhoneNumberUnoccupiedError:
        asked = functions.auth.SignUpRequest(phone, sent.phone_code_hash, "Ada", "")
        await client._on_login((await client(asked)).user)


async def own_set(client: TelegramClient, picture: str) -> dict[str, Any]:
    file = await client.upload_file(picture)
    media = types.InputMediaUploadedDocument(file, "image/png", [])
    kept = await client(functions.messages.UploadMediaRequest("me", media))
    item = types.InputStickerSetItem(utils.get_input_document(kept.document), "🐈")
    name = await client(functions.stickers.SuggestShortNameRequest("My cats"))
    made = await client(
        functions.stickers.CreateStickerSetRequest("me", "My cats", name.short_name, [item])
    )
    named = types.InputStickerSetID(made.set.id, made.set.access_hash)
    await client(functions.messages.InstallStickerSetRequest(named, archived=False))
    listed = await client(functions.messages.GetAllStickersRequest(0))
    message = await client.send_file("me", made.documents[0])
    data = await message.download_media(bytes)
    return {
        "installed": [each.short_name for each in listed.sets] == [name.short_name],
        "is_sticker": message.sticker is not None,
        "emoji": message.file.emoji,
        "of_the_set": message.file.sticker_set.id == made.set.id,
        "webp": data[8:12] == b"WEBP",
    }


async def from_bot(client: TelegramClient, username: str) -> dict[str, Any]:
    heard: asyncio.Queue[Any] = asyncio.Queue()
    bot = await client.get_entity(username)
    client.add_event_handler(
        lambda event: heard.put(event.message), events.NewMessage(incoming=True, chats=bot)
    )
    await client.send_message(bot, "/start")
    sent = await asyncio.wait_for(heard.get(), SECONDS)
    found = await client(functions.messages.GetStickerSetRequest(sent.file.sticker_set, 0))
    mine = await client.send_file(bot, found.documents[0])
    said = await asyncio.wait_for(heard.get(), SECONDS)
    return {
        "sent_by_bot": sent.sticker is not None,
        "bots_set": found.set.title,
        "mine": mine.sticker is not None,
        "said": said.raw_text == found.set.short_name,
        "owned": found.set.creator,
    }


async def main() -> None:
    chosen = arguments()
    rsa._server_keys.clear()
    rsa.add_key(ServerKey(chosen.rsa_pem).pem, old=False)
    session = MemorySession()
    session.set_dc(2, chosen.host, chosen.port)
    client = TelegramClient(session, 12345, "0" * 32, timeout=8)
    await sign_up(client, chosen.phone)
    try:
        seen = await own_set(client, chosen.picture)
        print(json.dumps({**seen, **await from_bot(client, chosen.bot)}))
    finally:
        await client.disconnect()


asyncio.run(main())
