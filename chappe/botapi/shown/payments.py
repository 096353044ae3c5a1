"""Invoices, payments and Stars. https://core.telegram.org/bots/api#payments"""

from typing import TYPE_CHECKING, Any

from chappe.botapi.shown import service, updates
from chappe.botapi.shown.paid import show_item
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id, set_scene
from chappe.botapi.shown.updates import Shown
from chappe.features.payments.asking import KEPT_SECONDS
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.botapi.asking import Ask


def _payload(raw: bytes | None) -> str:
    return (raw or b"").decode(errors="replace")


def _address(said: "api.TypePostAddress") -> Json:
    return {
        "country_code": said.country_iso2,
        "state": said.state,
        "city": said.city,
        "street_line1": said.street_line1,
        "street_line2": said.street_line2,
        "post_code": said.post_code,
    }


def _order(said: "api.TypePaymentRequestedInfo") -> Json:
    shown: Json = {"name": said.name, "phone_number": said.phone, "email": said.email}
    shown = {name: value for name, value in shown.items() if value}
    if said.shipping_address is not None:
        shown["shipping_address"] = _address(said.shipping_address)
    return shown


def _ordered(said: Any) -> Json:
    """What an order and a payment have in common."""
    shown: Json = {
        "currency": said.currency,
        "total_amount": said.total_amount,
        "invoice_payload": _payload(said.payload),
    }
    if said.shipping_option_id is not None:
        shown["shipping_option_id"] = said.shipping_option_id
    if said.info is not None and (order := _order(said.info)):
        shown["order_info"] = order
    return shown


@service.shows(api.MessageActionPaymentSentMe)
def _paid(
    _scene: Scene, _message: api.MessageService, action: api.MessageActionPaymentSentMe
) -> Json:
    shown = _ordered(action)
    shown["telegram_payment_charge_id"] = action.charge.id
    shown["provider_payment_charge_id"] = action.charge.provider_charge_id
    if action.subscription_until_date is not None:
        shown["subscription_expiration_date"] = action.subscription_until_date
    if action.recurring_init or action.recurring_used:
        shown["is_recurring"] = True
    if action.recurring_init:
        shown["is_first_recurring"] = True
    return {"successful_payment": shown}


@service.shows(api.MessageActionPaymentRefunded)
def _refunded(
    _scene: Scene, _message: api.MessageService, action: api.MessageActionPaymentRefunded
) -> Json:
    shown: Json = {
        "currency": action.currency,
        "total_amount": action.total_amount,
        "invoice_payload": _payload(action.payload),
        "telegram_payment_charge_id": action.charge.id,
    }
    if action.charge.provider_charge_id:
        shown["provider_payment_charge_id"] = action.charge.provider_charge_id
    return {"refunded_payment": shown}


@updates.shows(api.UpdateBotShippingQuery)
def _shipping(scene: Scene, update: api.UpdateBotShippingQuery) -> Shown:
    shown = {
        "id": str(update.query_id),
        "from": show_user(scene, update.user_id),
        "invoice_payload": _payload(update.payload),
        "shipping_address": _address(update.shipping_address),
    }
    return Shown("shipping_query", update.user_id, shown, KEPT_SECONDS)


@updates.shows(api.UpdateBotPrecheckoutQuery)
def _checkout(scene: Scene, update: api.UpdateBotPrecheckoutQuery) -> Shown:
    shown = {
        "id": str(update.query_id),
        "from": show_user(scene, update.user_id),
        **_ordered(update),
    }
    return Shown("pre_checkout_query", update.user_id, shown, KEPT_SECONDS)


def show_balance(said: "api.TypeStarsAmount") -> Json:
    """How many Stars."""
    return {"amount": said.amount}


async def show_transactions(ask: "Ask", status: api.payments.StarsStatus) -> Json:
    """A bot's transactions."""
    history = status.history or []
    peers = (status.users, status.chats)
    scene = await set_scene(ask.tx, ask.viewer, [], peers=peers)
    return {"transactions": [_transaction(scene, each) for each in history]}


def _transaction(scene: Scene, said: "api.TypeStarsTransaction") -> Json:
    amount = said.amount.amount
    shown: Json = {"id": said.id, "amount": abs(amount), "date": said.date}
    shown["source" if amount > 0 else "receiver"] = _partner(scene, said)
    return shown


def _partner(scene: Scene, said: "api.TypeStarsTransaction") -> Json:
    if not isinstance(said.peer, api.StarsTransactionPeer):
        return {"type": "other"}
    number = peer_id(said.peer.peer)
    if number < 0:
        return {"type": "chat", "chat": show_chat(scene, number)}
    shown: Json = {"type": "user", "user": show_user(scene, number)}
    if said.extended_media:
        shown["transaction_type"] = "paid_media_payment"
        shown["paid_media"] = [show_item(scene, each) for each in said.extended_media]
        if said.bot_payload:
            shown["paid_media_payload"] = _payload(said.bot_payload)
        return shown
    shown["transaction_type"] = "invoice_payment"
    shown["invoice_payload"] = _payload(said.bot_payload)
    return shown
