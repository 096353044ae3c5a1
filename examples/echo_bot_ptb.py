"""An echo in python-telegram-bot: python echo_bot_ptb.py TOKEN [http://HOST:PORT]."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

token = sys.argv[1]
server = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8081"


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)


builder = Application.builder().token(token)
builder.base_url(f"{server}/bot").base_file_url(f"{server}/file/bot")
application = builder.build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
