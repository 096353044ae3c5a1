"""Paying: the order is looked at, the bot is asked, money moves and both are told."""

import secrets
from dataclasses import dataclass

from chappe.features.bots import queries
from chappe.features.bots.queries import Kind as QueryKind
from chappe.features.messages.actions import deliver
from chappe.features.messages.model import Body, Message
from chappe.features.messages.payload import read_value, write_value
from chappe.features.payments import ledger, store
from chappe.features.payments.access import Offer
from chappe.features.payments.asking import PrecheckoutQuery
from chappe.features.payments.ledger import Transfer, new_name
from chappe.features.payments.model import (
    STARS,
    Entry,
    Form,
    FormState,
    Invoice,
    Payment,
    Reason,
)
from chappe.ids import BoxId, PeerId, UserId, is_bot, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import EditMessage, Fact, Kind, fact
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire

PROVIDER = "play_"
"""What the provider's names of payments begin with."""


@fact(Kind.STARS_BALANCE)
class BalanceChanged(Fact, frozen=True):
    """The owner of the box has more Stars, or fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody pays for an invoice. `info`: PaymentRequestedInfo, TL; `shipping`: ShippingOption, TL."""

    invoice: Invoice
    tip: int = 0
    info: bytes | None = None
    shipping: bytes | None = None
    card: str = ""

    @property
    def option(self) -> api.ShippingOption | None:
        """How it is shipped."""
        option: api.ShippingOption | None = read_value(self.shipping)
        return option

    @property
    def total(self) -> int:
        """All in all."""
        shipping = 0 if self.option is None else sum(each.amount for each in self.option.prices)
        return self.invoice.total + self.tip + shipping


async def show_form(journal: Journal, user_id: UserId, wanted: tuple[int, int]) -> int:
    """Somebody is shown a form; its number. `wanted`: as `access.Offer.wanted`."""
    form_id = secrets.randbits(62) + 1
    form = Form(form_id, user_id, *wanted, journal.at, FormState.OPEN)
    await store.add_form(journal.tx, form)
    return form_id


async def ask(journal: Journal, user_id: UserId, order: Order) -> int:
    """Ask a bot whether an order stands; the number of the question."""
    invoice = order.invoice
    bot = invoice.bot_id
    query_id = await queries.ask(journal.tx, bot, user_id, QueryKind.PRECHECKOUT, journal.at)
    option = order.option
    asked = PrecheckoutQuery(
        query_id,
        user_id,
        invoice.payload,
        order.info,
        None if option is None else option.id,
        invoice.read().currency,
        order.total,
    )
    await journal.append(BoxId(bot), asked)
    return query_id


async def pay(
    journal: Journal, user_id: UserId, offer: Offer, order: Order, begin_with: int
) -> Message:
    """Somebody pays what a bot has agreed to; the message that says so. Both boxes are taken.

    Errors: BALANCE_TOO_LOW
    """
    invoice, charge = order.invoice, new_name()
    stars = invoice.read().currency == STARS
    if stars:
        await move_stars(
            journal,
            Transfer(
                giver=user_peer(user_id),
                taker=PeerId(invoice.bot_id),
                amount=order.total,
                reason=Reason.INVOICE,
                name=charge,
                title=invoice.title,
                description=invoice.description,
                photo=invoice.photo,
                payload=invoice.payload,
            ),
            begin_with,
        )
    body = Body(
        from_id=user_peer(user_id),
        at=journal.at,
        text="",
        action=write_value(_said(order, charge, stars=stars)),
    )
    private = offer.message if _is_private(offer, user_id, invoice.bot_id) else None
    sent = await deliver(journal, user_id, PeerId(invoice.bot_id), body, reply_to=private)
    payment = Payment(
        *(0, charge, user_id, invoice.bot_id, invoice.id, offer.body, sent.message.body_id),
        *(journal.at, order.total, order.tip, order.info, order.shipping, order.card),
    )
    await store.add_payment(journal.tx, payment)
    if offer.message is not None and offer.in_own_box(user_id):
        await journal.append(BoxId(user_id), EditMessage(offer.message.id))
    return sent.message


def _is_private(offer: Offer, user_id: UserId, bot: UserId) -> bool:
    message = offer.message
    return message is not None and offer.in_own_box(user_id) and message.peer == PeerId(bot)


def _said(order: Order, charge: str, *, stars: bool) -> api.MessageActionPaymentSentMe:
    """What the bot is told; whoever pays sees less of it (`view`)."""
    option = order.option
    return api.MessageActionPaymentSentMe(
        currency=order.invoice.read().currency,
        total_amount=order.total,
        payload=order.invoice.payload,
        info=read_value(order.info),
        shipping_option_id=None if option is None else option.id,
        charge=api.PaymentCharge(
            id=charge, provider_charge_id=charge if stars else PROVIDER + new_name()
        ),
    )


async def move_stars(journal: Journal, moved: Transfer, begin_with: int) -> None:
    """Let Stars go from one to another, and tell those people whose balance is another. Boxes are taken.

    Errors: BALANCE_TOO_LOW
    """
    for owner in sorted({moved.giver, moved.taker}):
        await ledger.open_account(journal, owner, begin_with)
    await ledger.transfer(journal, moved)
    for owner in sorted({moved.giver, moved.taker}):
        await tell_balance(journal, owner)


async def tell_balance(journal: Journal, owner: PeerId) -> None:
    """Tell a person how many Stars there are now; bots ask when they want to know."""
    if owner > 0 and not is_bot(UserId(owner)):
        await journal.append(BoxId(owner), BalanceChanged())


async def grant(journal: Journal, user_id: UserId, count: int, begin_with: int) -> None:
    """Make play money for somebody, besides what everybody begins with."""
    await journal.lock([BoxId(user_id)])
    await ledger.open_account(journal, PeerId(user_id), begin_with)
    await ledger.give(journal, user_id, count)
    await tell_balance(journal, PeerId(user_id))


async def refund(journal: Journal, bot: UserId, user_id: UserId, charge: str) -> Entry:
    """A bot gives back the Stars of a payment; its side of it. Both boxes are taken.

    Errors: CHARGE_ID_EMPTY, CHARGE_ID_INVALID, CHARGE_ALREADY_REFUNDED, BALANCE_TOO_LOW
    """
    tx = journal.tx
    if not charge:
        raise RpcError(400, "CHARGE_ID_EMPTY")
    sides = await ledger.find_named(tx, PeerId(bot), [charge])
    got = sides.get((charge, False))
    if got is None or got.other != PeerId(user_id) or got.amount <= 0:
        raise RpcError(400, "CHARGE_ID_INVALID")
    if (charge, True) in sides:
        raise RpcError(400, "CHARGE_ALREADY_REFUNDED")
    back = Transfer(
        giver=PeerId(bot),
        taker=PeerId(user_id),
        amount=got.amount,
        reason=got.reason,
        name=charge,
        refund=True,
        title=got.title,
        description=got.description,
        photo=got.photo,
        payload=got.payload,
        body=got.body,
        paid=got.paid,
    )
    await move_stars(journal, back, 0)
    action = api.MessageActionPaymentRefunded(
        peer=peer_on_wire(PeerId(bot)),
        currency=STARS,
        total_amount=got.amount,
        payload=got.payload,
        charge=api.PaymentCharge(id=charge, provider_charge_id=charge),
    )
    body = Body(from_id=user_peer(user_id), at=journal.at, text="", action=write_value(action))
    await deliver(journal, user_id, PeerId(bot), body)
    return got
