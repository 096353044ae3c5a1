"""Payments: until layer 143 an invoice was always a message."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.actions import months
from chappe.tl.drift.cast import recast, refuse, up_from
from chappe.tl.drift.frame import Fields, down, down_to, up


@up_from("payments.getPaymentForm", "msg_id")
@up_from("payments.validateRequestedInfo", "msg_id")
def invoice_in_a_message(before: Any) -> Fields:
    """Until layer 128 the chat was not named: the ids of private messages are one's own."""
    peer = getattr(before, "peer", None) or api.InputPeerEmpty()
    return {"invoice": api.InputInvoiceMessage(peer=peer, msg_id=before.msg_id)}


@up_from("payments.sendPaymentForm", "msg_id")
def filled_form(before: Any) -> Fields:
    """As `invoice_in_a_message`; until layer 123 forms had no number."""
    return {"form_id": getattr(before, "form_id", 0), **invoice_in_a_message(before)}


@down("payments.paymentForm", "saved_credentials", until=143)
def one_card(o: api.payments.PaymentForm) -> Fields:
    """Until layer 144 one card was remembered."""
    return {"saved_credentials": o.saved_credentials[0] if o.saved_credentials else None}


@down("invoice", "recurring_terms_url", until=163)
def terms_of_recurrence(o: api.Invoice) -> Fields:
    """Until layer 164 only invoices that come again had terms."""
    return {"recurring_terms_url": (o.terms_url or "") if o.recurring else None}


@up_from("invoice", "recurring_terms_url")
def terms(before: Any) -> Fields:
    """As `terms_of_recurrence`."""
    return {"terms_url": before.recurring_terms_url or None}


@down_to("payments.checkedGiftCode", until=168)
def code_from_somebody(o: api.payments.CheckedGiftCode) -> TLObject | None:
    """Until layer 169 somebody had given every code."""
    return None if o.from_id is None else recast(0xB722F158, o, months=months(o.days))


@down("payments.checkedGiftCode", "months", since=169, until=217)
def code_in_months(o: api.payments.CheckedGiftCode) -> Fields:
    """Until layer 218 a code was for months."""
    return {"months": months(o.days)}


@up("payments.assignAppStoreTransaction")
def apple_purchase(before: Any) -> Fields:
    """At layer 143 only subscriptions were bought."""
    restore = getattr(before, "restore", False)
    return {"purpose": api.InputStorePaymentPremiumSubscription(restore=restore)}


@up_from("payments.botCancelStarsSubscription", "invoice_slug")
def cancelled_by_charge(before: Any) -> Fields:
    """At layers 193 and 194 a subscription could be named by its invoice, which is gone."""
    if before.charge_id is None:
        raise refuse(before)
    return {}
