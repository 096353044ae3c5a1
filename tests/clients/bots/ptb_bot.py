"""The bot of `test_bot_libraries.py` in python-telegram-bot: nothing of it knows that the server is another one."""

import io
import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

TOKEN, ORIGIN = sys.argv[1:3]
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    buttons = [
        [InlineKeyboardButton("Press", callback_data="press")],
        [InlineKeyboardButton("Site", url="https://example.com/")],
    ]
    await update.message.reply_text(
        f"Hello <b>{update.effective_user.first_name}</b> {' '.join(context.args)}".strip(),
        parse_mode=ParseMode.HTML,
        reply_markup=InlineKeyboardMarkup(buttons),
    )


async def pressed(update: Update, _context: Context) -> None:
    await update.callback_query.answer("Pressed", show_alert=True)
    await update.callback_query.edit_message_text("pressed")


async def document(update: Update, context: Context) -> None:
    file = await context.bot.get_file(update.message.document.file_id)
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_document(
        io.BytesIO(data), filename="back.bin", caption=f"{len(data)} bytes"
    )


async def keys(update: Update, _context: Context) -> None:
    markup = ReplyKeyboardMarkup([["Yes", "No"]], resize_keyboard=True)
    await update.message.reply_text("choose", reply_markup=markup)


async def poll(update: Update, _context: Context) -> None:
    await update.message.reply_poll("Which?", ["one", "two"])


async def echo(update: Update, _context: Context) -> None:
    await update.message.reply_text(f"echo: {update.message.text}", do_quote=True)


async def ready(application: Application) -> None:
    me = await application.bot.get_me()
    await application.bot.set_my_commands([("start", "Begin")])
    print(me.username, flush=True)


def main() -> None:
    builder = Application.builder().token(TOKEN).post_init(ready)
    application = builder.base_url(f"{ORIGIN}/bot").base_file_url(f"{ORIGIN}/file/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CommandHandler("keys", keys))
    application.add_handler(CommandHandler("poll", poll))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(MessageHandler(filters.Document.ALL, document))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if len(sys.argv) < 4:
        application.run_polling(timeout=10)
        return
    port = int(sys.argv[3])
    where = f"http://127.0.0.1:{port}/hook"
    application.run_webhook("127.0.0.1", port, "hook", webhook_url=where, secret_token="s3cret")


main()
