"""From what a bot asks to an invoice: the road of inputMediaInvoice. https://core.telegram.org/api/payments"""

import json
import secrets

from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.features.messages.payload import read_value, write_value
from chappe.features.payments import store
from chappe.features.payments.currencies import CURRENCIES, in_words
from chappe.features.payments.gate import check_open
from chappe.features.payments.model import STARS, Invoice
from chappe.ids import is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

TITLE_CHARACTERS_MAX = 32
DESCRIPTION_CHARACTERS_MAX = 255
PAYLOAD_BYTES_MAX = 128
TIPS_MAX = 4
TOTAL_MAX = 99_999_999_999
STARS_MAX = 100_000
SLUG_BYTES = 16
PHOTO_BYTES_MAX = 10 << 20


def read_invoice(call: Call, said: api.InputMediaInvoice, *, link: bool) -> Invoice:
    """What a bot sells, as it is kept; nothing is written. `link`: it will be found by one.

    Errors: PAYMENT_UNSUPPORTED (406), BOT_PAYMENTS_DISABLED (check_open); USER_BOT_REQUIRED,
            EXTENDED_MEDIA_INVALID, TITLE_INVALID, INVOICE_PAYLOAD_INVALID, PAYMENT_PROVIDER_INVALID,
            STARS_INVOICE_INVALID, CURRENCY_TOTAL_AMOUNT_INVALID, SUBSCRIPTION_EXPORT_MISSING,
            SUBSCRIPTION_PERIOD_INVALID (there are no subscriptions here), DATA_JSON_INVALID, those of a photo
    """
    check_open(call)
    if not is_bot(call.user_id):
        raise RpcError(400, "USER_BOT_REQUIRED")
    if said.extended_media is not None:
        raise RpcError(400, "EXTENDED_MEDIA_INVALID")
    title, description = said.title.strip(), said.description.strip()
    if not 0 < len(title) <= TITLE_CHARACTERS_MAX:
        raise RpcError(400, "TITLE_INVALID")
    if not 0 < len(description) <= DESCRIPTION_CHARACTERS_MAX:
        raise RpcError(400, "MEDIA_INVALID")
    if not 0 < len(said.payload) <= PAYLOAD_BYTES_MAX:
        raise RpcError(400, "INVOICE_PAYLOAD_INVALID")
    total = _total(said.invoice)
    if said.invoice.currency == STARS:
        _check_stars(said, link=link)
    else:
        _check_money(said)
    kept = write_value(said.invoice)
    assert kept is not None
    return Invoice(
        0,
        call.user_id,
        secrets.token_urlsafe(SLUG_BYTES) if link else None,
        title,
        description,
        write_value(_photo(said.photo)),
        kept,
        said.payload,
        total,
    )


def _total(said: api.Invoice) -> int:
    """What is to be paid.

    Errors: CURRENCY_TOTAL_AMOUNT_INVALID
    """
    total = sum(each.amount for each in said.prices)
    if said.currency not in CURRENCIES and said.currency != STARS:
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    if not said.prices or any(not each.label.strip() for each in said.prices):
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    if not 0 < total <= (STARS_MAX if said.currency == STARS else TOTAL_MAX):
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    return total


def _check_stars(said: api.InputMediaInvoice, *, link: bool) -> None:
    """With Stars there is one price, and nothing is shipped.

    Errors: STARS_INVOICE_INVALID, SUBSCRIPTION_EXPORT_MISSING, SUBSCRIPTION_PERIOD_INVALID
    """
    invoice = said.invoice
    wishes = (
        *(invoice.name_requested, invoice.phone_requested, invoice.email_requested),
        *(invoice.shipping_address_requested, invoice.flexible, invoice.max_tip_amount),
    )
    if said.provider or any(wishes) or len(invoice.prices) != 1:
        raise RpcError(400, "STARS_INVOICE_INVALID")
    if invoice.subscription_period is not None:
        raise RpcError(
            400, "SUBSCRIPTION_PERIOD_INVALID" if link else "SUBSCRIPTION_EXPORT_MISSING"
        )


def _check_money(said: api.InputMediaInvoice) -> None:
    """Other money goes through a provider; the one that is here knows every token.

    Errors: PAYMENT_PROVIDER_INVALID, SUBSCRIPTION_PERIOD_INVALID, CURRENCY_TOTAL_AMOUNT_INVALID (tips),
            DATA_JSON_INVALID
    """
    if not said.provider:
        raise RpcError(400, "PAYMENT_PROVIDER_INVALID")
    invoice = said.invoice
    if invoice.subscription_period is not None or invoice.recurring:
        raise RpcError(400, "SUBSCRIPTION_PERIOD_INVALID")
    tips, most = invoice.suggested_tip_amounts or [], invoice.max_tip_amount or 0
    if tips != sorted({each for each in tips if 0 < each <= most}) or len(tips) > TIPS_MAX:
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    if not 0 <= most <= TOTAL_MAX:
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    try:
        json.loads(said.provider_data.data or "null")
    except ValueError:
        raise RpcError(400, "DATA_JSON_INVALID") from None


def _photo(said: "api.TypeInputWebDocument | None") -> api.WebDocumentNoProxy | None:
    """A picture that clients fetch themselves: this server does not fetch for them.

    Errors: WEBDOCUMENT_URL_EMPTY, WEBDOCUMENT_URL_INVALID, WEBDOCUMENT_MIME_INVALID, WEBDOCUMENT_SIZE_TOO_BIG
    """
    if said is None:
        return None
    if not said.url:
        raise RpcError(400, "WEBDOCUMENT_URL_EMPTY")
    if not said.url.startswith(("http://", "https://")):
        raise RpcError(400, "WEBDOCUMENT_URL_INVALID")
    if not said.mime_type.startswith("image/"):
        raise RpcError(400, "WEBDOCUMENT_MIME_INVALID")
    if said.size > PHOTO_BYTES_MAX:
        raise RpcError(400, "WEBDOCUMENT_SIZE_TOO_BIG")
    return api.WebDocumentNoProxy(
        url=said.url, size=said.size, mime_type=said.mime_type, attributes=said.attributes
    )


@media_kind(api.InputMediaInvoice)
async def prepare(call: Call, said: api.InputMediaInvoice, _place: int | None) -> PreparedMedia:
    """An invoice in a message. The message keeps the invoice's number in the place of the receipt's.

    Errors: those of read_invoice
    """
    invoice = read_invoice(call, said, link=False)
    asked = said.invoice
    media = api.MessageMediaInvoice(
        shipping_address_requested=asked.shipping_address_requested,
        test=True,
        title=invoice.title,
        description=invoice.description,
        photo=read_value(invoice.photo),
        currency=asked.currency,
        total_amount=invoice.total,
        start_param=said.start_param or "",
    )

    async def keep(journal: Journal) -> None:
        media.receipt_msg_id = await store.add_invoice(journal.tx, invoice)

    button = api.KeyboardInlineButton(
        text=f"Pay {in_words(asked.currency, invoice.total)}", type=api.InlineButtonTypeBuy()
    )
    rows = [api.KeyboardInlineButtonRow(buttons=[button])]
    return PreparedMedia(media, keep=keep, markup=api.ReplyInlineMarkup(rows=rows))
