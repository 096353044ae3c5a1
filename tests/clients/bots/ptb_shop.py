"""A shop in python-telegram-bot, for `test_bot_libraries.py`: it sells for Stars and for money, and gives Stars back."""

import sys

from telegram import LabeledPrice, ShippingOption, Update
from telegram.ext import (
    Application,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PreCheckoutQueryHandler,
    ShippingQueryHandler,
    filters,
)

TOKEN, ORIGIN = sys.argv[1:3]
Context = ContextTypes.DEFAULT_TYPE


async def stars(update: Update, _context: Context) -> None:
    await update.message.reply_invoice(
        "Socks", "Warm", "stars", "XTR", [LabeledPrice("Socks", 50)]
    )


async def money(update: Update, _context: Context) -> None:
    await update.message.reply_invoice(
        "Boots",
        "Dry",
        "money",
        "EUR",
        [LabeledPrice("Boots", 9900)],
        provider_token="TEST:1",
        need_shipping_address=True,
        is_flexible=True,
    )


async def shipping(update: Update, _context: Context) -> None:
    options = [ShippingOption("post", "By post", [LabeledPrice("Post", 500)])]
    await update.shipping_query.answer(ok=True, shipping_options=options)


async def checkout(update: Update, _context: Context) -> None:
    await update.pre_checkout_query.answer(ok=True)


async def paid(update: Update, context: Context) -> None:
    payment = update.message.successful_payment
    said = f"{payment.invoice_payload} {payment.total_amount} {payment.currency}"
    await update.message.reply_text(said)
    if payment.currency == "XTR":
        charge = payment.telegram_payment_charge_id
        await context.bot.refund_star_payment(update.effective_user.id, charge)


async def refunded(update: Update, context: Context) -> None:
    found = await context.bot.get_star_transactions()
    amounts = [each.amount for each in found.transactions]
    balance = await context.bot.get_my_star_balance()
    await update.message.reply_text(f"refunded {amounts} {balance.amount}")


async def ready(application: Application) -> None:
    print((await application.bot.get_me()).username, flush=True)


def main() -> None:
    builder = Application.builder().token(TOKEN).post_init(ready)
    application = builder.base_url(f"{ORIGIN}/bot").base_file_url(f"{ORIGIN}/file/bot").build()
    application.add_handler(CommandHandler("stars", stars))
    application.add_handler(CommandHandler("money", money))
    application.add_handler(ShippingQueryHandler(shipping))
    application.add_handler(PreCheckoutQueryHandler(checkout))
    application.add_handler(MessageHandler(filters.SUCCESSFUL_PAYMENT, paid))
    application.add_handler(MessageHandler(filters.StatusUpdate.REFUNDED_PAYMENT, refunded))
    application.run_polling(timeout=10)


main()
