"""The bot of `test_bot_libraries.py` in aiogram."""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultContact,
    InlineQueryResultsButton,
    InputRichMessage,
    InputTextMessageContent,
    InputVenueMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

TOKEN, ORIGIN = sys.argv[1:3]
dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def start(message: Message, command: CommandObject) -> None:
    buttons = [
        [InlineKeyboardButton(text="Press", callback_data="press")],
        [InlineKeyboardButton(text="Site", url="https://example.com/")],
    ]
    await message.answer(
        f"Hello <b>{message.from_user.first_name}</b> {command.args or ''}".strip(),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons),
    )


@dispatcher.callback_query(F.data == "press")
async def pressed(query: CallbackQuery) -> None:
    await query.answer("Pressed", show_alert=True)
    await query.message.edit_text("pressed")


@dispatcher.message(Command("keys"))
async def keys(message: Message) -> None:
    rows = [[KeyboardButton(text="Yes"), KeyboardButton(text="No")]]
    markup = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)
    await message.answer("choose", reply_markup=markup)


@dispatcher.message(Command("poll"))
async def poll(message: Message) -> None:
    await message.answer_poll("Which?", ["one", "two"])


@dispatcher.message(Command("rich"))
async def rich(message: Message, bot: Bot) -> None:
    words = "# Title\n\nsome **words**\n\n- first\n- second\n\n---\n"
    sent = await bot.send_rich_message(message.chat.id, InputRichMessage(markdown=words))
    other = InputRichMessage(html="<h2>Other</h2>")
    await bot.edit_message_text(
        chat_id=message.chat.id, message_id=sent.message_id, rich_message=other
    )


@dispatcher.message(F.document)
async def document(message: Message, bot: Bot) -> None:
    data = (await bot.download(message.document)).read()
    file = BufferedInputFile(data, filename="back.bin")
    await message.reply_document(file, caption=f"{len(data)} bytes")


@dispatcher.message(F.text)
async def echo(message: Message) -> None:
    await message.reply(f"echo: {message.text}", parse_mode=None)


MORE = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="More", callback_data="more")]]
)


@dispatcher.inline_query()
async def asked(query: InlineQuery) -> None:
    said = InputTextMessageContent(message_text=f"<b>said</b> {query.query}")
    bar = InputVenueMessageContent(latitude=1.5, longitude=2.5, title="Bar", address="A street")
    results = [
        InlineQueryResultArticle(
            id="words", title="Words", input_message_content=said, reply_markup=MORE
        ),
        InlineQueryResultArticle(id="venue", title="Venue", input_message_content=bar),
        InlineQueryResultContact(id="contact", phone_number="123", first_name="Cy"),
    ]
    button = InlineQueryResultsButton(text="Sign in", start_parameter="in")
    await query.answer(results, cache_time=0, button=button)


@dispatcher.chosen_inline_result()
async def chosen(result: ChosenInlineResult, bot: Bot) -> None:
    if result.inline_message_id:
        await bot.edit_message_text(
            text=f"chosen {result.result_id}",
            inline_message_id=result.inline_message_id,
            reply_markup=MORE,
        )


@dispatcher.callback_query(F.data == "more")
async def more(query: CallbackQuery, bot: Bot) -> None:
    await query.answer("Inline")
    await bot.edit_message_text(text="more", inline_message_id=query.inline_message_id)


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(ORIGIN))
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    await bot.set_my_commands([BotCommand(command="start", description="Begin")])
    if len(sys.argv) < 4:
        print((await bot.me()).username, flush=True)
        await dispatcher.start_polling(bot, polling_timeout=10)
        return
    port, application = int(sys.argv[3]), web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token="s3cret").register(application, "/hook")
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
    print((await bot.me()).username, flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
