"""Invoices and payments on the wire, as one account sees them."""

from collections.abc import Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.messages import store as messages
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.payload import read_value
from chappe.features.messages.view import enriches
from chappe.features.payments import store
from chappe.features.payments.model import STARS, Invoice, Payment
from chappe.ids import BoxId, PeerId, UserId, is_bot
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers_of
from chappe.updates.viewer import Viewer

PROVIDER = "chappe"
"""The provider of payments that is built in: it takes any card, and no money."""
PARAMETERS = '{"need_country":false,"need_zip":false,"need_cardholder_name":false}'


@enriches
async def add_payments(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Say which invoices the viewer has paid, and show of payments to whoever paid what concerns him."""
    places: list[tuple[Message, api.MessageMediaInvoice]] = []
    paid: list[tuple[Message, api.MessageService]] = []
    for message, rendered in zip(source, shown, strict=True):
        match rendered:
            case api.Message() if message.body.media_kind is MediaKind.OTHER:
                if isinstance(rendered.media, api.MessageMediaInvoice):
                    rendered.media.receipt_msg_id = None  # what is kept there is the invoice
                    places.append((message, rendered.media))
            case api.MessageService():
                _show_sides(viewer, message, rendered)
                if isinstance(rendered.action, api.MessageActionPaymentSent):
                    paid.append((message, rendered))
            case _:
                pass
        _without_number(rendered)
    mine = [each for each in places if each[0].box == BoxId(viewer.user_id)]
    if mine:
        await _add_receipts(tx, viewer, mine)
    if paid:
        await _add_slugs(tx, paid)


def _without_number(rendered: "api.TypeMessage") -> None:
    """What was answered elsewhere keeps the number of an invoice as well."""
    media = getattr(getattr(rendered, "reply_to", None), "reply_media", None)
    if isinstance(media, api.MessageMediaInvoice):
        media.receipt_msg_id = None


def _show_sides(viewer: Viewer, message: Message, rendered: api.MessageService) -> None:
    """A payment is kept as the bot sees it; whoever paid sees that it was sent, or came back."""
    bot = is_bot(viewer.user_id)
    match rendered.action:
        case api.MessageActionPaymentSentMe() as said if not bot:
            rendered.action = api.MessageActionPaymentSent(
                recurring_init=said.recurring_init,
                recurring_used=said.recurring_used,
                currency=said.currency,
                total_amount=said.total_amount,
                subscription_until_date=said.subscription_until_date,
            )
        case api.MessageActionPaymentRefunded() as said:
            said.peer = peer_on_wire(message.peer)
            if not bot:
                said.payload = None
        case _:
            pass


async def _add_receipts(
    tx: Tx, viewer: Viewer, places: Sequence[tuple[Message, api.MessageMediaInvoice]]
) -> None:
    bodies = {message.body_id for message, _ in places}
    receipts = await store.receipts_of(tx, viewer.user_id, bodies)
    if not receipts:
        return
    numbers = await messages.find_copies(tx, BoxId(viewer.user_id), {*receipts.values()})
    for message, media in places:
        media.receipt_msg_id = numbers.get(receipts.get(message.body_id, 0))


async def _add_slugs(tx: Tx, paid: Sequence[tuple[Message, api.MessageService]]) -> None:
    """Say of what was paid by a link which one it was."""
    found = await store.find_receipts(tx, {message.body_id for message, _ in paid})
    links = {each.invoice for each in found.values() if not each.body}
    if not links:
        return
    invoices = await store.find_invoices(tx, links)
    for message, rendered in paid:
        payment = found.get(message.body_id)
        invoice = None if payment is None or payment.body else invoices.get(payment.invoice)
        if invoice is not None and isinstance(rendered.action, api.MessageActionPaymentSent):
            rendered.action.invoice_slug = invoice.slug


async def users_of(tx: Tx, viewer: Viewer, *peers: PeerId) -> list["api.TypeUser"]:
    """Some accounts, for whoever does not know them yet."""
    named = [api.PeerUser(user_id=each) for each in peers if each > 0]
    users, _ = await render_peers_of(tx, viewer, named)
    return users


async def render_form(
    tx: Tx, viewer: Viewer, invoice: Invoice, form_id: int
) -> "api.payments.TypePaymentForm":
    """payments.paymentForm, or payments.paymentFormStars."""
    shared: dict[str, Any] = {
        "form_id": form_id,
        "bot_id": invoice.bot_id,
        "title": invoice.title,
        "description": invoice.description,
        "photo": invoice.read_photo(),
        "invoice": invoice.read(),
        "users": await users_of(tx, viewer, PeerId(invoice.bot_id)),
    }
    if shared["invoice"].currency == STARS:
        return api.payments.PaymentFormStars(**shared)
    return api.payments.PaymentForm(
        **shared,
        provider_id=invoice.bot_id,
        url="",
        native_provider=PROVIDER,
        native_params=api.DataJSON(data=PARAMETERS),
        saved_info=read_value(await store.find_saved(tx, viewer.user_id)),
    )


async def render_receipt(
    tx: Tx, viewer: Viewer, payment: Payment, invoice: Invoice
) -> "api.payments.TypePaymentReceipt":
    """payments.paymentReceipt, or payments.paymentReceiptStars."""
    asked = invoice.read()
    shared: dict[str, Any] = {
        "date": payment.at,
        "bot_id": payment.bot_id,
        "title": invoice.title,
        "description": invoice.description,
        "photo": invoice.read_photo(),
        "invoice": asked,
        "currency": asked.currency,
        "total_amount": payment.total,
        "users": await users_of(tx, viewer, PeerId(payment.bot_id)),
    }
    if asked.currency == STARS:
        return api.payments.PaymentReceiptStars(**shared, transaction_id=payment.charge)
    return api.payments.PaymentReceipt(
        **shared,
        provider_id=UserId(payment.bot_id),
        info=read_value(payment.info),
        shipping=read_value(payment.shipping),
        tip_amount=payment.tip or None,
        credentials_title=payment.card,
    )
