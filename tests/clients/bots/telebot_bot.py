"""The bot of `test_bot_libraries.py` in pyTelegramBotAPI."""

import io
import sys
from typing import Any

import telebot
from telebot import apihelper, types

TOKEN, ORIGIN = sys.argv[1:3]
apihelper.API_URL = f"{ORIGIN}/bot{{0}}/{{1}}"
apihelper.FILE_URL = f"{ORIGIN}/file/bot{{0}}/{{1}}"
bot = telebot.TeleBot(TOKEN, parse_mode="HTML")


@bot.message_handler(commands=["start"])
def start(message: Any) -> None:
    markup = types.InlineKeyboardMarkup()
    markup.row(types.InlineKeyboardButton("Press", callback_data="press"))
    markup.row(types.InlineKeyboardButton("Site", url="https://example.com/"))
    said = " ".join(message.text.split()[1:])
    text = f"Hello <b>{message.from_user.first_name}</b> {said}".strip()
    bot.send_message(message.chat.id, text, reply_markup=markup)


@bot.callback_query_handler(func=lambda query: query.data == "press")
def pressed(query: Any) -> None:
    bot.answer_callback_query(query.id, "Pressed", show_alert=True)
    bot.edit_message_text("pressed", query.message.chat.id, query.message.message_id)


@bot.message_handler(commands=["keys"])
def keys(message: Any) -> None:
    markup = types.ReplyKeyboardMarkup(resize_keyboard=True)
    markup.row("Yes", "No")
    bot.send_message(message.chat.id, "choose", reply_markup=markup)


@bot.message_handler(commands=["poll"])
def poll(message: Any) -> None:
    bot.send_poll(
        message.chat.id, "Which?", [types.InputPollOption("one"), types.InputPollOption("two")]
    )


@bot.message_handler(content_types=["document"])
def document(message: Any) -> None:
    data = bot.download_file(bot.get_file(message.document.file_id).file_path)
    file = types.InputFile(io.BytesIO(data), file_name="back.bin")
    bot.send_document(message.chat.id, file, caption=f"{len(data)} bytes")


@bot.message_handler(content_types=["text"])
def echo(message: Any) -> None:
    bot.reply_to(message, f"echo: {message.text}")


bot.set_my_commands([types.BotCommand("start", "Begin")])
print(bot.get_me().username, flush=True)
bot.infinity_polling(timeout=10, long_polling_timeout=10)
