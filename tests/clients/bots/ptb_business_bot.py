"""A connected bot in python-telegram-bot, for `test_bot_libraries.py`: it answers for the account that has connected
it."""

import sys

from telegram import Update
from telegram.ext import (
    Application,
    BusinessConnectionHandler,
    BusinessMessagesDeletedHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

TOKEN, ORIGIN = sys.argv[1:3]
Context = ContextTypes.DEFAULT_TYPE


async def connected(update: Update, context: Context) -> None:
    """Know whose connection it is."""
    it = update.business_connection
    assert (await context.bot.get_business_connection(it.id)).is_enabled == it.is_enabled
    context.bot_data["owner"] = it.user.id


async def answer(update: Update, context: Context) -> None:
    """Answer what others write, and say it otherwise; pass over what the owner writes."""
    message = update.business_message
    if message.from_user.id == context.bot_data["owner"]:
        return
    said = await message.reply_text(f"<b>{message.text}</b>?", parse_mode="HTML", do_quote=True)
    assert said.sender_business_bot.id == context.bot.id
    if message.text == "hours":
        await said.edit_text("Nine to five")
    await context.bot.read_business_message(
        message.business_connection_id, message.chat.id, message.message_id
    )


async def edited(update: Update, _context: Context) -> None:
    message = update.edited_business_message
    await message.reply_text(f"now {message.text}")


async def gone(update: Update, context: Context) -> None:
    it = update.deleted_business_messages
    await context.bot.send_message(
        it.chat.id,
        f"{len(it.message_ids)} gone",
        business_connection_id=it.business_connection_id,
    )


async def ready(application: Application) -> None:
    me = await application.bot.get_me()
    assert me.can_connect_to_business
    print(me.username, flush=True)


def main() -> None:
    builder = Application.builder().token(TOKEN).post_init(ready)
    application = builder.base_url(f"{ORIGIN}/bot").base_file_url(f"{ORIGIN}/file/bot").build()
    application.add_handler(BusinessConnectionHandler(connected))
    application.add_handler(MessageHandler(filters.UpdateType.BUSINESS_MESSAGE, answer))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_BUSINESS_MESSAGE, edited))
    application.add_handler(BusinessMessagesDeletedHandler(gone))
    application.run_polling(timeout=10, allowed_updates=Update.ALL_TYPES)


main()
