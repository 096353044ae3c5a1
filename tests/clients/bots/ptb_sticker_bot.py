"""A bot in python-telegram-bot that makes a sticker set for whoever starts it. Used by `test_sticker_clients.py`."""

import sys
from pathlib import Path

from telegram import InputSticker, Update
from telegram.constants import StickerFormat
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

TOKEN, ORIGIN, PICTURE = sys.argv[1:4]
DATA = Path(PICTURE).read_bytes()
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    user, bot = update.effective_user.id, context.bot
    name = f"cats_by_{bot.username}"
    new = InputSticker(DATA, ["😀"], StickerFormat.STATIC, keywords=["cat"])
    assert await bot.create_new_sticker_set(user, name, "Cats of a bot", [new])
    file = await bot.upload_sticker_file(user, DATA, StickerFormat.STATIC)
    more = InputSticker(file.file_id, ["😎"], StickerFormat.STATIC)
    assert await bot.add_sticker_to_set(user, name, more)
    found = await bot.get_sticker_set(name)
    assert [each.emoji for each in found.stickers] == ["😀", "😎"], found
    assert await bot.set_sticker_position_in_set(found.stickers[1].file_id, 0)
    assert await bot.set_sticker_emoji_list(found.stickers[0].file_id, ["👍"])
    await update.message.reply_sticker(found.stickers[1])


async def sticker(update: Update, _context: Context) -> None:
    await update.message.reply_text(update.message.sticker.set_name)


async def ready(application: Application) -> None:
    print((await application.bot.get_me()).username, flush=True)


def main() -> None:
    builder = Application.builder().token(TOKEN).post_init(ready)
    application = builder.base_url(f"{ORIGIN}/bot").base_file_url(f"{ORIGIN}/file/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.Sticker.ALL, sticker))
    application.run_polling(timeout=10)


main()
