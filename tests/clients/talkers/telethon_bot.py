"""A person and a bot in Telethon: she makes it with BotFather, and they talk with buttons."""

import argparse
import asyncio
import json
import re
from pathlib import Path
from typing import Any

from telethon import Button, TelegramClient, events, functions
from telethon.crypto import rsa
from telethon.errors import PhoneNumberUnoccupiedError
from telethon.sessions import SQLiteSession

TOKEN = re.compile(r"\d+:[\w-]{35}")
SECONDS = 20
PHONE = "9996620042"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("host", "port", "rsa-pem", "store", "dc-id"):
        parser.add_argument(f"--{name}")
    return parser.parse_args()


CHOSEN = arguments()


def client(name: str) -> TelegramClient:
    session = SQLiteSession(str(Path(CHOSEN.store) / name))
    session.set_dc(int(CHOSEN.dc_id), CHOSEN.host, int(CHOSEN.port))
    return TelegramClient(session, 12345, "0" * 32, connection_retries=2, timeout=8)


async def made_by_botfather(ada: TelegramClient) -> str:
    """The token of a new bot, which answers inline queries."""
    async with ada.conversation("BotFather", timeout=SECONDS) as talk:
        for said in ("/newbot", "Echo", "telethon_echo_bot"):
            await talk.send_message(said)
            answer = await talk.get_response()
        found = TOKEN.search(answer.raw_text)
        for said in ("/setinline", "@telethon_echo_bot", "Say it"):
            await talk.send_message(said)
            await talk.get_response()
    assert found, answer.raw_text
    return found[0]


def teach(bot: TelegramClient, heard: list[Any]) -> None:
    """What the bot does."""

    @bot.on(events.NewMessage(pattern="/start", incoming=True))
    async def started(event: Any) -> None:
        heard.append(event.raw_text)
        await event.respond(
            "Which?",
            buttons=[[Button.inline("One", b"1")], [Button.url("Page", "https://a.example")]],
        )

    @bot.on(events.CallbackQuery(data=b"1"))
    async def pressed(event: Any) -> None:
        heard.append(event.data.decode())
        await event.answer("You have chosen one", alert=True)
        await event.edit("One it is")

    @bot.on(events.InlineQuery())
    async def asked(event: Any) -> None:
        heard.append(f"inline {event.text}")
        await event.answer([event.builder.article("Title", text=f"**{event.text}**")])


async def main() -> dict[str, Any]:
    ada, bot = client("ada"), client("bot")
    heard: list[Any] = []
    await ada.connect()
    sent = await ada.send_code_request(PHONE)
    answer = await sign_in(ada, sent)
    token = await made_by_botfather(ada)
    teach(bot, heard)
    await bot.start(bot_token=token)
    me = await bot.get_me()
    async with ada.conversation(me.username, timeout=SECONDS) as talk:
        await talk.send_message("/start")
        question = await talk.get_response()
        edited = asyncio.ensure_future(talk.get_edit())
        alert = await question.click(data=b"1")
        after = await edited
    offered = await ada.inline_query(me.username, "words")
    sent = await offered[0].click("me")
    by_number = await say_by_number(token, (await ada.get_me()).id)
    told = {
        "token": token,
        "by_number": by_number,
        "offered": offered[0].title,
        "sent": [sent.raw_text, sent.via_bot_id == me.id],
        "user": answer,
        "bot": {"id": me.id, "bot": me.bot, "username": me.username},
        "heard": heard,
        "question": question.raw_text,
        "buttons": [button.text for row in question.buttons for button in row],
        "alert": [alert.message, alert.alert],
        "edited": after.raw_text,
    }
    await ada.disconnect()
    await bot.disconnect()
    return told


async def say_by_number(token: str, user_id: int) -> list[Any]:
    """What a bot with an empty store says to somebody of whom it knows the number only."""
    again = client("again")
    await again.start(bot_token=token)
    said = await again.send_message(user_id, "by number")
    found = await again.get_entity(user_id)
    try:
        await again.send_message(user_id + 1, "to nobody")
    except ValueError as error:
        refused = type(error).__name__
    await again.disconnect()
    return [user_id, said.peer_id.user_id, found.first_name, refused]


async def sign_in(ada: TelegramClient, sent: Any) -> str:
    try:
        user = await ada.sign_in(PHONE, "22222", phone_code_hash=sent.phone_code_hash)
    except PhoneNumberUnoccupiedError:
        signed = await ada(functions.auth.SignUpRequest(PHONE, sent.phone_code_hash, "Ada", ""))
        await ada._on_login(signed.user)
        user = signed.user
    return str(user.first_name)


rsa._server_keys.clear()
rsa.add_key(Path(CHOSEN.rsa_pem).read_text(), old=False)
Path(CHOSEN.store).mkdir(parents=True, exist_ok=True)
print(json.dumps(asyncio.run(asyncio.wait_for(main(), 55))))  # noqa: T201 - for the test that runs it
