"""The SQL of invoices, forms and payments."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.payments.model import Form, FormState, Info, Invoice, Payment
from chappe.ids import UserId

INVOICE = "bot_id, slug, title, description, photo, invoice, payload, total"
ADD_INVOICE = f"""
INSERT INTO invoice ({INVOICE})
VALUES (:bot_id, :slug, :title, :description, :photo, :invoice, :payload, :total) RETURNING id
"""
FIND_INVOICES = f"SELECT id, {INVOICE} FROM invoice WHERE id IN :ids[]"
FIND_SLUG = f"SELECT id, {INVOICE} FROM invoice WHERE slug = :slug"
FORM = "id, user_id, invoice, body, at, state"
ADD_FORM = f"INSERT INTO payment_form ({FORM}) VALUES (:id, :user_id, :invoice, :body, :at, 0)"
FIND_FORM = f"SELECT {FORM} FROM payment_form WHERE id = :id"
SEND_FORM = "UPDATE payment_form SET state = 1 WHERE id = :id AND state = 0"
REOPEN_FORM = "UPDATE payment_form SET state = 0 WHERE id = :id"
FORGET_FORMS = "DELETE FROM payment_form WHERE at < :before"
INFO = "id, user_id, invoice, at, info, options"
ADD_INFO = f"""
INSERT INTO payment_info ({INFO}) VALUES (:id, :user_id, :invoice, :at, :info, :options)
"""
FIND_INFO = f"SELECT {INFO} FROM payment_info WHERE id = :id"
FORGET_INFOS = "DELETE FROM payment_info WHERE at < :before"
SAVE = """
INSERT INTO payment_saved (user_id, info) VALUES (:user, :info)
ON CONFLICT (user_id) DO UPDATE SET info = excluded.info
"""
SAVED = "SELECT info FROM payment_saved WHERE user_id = :user"
UNSAVE = "DELETE FROM payment_saved WHERE user_id = :user"
PAYMENT = """
charge, user_id, bot_id, invoice, body, receipt, at, total, tip, info, shipping, card
"""
ADD_PAYMENT = f"""
INSERT INTO payment ({PAYMENT}) VALUES (
    :charge, :user_id, :bot_id, :invoice, :body, :receipt, :at, :total, :tip, :info, :shipping, :card
)
"""
FIND_CHARGE = f"SELECT id, {PAYMENT} FROM payment WHERE charge = :charge"
OF_RECEIPTS = f"SELECT id, {PAYMENT} FROM payment WHERE receipt IN :bodies[]"
RECEIPTS = """
SELECT body, receipt FROM payment WHERE body IN :bodies[] AND user_id = :user ORDER BY id
"""


async def add_invoice(tx: Tx, invoice: Invoice) -> int:
    """Keep what a bot sells; its number. The one that it has is passed over."""
    row = await tx.row(
        ADD_INVOICE,
        bot_id=invoice.bot_id,
        slug=invoice.slug,
        title=invoice.title,
        description=invoice.description,
        photo=invoice.photo,
        invoice=invoice.invoice,
        payload=invoice.payload,
        total=invoice.total,
    )
    assert row is not None
    return int(row[0])


async def find_invoices(tx: Tx, ids: Collection[int]) -> dict[int, Invoice]:
    """Some invoices, by their numbers."""
    rows = await tx.rows(FIND_INVOICES, ids=list(ids))
    return {row[0]: Invoice(*row) for row in rows}


async def find_slug(tx: Tx, slug: str) -> Invoice | None:
    """What a link is about."""
    row = await tx.row(FIND_SLUG, slug=slug)
    return None if row is None else Invoice(*row)


async def add_form(tx: Tx, form: Form) -> None:
    """Somebody is shown a form."""
    await tx.run(
        ADD_FORM,
        id=form.id,
        user_id=form.user_id,
        invoice=form.invoice,
        body=form.body,
        at=form.at,
    )


async def find_form(tx: Tx, form_id: int) -> Form | None:
    """A form."""
    row = await tx.row(FIND_FORM, id=form_id)
    if row is None:
        return None
    id_, user_id, invoice, body, at, state = row
    return Form(id_, user_id, invoice, body, at, FormState(state))


async def send_form(tx: Tx, form_id: int) -> bool:
    """A form is handed in; False when it is already."""
    return await tx.run(SEND_FORM, id=form_id) == 1


async def reopen_form(tx: Tx, form_id: int) -> None:
    """Nothing came of a form that was handed in: it may be handed in again."""
    await tx.run(REOPEN_FORM, id=form_id)


async def forget_forms(tx: Tx, before: int) -> None:
    """Nobody may hand these in any more."""
    await tx.run(FORGET_FORMS, before=before)
    await tx.run(FORGET_INFOS, before=before)


async def add_info(tx: Tx, info: Info) -> None:
    """Keep what somebody has filled in."""
    await tx.run(
        ADD_INFO,
        id=info.id,
        user_id=info.user_id,
        invoice=info.invoice,
        at=info.at,
        info=info.info,
        options=info.options,
    )


async def find_info(tx: Tx, info_id: str) -> Info | None:
    """What somebody has filled in."""
    row = await tx.row(FIND_INFO, id=info_id)
    return None if row is None else Info(*row)


async def save(tx: Tx, user: UserId, info: bytes | None) -> None:
    """Keep it for the next time; None: no longer."""
    if info is None:
        await tx.run(UNSAVE, user=user)
    else:
        await tx.run(SAVE, user=user, info=info)


async def find_saved(tx: Tx, user: UserId) -> bytes | None:
    """What was kept for the next time: PaymentRequestedInfo, TL."""
    row = await tx.row(SAVED, user=user)
    return None if row is None else row[0]


async def add_payment(tx: Tx, payment: Payment) -> None:
    """Something was paid. The number that it has is passed over."""
    await tx.run(
        ADD_PAYMENT,
        charge=payment.charge,
        user_id=payment.user_id,
        bot_id=payment.bot_id,
        invoice=payment.invoice,
        body=payment.body,
        receipt=payment.receipt,
        at=payment.at,
        total=payment.total,
        tip=payment.tip,
        info=payment.info,
        shipping=payment.shipping,
        card=payment.card,
    )


async def find_charge(tx: Tx, charge: str) -> Payment | None:
    """A payment, as its bot names it."""
    return _payment(await tx.row(FIND_CHARGE, charge=charge))


async def find_receipts(tx: Tx, bodies: Collection[int]) -> dict[int, Payment]:
    """Payments, by the messages that say that they were made."""
    rows = await tx.rows(OF_RECEIPTS, bodies=list(bodies))
    return {each.receipt: each for each in map(_payment, rows) if each is not None}


async def receipts_of(tx: Tx, user: UserId, bodies: Collection[int]) -> dict[int, int]:
    """Of some messages that show invoices: those that somebody has paid, with the bodies that say so."""
    return dict(await tx.rows(RECEIPTS, bodies=list(bodies), user=user))


def _payment(row: Row | None) -> Payment | None:
    return None if row is None else Payment(*row)
