"""The bot of `test_bot_libraries.py` that speaks to one member of a group alone, in aiogram."""

import asyncio
import sys
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)

TOKEN, ORIGIN = sys.argv[1:3]
SHOW = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Show", callback_data="show")]]
)
dispatcher = Dispatcher()


@dispatcher.message(Command("secret"))
async def secret(message: Message, bot: Bot) -> None:
    """Answer quietly what was asked quietly."""
    assert message.message_id == 0
    assert message.receiver_user.id == bot.id
    said = await bot.send_message(
        message.chat.id,
        "Only you see this",
        ephemeral_message_parameters=EphemeralMessageParameters(
            receiver_user_id=message.from_user.id
        ),
        reply_parameters=ReplyParameters(ephemeral_message_id=message.ephemeral_message_id),
        reply_markup=SHOW,
    )
    assert said.receiver_user.id == message.from_user.id


def named(message: Any, query: CallbackQuery) -> dict[str, int]:
    """A message as the methods for such messages name it."""
    return {
        "chat_id": message.chat.id,
        "receiver_user_id": query.from_user.id,
        "ephemeral_message_id": message.ephemeral_message_id,
    }


@dispatcher.callback_query(F.data == "show")
async def show(query: CallbackQuery, bot: Bot) -> None:
    """Say it otherwise, and then something else in answer to the button; take the first back."""
    it = named(query.message, query)
    assert await bot.edit_ephemeral_message_text(**it, text="Shown")
    await query.answer("Here")
    await bot.send_location(
        query.message.chat.id,
        latitude=1,
        longitude=2,
        ephemeral_message_parameters=EphemeralMessageParameters(
            receiver_user_id=query.from_user.id, callback_query_id=query.id
        ),
    )
    assert await bot.delete_ephemeral_message(**it)


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(ORIGIN))
    bot = Bot(TOKEN, session=session)
    await bot.set_my_commands(
        [BotCommand(command="secret", description="Quietly", is_ephemeral=True)]
    )
    print((await bot.me()).username, flush=True)
    await dispatcher.start_polling(bot, polling_timeout=10)


asyncio.run(main())
