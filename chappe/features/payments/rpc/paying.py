"""`payments.*`: paying. The bot is asked in between, with no transaction open."""

import json
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from chappe.db.database import Tx
from chappe.features.messages.payload import read_values, write_value
from chappe.features.payments import ledger, store
from chappe.features.payments.access import Offer, access_form, access_offer, check_unpaid
from chappe.features.payments.actions import Order, ask, pay
from chappe.features.payments.asking import answer_to
from chappe.features.payments.gate import check_open
from chappe.features.payments.media_access import access_sold
from chappe.features.payments.model import STARS, FormState, Invoice
from chappe.features.payments.rpc.media import buy_media
from chappe.ids import BoxId, PeerId
from chappe.rpc.apart import look_apart, write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.log import Journal
from chappe.updates.render import render_own

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CARD = "Test card"
CARD_CHARACTERS_MAX = 64
Composed = Callable[[Tx, Invoice], Awaitable[Order]]
"""Makes an order of what a client says."""
Seller = Callable[[Call, int, Any], Awaitable[api.payments.PaymentResult]]
SELLERS: dict[type[TLObject], Seller] = {}


def sells(kind: type[TLObject]) -> Callable[[Seller], Seller]:
    """The decorated function takes Stars for what invoices of this kind name. It gets the call, the form and the
    invoice."""

    def enter(seller: Seller) -> Seller:
        SELLERS[kind] = seller
        return seller

    return enter


@method("payments.sendPaymentForm", rows=False, aside=True)
async def send_payment_form(
    call: Call, q: api.payments.SendPaymentForm
) -> "api.payments.TypePaymentResult":
    """Pay with a card; the provider that is built in takes any, and takes no money.

    Wire:   https://core.telegram.org/method/payments.sendPaymentForm
    Errors: PAYMENT_UNSUPPORTED (406); those of access_offer and access_form; FORM_UNSUPPORTED (it asks for Stars),
            PAYMENT_CREDENTIALS_INVALID, TMP_PASSWORD_INVALID (no card is kept), CURRENCY_TOTAL_AMOUNT_INVALID (the
            tip), INVOICE_INVALID (what is asked for is not filled in); those of answer_to
    """
    check_open(call)
    card = _card(q.credentials)

    async def order(tx: Tx, invoice: Invoice) -> Order:
        return await _order(call, tx, q, invoice, card)

    return await _pay(call, q.form_id, q.invoice, order)


@method("payments.sendStarsForm", rows=False, aside=True)
async def send_stars_form(
    call: Call, q: api.payments.SendStarsForm
) -> "api.payments.TypePaymentResult":
    """Pay with Stars.

    Wire:   https://core.telegram.org/method/payments.sendStarsForm
    Errors: PAYMENT_UNSUPPORTED (406); those of access_offer and access_form; FORM_UNSUPPORTED (it asks for other
            money), BALANCE_TOO_LOW; those of answer_to; MEDIA_ALREADY_PAID (buy_media)
    """
    check_open(call)
    seller = SELLERS.get(type(q.invoice))
    if seller is not None:
        return await seller(call, q.form_id, q.invoice)
    sold = await look_apart(call, lambda tx: access_sold(tx, call.viewer, q.invoice))
    if sold is not None:
        return await buy_media(call, q.form_id, q.invoice, sold)

    async def order(tx: Tx, invoice: Invoice) -> Order:
        if invoice.read().currency != STARS:
            raise RpcError(400, "FORM_UNSUPPORTED")
        owner = PeerId(call.user_id)
        known = await ledger.find_balances(tx, [owner])
        if known.get(owner, call.world.settings.stars) < invoice.total:
            raise RpcError(400, "BALANCE_TOO_LOW")
        return Order(invoice=invoice)

    return await _pay(call, q.form_id, q.invoice, order)


