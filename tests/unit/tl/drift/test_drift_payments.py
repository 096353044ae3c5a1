"""Payments at older layers."""

from typing import Any

import pytest
from old_client import asks, make, reads, says

from chappe.tl import api
from chappe.tl.wire import UnknownConstructor

INVOICE: dict[str, Any] = {"currency": "EUR", "prices": []}


def test_an_invoice_was_a_message() -> None:
    peer = make(133, "inputPeerSelf")
    invoice = api.InputInvoiceMessage(peer=api.InputPeerSelf(), msg_id=3)
    assert asks(133, "payments.getPaymentForm", peer=peer, msg_id=3).invoice == invoice
    info = make(133, "paymentRequestedInfo", name="Ada")
    asked = asks(133, "payments.validateRequestedInfo", peer=peer, msg_id=3, info=info)
    assert (asked.invoice, asked.info.name) == (invoice, "Ada")
    card = make(133, "inputPaymentCredentialsSaved", id="c", tmp_password=b"")
    paid = asks(
        133, "payments.sendPaymentForm", form_id=9, peer=peer, msg_id=3, credentials=card
    )
    assert (paid.form_id, paid.invoice, paid.credentials) == (9, invoice, card)
    first = asks(105, "payments.sendPaymentForm", msg_id=3, credentials=card)
    assert (first.form_id, first.invoice.peer) == (0, api.InputPeerEmpty())


def test_one_card_was_remembered() -> None:
    cards = [api.PaymentSavedCredentialsCard(id=i, title="t") for i in "ab"]
    form = api.payments.PaymentForm(
        form_id=1,
        bot_id=2,
        title="t",
        description="d",
        invoice=api.Invoice(**INVOICE),
        provider_id=3,
        url="u",
        saved_credentials=cards,  # type: ignore[arg-type]  # a list of its one kind
        users=[],
    )
    assert reads(133, form).saved_credentials == cards[0]
    assert reads(144, form).saved_credentials == cards
    form.saved_credentials = None
    assert reads(133, form).saved_credentials is None


def test_only_invoices_that_come_again_had_terms() -> None:
    invoice = api.Invoice(recurring=True, terms_url="u", **INVOICE)
    assert reads(158, invoice).recurring_terms_url == "u"
    assert reads(158, api.Invoice(terms_url="u", **INVOICE)).recurring_terms_url is None
    sent = make(158, "invoice", recurring=True, recurring_terms_url="u", **INVOICE)
    assert says(158, sent).terms_url == "u"
    assert says(158, make(158, "invoice", **INVOICE)).terms_url is None


def test_a_code_was_from_somebody_and_for_months() -> None:
    code = api.payments.CheckedGiftCode(date=1, days=90, chats=[], users=[])
    assert reads(198, code).months == 3
    code.from_id = api.PeerUser(user_id=1)
    assert (reads(166, code).from_id, reads(166, code).months) == (code.from_id, 3)


def test_only_subscriptions_were_bought() -> None:
    asked = asks(
        143, "payments.assignAppStoreTransaction", restore=True, transaction_id="t", receipt=b"r"
    )  # fmt: skip
    assert asked == api.payments.AssignAppStoreTransaction(
        receipt=b"r", purpose=api.InputStorePaymentPremiumSubscription(restore=True)
    )


def test_a_subscription_is_named_by_its_charge() -> None:
    name, user = "payments.botCancelStarsSubscription", make(193, "inputUserSelf")
    assert asks(193, name, user_id=user, charge_id="c").charge_id == "c"
    with pytest.raises(UnknownConstructor):
        asks(193, name, user_id=user, invoice_slug="i")
