"""A shop in python-telegram-bot, for `test_bot_libraries.py`: it sells for Stars and for money, and gives Stars back."""

import sys
import zlib

from telegram import (
    InputPaidMediaPhoto,
    InputPaidMediaVideo,
    LabeledPrice,
    ShippingOption,
    Update,
)
from telegram.ext import (
    Application,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PaidMediaPurchasedHandler,
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


def picture() -> bytes:
    """A grey PNG of 64 by 64."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + check

    head = b"\0\0\0@\0\0\0@\x08\0\0\0\0"
    rows = zlib.compress((b"\0" + b"\x80" * 64) * 64)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def album(update: Update, _context: Context) -> None:
    media = [
        InputPaidMediaPhoto(picture()),
        InputPaidMediaVideo(b"moving" * 1000, width=64, height=48, duration=7),
    ]
    chat = update.effective_chat
    message = await chat.send_paid_media(30, media, payload="album", caption="dear")
    kinds = [each.type for each in message.paid_media.paid_media]
    assert kinds == ["photo", "video"], kinds


async def bought(update: Update, context: Context) -> None:
    sold = update.purchased_paid_media
    found = await context.bot.get_star_transactions()
    partner = found.transactions[-1].source
    kinds = " ".join(each.type for each in partner.paid_media)
    said = f"sold {sold.paid_media_payload} {partner.transaction_type} {kinds}"
    await context.bot.send_message(sold.from_user.id, said)


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
    application.add_handler(CommandHandler("album", album))
    application.add_handler(PaidMediaPurchasedHandler(bought))
    application.add_handler(ShippingQueryHandler(shipping))
    application.add_handler(PreCheckoutQueryHandler(checkout))
    application.add_handler(MessageHandler(filters.SUCCESSFUL_PAYMENT, paid))
    application.add_handler(MessageHandler(filters.StatusUpdate.REFUNDED_PAYMENT, refunded))
    application.run_polling(timeout=10)


main()
