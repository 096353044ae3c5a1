"""The bot of `test_bot_libraries.py` in pyTelegramBotAPI."""

import io
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


def more_keys() -> Any:
    markup = types.InlineKeyboardMarkup()
    markup.row(types.InlineKeyboardButton("More", callback_data="more"))
    return markup


@bot.inline_handler(func=lambda query: True)
def asked(query: Any) -> None:
    said = types.InputTextMessageContent(f"<b>said</b> {query.query}", parse_mode="HTML")
    bar = types.InputVenueMessageContent(1.5, 2.5, "Bar", "A street")
    results = [
        types.InlineQueryResultArticle("words", "Words", said, reply_markup=more_keys()),
        types.InlineQueryResultArticle("venue", "Venue", bar),
        types.InlineQueryResultContact("contact", "123", "Cy"),
    ]
    button = types.InlineQueryResultsButton("Sign in", start_parameter="in")
    bot.answer_inline_query(query.id, results, cache_time=0, button=button)


@bot.chosen_inline_handler(func=lambda result: True)
def chosen(result: Any) -> None:
    if result.inline_message_id:
        bot.edit_message_text(
            f"chosen {result.result_id}",
            inline_message_id=result.inline_message_id,
            reply_markup=more_keys(),
        )


@bot.callback_query_handler(func=lambda query: query.data == "more")
def more(query: Any) -> None:
    bot.answer_callback_query(query.id, "Inline")
    bot.edit_message_text("more", inline_message_id=query.inline_message_id)


bot.set_my_commands([types.BotCommand("start", "Begin")])


class Hook(BaseHTTPRequestHandler):
    """Hears updates, as the library's own examples with a web framework do."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret":
            bot.process_new_updates([types.Update.de_json(body.decode())])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


def listen(port: int) -> None:
    hook = ThreadingHTTPServer(("127.0.0.1", port), Hook)
    bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
    print(bot.get_me().username, flush=True)
    hook.serve_forever()


if len(sys.argv) > 3:
    listen(int(sys.argv[3]))
print(bot.get_me().username, flush=True)
bot.infinity_polling(timeout=10, long_polling_timeout=10)
