"""What python-telegram-bot sees of the messages that wait for a bot, as JSON; nothing is confirmed."""

import asyncio
import json
import sys

from telegram import Bot

TOKEN, ORIGIN = sys.argv[1:3]


async def main() -> None:
    async with Bot(TOKEN, base_url=f"{ORIGIN}/bot", base_file_url=f"{ORIGIN}/file/bot") as bot:
        seen = []
        for update in await bot.get_updates(timeout=5):
            message = update.effective_message
            document = message.document
            seen.append(
                {
                    "update": update.update_id,
                    "edited": update.edited_message is not None,
                    "id": message.message_id,
                    "chat": message.chat.id,
                    "text": message.text,
                    "file": document and [document.file_id, document.file_unique_id],
                }
            )
    sys.stdout.write(json.dumps(seen) + "\n")


asyncio.run(main())
