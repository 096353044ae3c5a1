"""Somebody with Telethon who makes a bot of BotFather and connects it, and somebody who writes to that account; what
was seen, as JSON. The bot is started in between: its token is said first, and a line is waited for."""

import asyncio
import json
import re
import sys
from typing import Any

from human import SECONDS, Human, arguments
from telethon import functions, types

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")


async def make(human: Human, username: str) -> str:
    """A new bot in business mode; its token."""
    father = await human.client.get_entity("BotFather")
    token = ""
    async with human.client.conversation(father, timeout=SECONDS) as talk:
        for text in (
            *("/newbot", "Helper", username),
            *("/setbusiness", f"@{username}", "Enable"),
        ):
            await talk.send_message(text)
            found = TOKEN.search((await talk.get_response()).raw_text)
            token = found[0] if found else token
    return token


async def connect(human: Human, username: str) -> None:
    """Let the bot answer whoever writes."""
    bot = await human.client.get_input_entity(username)
    rights = types.BusinessBotRights(reply=True, read_messages=True)
    recipients = types.InputBusinessBotRecipients(existing_chats=True, new_chats=True)
    await human.client(
        functions.account.UpdateConnectedBotRequest(bot, recipients, rights=rights)
    )


async def talk(other: Human) -> dict[str, Any]:
    """What the other one sees."""
    client, shop = other.client, other.bot
    mine = await client.send_message(shop, "hours")
    first, changed = await other.next(), await other.next()
    seen: dict[str, Any] = {
        "first": [first.raw_text, first.reply_to.reply_to_msg_id == mine.id]
    }
    seen["hidden"] = first.via_business_bot_id is None
    seen["changed"] = [changed.raw_text, changed.id == first.id]
    await client.edit_message(shop, mine.id, "hours?")
    seen["edited"] = (await other.next()).raw_text
    await client.send_message(shop, "thanks")
    seen["more"] = (await other.next()).raw_text
    await client.delete_messages(shop, [mine.id])
    seen["gone"] = (await other.next()).raw_text
    return seen


async def main() -> None:
    chosen = arguments()
    owner = Human(chosen)
    await owner.sign_up()
    owner.bot = await owner.client.get_entity("BotFather")
    me = await owner.client.get_me()
    await owner.client(functions.account.UpdateUsernameRequest(f"shop_{me.id}"))
    chosen.phone = f"{int(chosen.phone) + 5000}"
    other = Human(chosen)
    await other.sign_up()
    try:
        print(await make(owner, chosen.bot), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await connect(owner, chosen.bot)
        other.bot = await other.client.get_entity(f"shop_{me.id}")
        seen = await talk(other)
        dialogs = await owner.client.get_dialogs()
        (chat,) = [
            each for each in dialogs if each.entity.id == (await other.client.get_me()).id
        ]
        bot = await owner.client.get_entity(chosen.bot)
        seen["own"] = [chat.message.out, chat.message.via_business_bot_id == bot.id]
        print(json.dumps(seen))
    finally:
        await owner.client.disconnect()
        await other.client.disconnect()


asyncio.run(main())
