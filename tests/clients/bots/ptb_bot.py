"""The bot of `test_bot_libraries.py` in python-telegram-bot: nothing of it knows that the server is another one."""

import io
import sys

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultContact,
    InlineQueryResultsButton,
    InputTextMessageContent,
    InputVenueMessageContent,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
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


MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


async def asked(update: Update, _context: Context) -> None:
    query = update.inline_query
    said = InputTextMessageContent(f"<b>said</b> {query.query}", parse_mode=ParseMode.HTML)
    bar = InputVenueMessageContent(1.5, 2.5, "Bar", "A street")
    results = [
        InlineQueryResultArticle("words", "Words", said, reply_markup=MORE),
        InlineQueryResultArticle("venue", "Venue", bar),
        InlineQueryResultContact("contact", "123", "Cy"),
    ]
    button = InlineQueryResultsButton("Sign in", start_parameter="in")
    await query.answer(results, cache_time=0, button=button)


async def chosen(update: Update, context: Context) -> None:
    result = update.chosen_inline_result
    if result.inline_message_id:
        await context.bot.edit_message_text(
            f"chosen {result.result_id}",
            inline_message_id=result.inline_message_id,
            reply_markup=MORE,
        )


async def more(update: Update, _context: Context) -> None:
    await update.callback_query.answer("Inline")
    await update.callback_query.edit_message_text("more")


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
    application.add_handler(InlineQueryHandler(asked))
    application.add_handler(ChosenInlineResultHandler(chosen))
    application.add_handler(CallbackQueryHandler(more, "more"))
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
