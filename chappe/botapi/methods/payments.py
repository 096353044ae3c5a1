"""Invoices and Stars. https://core.telegram.org/bots/api#payments"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method, refuse
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.doing import query_number
from chappe.botapi.methods.sending import send_media
from chappe.botapi.shown.payments import show_balance, show_transactions
from chappe.botapi.shown.scene import Json
from chappe.tl import api

NO_GIFTS = "this server does not offer gifts"
NO_BUSINESS = "this server does not offer the Stars of business accounts"
PAGE_MAX = 100
STARS = "XTR"
INVOICE = {
    "PAYMENT_PROVIDER_INVALID": "PAYMENT_PROVIDER_INVALID",
    "MEDIA_INVALID": "wrong parameter description in request",
}

refuse(
    NO_GIFTS,
    *("sendGift", "getAvailableGifts", "giftPremiumSubscription", "getBusinessAccountGifts"),
    *("getUserGifts", "getChatGifts", "convertGiftToStars", "upgradeGift", "transferGift"),
    "setBusinessAccountGiftSettings",
)
refuse("this server does not offer subscriptions for Stars", "editUserStarSubscription")
refuse(NO_BUSINESS, "getBusinessAccountStarBalance", "transferBusinessAccountStars")


def _prices(said: list[Json]) -> "list[api.TypeLabeledPrice]":
    return [api.LabeledPrice(label=each["label"], amount=each["amount"]) for each in said]


def read_invoice(said: Json) -> api.InputMediaInvoice:
    """What is for sale, as a call says it, or the content of an inline result.

    Raises: BotError.
    """
    if said.get("business_connection_id") is not None:
        raise bad("business connection not found")
    tips = said.get("suggested_tip_amounts")
    most = said.get("max_tip_amount")
    asked = api.Invoice(
        test=True,
        name_requested=said.get("need_name", False),
        phone_requested=said.get("need_phone_number", False),
        email_requested=said.get("need_email", False),
        shipping_address_requested=said.get("need_shipping_address", False),
        flexible=said.get("is_flexible", False),
        phone_to_provider=said.get("send_phone_number_to_provider", False),
        email_to_provider=said.get("send_email_to_provider", False),
        currency=said["currency"],
        prices=_prices(said["prices"]),
        max_tip_amount=most if most or tips else None,
        suggested_tip_amounts=(tips or []) if most or tips else None,
        subscription_period=said.get("subscription_period"),
    )
    return api.InputMediaInvoice(
        title=said["title"],
        description=said["description"],
        photo=_photo(said),
        invoice=asked,
        payload=said["payload"].encode(),
        provider=said.get("provider_token") or None,
        provider_data=api.DataJSON(data=said.get("provider_data") or "null"),
        start_param=said.get("start_parameter"),
    )


def _photo(said: Json) -> api.InputWebDocument | None:
    url = said.get("photo_url")
    if not url:
        return None
    width, height = said.get("photo_width", 0), said.get("photo_height", 0)
    size: list[Any] = []
    if width and height:
        size = [api.DocumentAttributeImageSize(w=width, h=height)]
    return api.InputWebDocument(
        url=url, size=said.get("photo_size", 0), mime_type="image/jpeg", attributes=size
    )


@bot_method("sendInvoice", writes=True, words=INVOICE)
async def send_invoice(ask: Ask) -> Json:
    """Send something that can be paid for."""
    return await send_media(ask, read_invoice(ask.params))


@bot_method("createInvoiceLink", writes=True, words=INVOICE)
async def create_invoice_link(ask: Ask) -> str:
    """Make a link that leads to something that can be paid for."""
    request = api.payments.ExportInvoice(invoice_media=read_invoice(ask.params))
    answer: Any = await ask.tell(request)
    url: str = answer.url
    return url


@bot_method("answerShippingQuery", writes=True)
async def answer_shipping_query(ask: Ask) -> bool:
    """Say what it costs to ship something."""
    ok, options = ask.params["ok"], ask.get("shipping_options")
    if ok and not options:
        raise bad("SHIPPING_OPTIONS_EMPTY")
    said: list[api.TypeShippingOption] | None = None
    if ok:
        said = [
            api.ShippingOption(
                id=each["id"], title=each["title"], prices=_prices(each["prices"])
            )
            for each in options
        ]
    request = api.messages.SetBotShippingResults(
        query_id=query_number(ask.params["shipping_query_id"]),
        shipping_options=said,
        error=None if ok else ask.get("error_message", ""),
    )
    return await ask.tell(request)


@bot_method("answerPreCheckoutQuery", writes=True)
async def answer_pre_checkout_query(ask: Ask) -> bool:
    """Say that an order stands, or why it does not."""
    ok = ask.params["ok"]
    request = api.messages.SetBotPrecheckoutResults(
        query_id=query_number(ask.params["pre_checkout_query_id"]),
        success=ok,
        error=None if ok else ask.get("error_message", ""),
    )
    return await ask.tell(request)


@bot_method("getMyStarBalance", writes=True)
async def get_my_star_balance(ask: Ask) -> Json:
    """How many Stars the bot has."""
    answer = await ask.tell(api.payments.GetStarsStatus(peer=api.InputPeerSelf()))
    return show_balance(answer.balance)


@bot_method("getStarTransactions", writes=True)
async def get_star_transactions(ask: Ask) -> Json:
    """The bot's transactions, the oldest first."""
    limit = ask.get("limit", PAGE_MAX)
    if not 1 <= limit <= PAGE_MAX:
        raise bad("limit must be between 1 and 100")
    request = api.payments.GetStarsTransactions(
        ascending=True,
        peer=api.InputPeerSelf(),
        offset=str(max(0, ask.get("offset", 0))),
        limit=limit,
    )
    return await show_transactions(ask, await ask.tell(request))


@bot_method("refundStarPayment", writes=True)
async def refund_star_payment(ask: Ask) -> bool:
    """Give the Stars of a payment back."""
    request = api.payments.RefundStarsCharge(
        user_id=input_user(ask, ask.params["user_id"]),
        charge_id=ask.params["telegram_payment_charge_id"],
    )
    await ask.tell(request)
    return True