async def _pay(
    call: Call, form_id: int, named: "api.TypeInputInvoice", composed: Composed
) -> api.payments.PaymentResult:
    """Hand a form in, ask the bot, and pay."""

    async def begin(journal: Journal) -> tuple[Order, int]:
        offer, invoice = await _access(call, journal.tx, named)
        await access_form(
            journal.tx, call.user_id, call.now, form_id, offer.wanted, FormState.OPEN
        )
        order = await composed(journal.tx, invoice)
        await journal.lock([BoxId(invoice.bot_id)])
        if not await store.send_form(journal.tx, form_id):
            raise RpcError(400, "FORM_SUBMIT_DUPLICATE")
        return order, await ask(journal, call.user_id, order)

    async def finish(journal: Journal) -> api.payments.PaymentResult:
        await journal.lock(sorted([BoxId(call.user_id), BoxId(order.invoice.bot_id)]))
        offer, _ = await _access(call, journal.tx, named)
        await pay(journal, call.user_id, offer, order, call.world.settings.stars)
        updates = await render_own(journal.tx, call.viewer, journal.entries)
        return api.payments.PaymentResult(updates=updates)

    order, query_id = await write_apart(call, begin)
    async with _reopened(call, form_id):
        await answer_to(call, query_id)
        return await write_apart(call, finish, answers=True)


async def _access(call: Call, tx: Tx, named: "api.TypeInputInvoice") -> tuple[Offer, Invoice]:
    """What is to be paid for, when it is not yet.

    Errors: those of access_offer; FORM_SUBMIT_DUPLICATE
    """
    offer = await access_offer(tx, call.viewer, named)
    await check_unpaid(tx, call.user_id, offer, error="FORM_SUBMIT_DUPLICATE")
    return offer, offer.invoice


@asynccontextmanager
async def _reopened(call: Call, form_id: int) -> "AsyncIterator[None]":
    """When nothing comes of it, a form may be handed in again."""
    try:
        yield
    except RpcError:

        async def reopen(journal: Journal) -> None:
            await store.reopen_form(journal.tx, form_id)

        await write_apart(call, reopen)
        raise


async def _order(
    call: Call, tx: Tx, q: api.payments.SendPaymentForm, invoice: Invoice, card: str
) -> Order:
    """What somebody pays with a card, and where it shall go."""
    asked = invoice.read()
    if asked.currency == STARS:
        raise RpcError(400, "FORM_UNSUPPORTED")
    tip = q.tip_amount or 0
    if not 0 <= tip <= (asked.max_tip_amount or 0):
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    wished = (
        *(asked.name_requested, asked.phone_requested, asked.email_requested),
        *(asked.shipping_address_requested, asked.flexible),
    )
    if not q.requested_info_id:
        if any(wished) or q.shipping_option_id:
            raise RpcError(400, "INVOICE_INVALID")
        return Order(invoice=invoice, tip=tip, card=card)
    filled = await store.find_info(tx, q.requested_info_id)
    if filled is None or (filled.user_id, filled.invoice) != (call.user_id, invoice.id):
        raise RpcError(400, "INVOICE_INVALID")
    options = read_values(filled.options) or []
    chosen = [each for each in options if each.id == q.shipping_option_id]
    if bool(chosen) != bool(asked.flexible) or (q.shipping_option_id and not chosen):
        raise RpcError(400, "INVOICE_INVALID")
    shipping = write_value(chosen[0]) if chosen else None
    return Order(invoice=invoice, tip=tip, info=filled.info, shipping=shipping, card=card)


def _card(said: "api.TypeInputPaymentCredentials") -> str:
    """What somebody pays with, in words.

    Errors: PAYMENT_CREDENTIALS_INVALID, TMP_PASSWORD_INVALID
    """
    match said:
        case api.InputPaymentCredentials():
            return _title(said.data.data)
        case api.InputPaymentCredentialsSaved():
            raise RpcError(400, "TMP_PASSWORD_INVALID")
        case _:
            raise RpcError(400, "PAYMENT_CREDENTIALS_INVALID")


def _title(data: str) -> str:
    try:
        said = json.loads(data)
    except ValueError:
        raise RpcError(400, "PAYMENT_CREDENTIALS_INVALID") from None
    if not isinstance(said, dict) or not said:
        raise RpcError(400, "PAYMENT_CREDENTIALS_INVALID")
    title = said.get("title")
    return title[:CARD_CHARACTERS_MAX] if isinstance(title, str) and title else CARD
