"""`payments.*`: what is for sale: links, forms, receipts."""

from chappe.features.payments import store
from chappe.features.payments.access import access_offer, access_receipt, check_unpaid
from chappe.features.payments.actions import show_form
from chappe.features.payments.gate import check_open
from chappe.features.payments.invoices import read_invoice
from chappe.features.payments.media_access import access_sold, check_unbought
from chappe.features.payments.media_view import render_sale
from chappe.features.payments.view import render_form, render_receipt
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

LINK = "https://t.me/${}"
"""As clients read it. https://core.telegram.org/api/links#invoice-links"""


@method("payments.exportInvoice", who=Who.SIGNED_IN, writes=True)
async def export_invoice(
    call: Call, q: api.payments.ExportInvoice
) -> api.payments.ExportedInvoice:
    """Make a link that leads to what a bot sells.

    Wire:   https://core.telegram.org/method/payments.exportInvoice
    Errors: MEDIA_INVALID (no invoice), those of read_invoice
    """
    if not isinstance(q.invoice_media, api.InputMediaInvoice):
        check_open(call)
        raise RpcError(400, "MEDIA_INVALID")
    invoice = read_invoice(call, q.invoice_media, link=True)
    await store.add_invoice(call.tx, invoice)
    return api.payments.ExportedInvoice(url=LINK.format(invoice.slug))


@method("payments.getPaymentForm", writes=True)
async def get_payment_form(
    call: Call, q: api.payments.GetPaymentForm
) -> "api.payments.TypePaymentForm":
    """Show what is to be paid, and with what.

    Wire:   https://core.telegram.org/method/payments.getPaymentForm
    Errors: PAYMENT_UNSUPPORTED (406); those of access_offer; NO_PAYMENT_NEEDED (it is paid already); MEDIA_ALREADY_PAID
            (or these media are seen already)
    """
    check_open(call)
    sold = await access_sold(call.tx, call.viewer, q.invoice)
    if sold is not None:
        await check_unbought(call.tx, call.user_id, sold.paid)
        form_id = await show_form(call.journal, call.user_id, sold.wanted)
        return await render_sale(call.tx, call.viewer, sold, form_id)
    offer = await access_offer(call.tx, call.viewer, q.invoice)
    await check_unpaid(call.tx, call.user_id, offer, error="NO_PAYMENT_NEEDED")
    form_id = await show_form(call.journal, call.user_id, offer.wanted)
    return await render_form(call.tx, call.viewer, offer.invoice, form_id)


@method("payments.getPaymentReceipt")
async def get_payment_receipt(
    call: Call, q: api.payments.GetPaymentReceipt
) -> "api.payments.TypePaymentReceipt":
    """Show what was paid.

    Wire:   https://core.telegram.org/method/payments.getPaymentReceipt
    Errors: PAYMENT_UNSUPPORTED (406); those of access_receipt
    """
    check_open(call)
    payment = await access_receipt(call.tx, call.viewer, q.peer, q.msg_id)
    invoice = (await store.find_invoices(call.tx, [payment.invoice]))[payment.invoice]
    return await render_receipt(call.tx, call.viewer, payment, invoice)
