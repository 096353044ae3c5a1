"""An echo in pyTelegramBotAPI: python echo_bot_telebot.py TOKEN [http://HOST:PORT]."""

import sys

import telebot
from telebot import apihelper, types

token = sys.argv[1]
server = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8081"
apihelper.API_URL = server + "/bot{0}/{1}"
apihelper.FILE_URL = server + "/file/bot{0}/{1}"
bot = telebot.TeleBot(token)


@bot.message_handler(content_types=["text"])
def echo(message: types.Message) -> None:
    bot.send_message(message.chat.id, message.text)


bot.infinity_polling()
