"""The only road to what is for sale, and to a form, on a caller's behalf."""

from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.messages.access import access_message
from chappe.features.messages.model import Message
from chappe.features.messages.payload import read_value
from chappe.features.payments import store
from chappe.features.payments.model import FORM_SECONDS, Form, FormState, Invoice, Payment
from chappe.features.users import store as users
from chappe.features.users.access import access_peer
from chappe.ids import BoxId, UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

PREMIUM = (api.InputInvoicePremiumGiftCode, api.InputInvoicePremiumAuthCode)
GIFTS = (
    *(
        api.InputInvoiceStarGift,
        api.InputInvoiceStarGiftUpgrade,
        api.InputInvoiceStarGiftTransfer,
    ),
    *(api.InputInvoiceStarGiftResale, api.InputInvoiceStarGiftPrepaidUpgrade),
    *(api.InputInvoiceStarGiftAuctionBid, api.InputInvoiceStarGiftDropOriginalDetails),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be paid for. `message`: that shows it; None: a link led here."""

    invoice: Invoice
    message: Message | None

    @property
    def body(self) -> int:
        """Of the message; 0: none."""
        return 0 if self.message is None else self.message.body_id

    @property
    def wanted(self) -> tuple[int, int]:
        """By which a form for it is known: invoice and body."""
        return self.invoice.id, self.body

    def in_own_box(self, user_id: UserId) -> bool:
        """Whether the message is somebody's own copy."""
        return self.message is not None and self.message.box == BoxId(user_id)


async def access_offer(tx: Tx, viewer: Viewer, named: "api.TypeInputInvoice") -> Offer:
    """What an InputInvoice names.

    Errors: SLUG_INVALID, PEER_ID_INVALID (access_peer), MESSAGE_ID_INVALID (none, or nothing is sold there),
            STARGIFT_INVALID (gifts there are none here), PREMIUM_PURPOSE_INVALID, INVOICE_INVALID (what else nobody
            sells here), BOT_INVOICE_INVALID (the bot is gone)
    """
    match named:
        case api.InputInvoiceSlug():
            invoice = await store.find_slug(tx, named.slug)
            if invoice is None:
                raise RpcError(400, "SLUG_INVALID")
            offer = Offer(invoice, None)
        case api.InputInvoiceMessage():
            offer = await _in_message(tx, viewer, named)
        case _ if isinstance(named, GIFTS):
            raise RpcError(400, "STARGIFT_INVALID")
        case _ if isinstance(named, PREMIUM):
            raise RpcError(400, "PREMIUM_PURPOSE_INVALID")
        case _:
            raise RpcError(400, "INVOICE_INVALID")
    bot = await users.find(tx, offer.invoice.bot_id)
    if bot is None or bot.deleted:
        raise RpcError(400, "BOT_INVOICE_INVALID")
    return offer


async def _in_message(tx: Tx, viewer: Viewer, named: api.InputInvoiceMessage) -> Offer:
    peer = await access_peer(tx, viewer, named.peer, reading=True)
    message = await access_message(tx, viewer, peer, named.msg_id)
    media = read_value(message.body.media)
    if not isinstance(media, api.MessageMediaInvoice):
        raise RpcError(400, "MESSAGE_ID_INVALID")
    if media.start_param and message.body.forward is not None:
        raise RpcError(
            400, "MESSAGE_ID_INVALID"
        )  # a copy leads to the bot, and nobody pays there
    number = media.receipt_msg_id or 0
    invoice = (await store.find_invoices(tx, [number])).get(number)
    if invoice is None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return Offer(invoice, message)


async def check_unpaid(tx: Tx, user_id: UserId, offer: Offer, *, error: str) -> None:
    """Refuse an invoice in a private chat or small group that somebody has paid.

    Errors: `error`
    """
    if offer.in_own_box(user_id) and await store.receipts_of(tx, user_id, [offer.body]):
        raise RpcError(400, error)


async def access_form(
    tx: Tx, user_id: UserId, now: float, form_id: int, wanted: tuple[int, int], state: FormState
) -> Form:
    """A form that the caller was shown for something. `wanted`: as `Offer.wanted`.

    Errors: FORM_ID_EMPTY, FORM_EXPIRED (there is none, or it is too old), FORM_SUBMIT_DUPLICATE
    """
    if not form_id:
        raise RpcError(400, "FORM_ID_EMPTY")
    form = await store.find_form(tx, form_id)
    if form is None or form.user_id != user_id or (form.invoice, form.body) != wanted:
        raise RpcError(400, "FORM_EXPIRED")
    if form.at + FORM_SECONDS < now:
        raise RpcError(400, "FORM_EXPIRED")
    if form.state is not state:
        raise RpcError(400, "FORM_SUBMIT_DUPLICATE")
    return form


async def access_receipt(
    tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", id_: int
) -> Payment:
    """A payment of the caller's, by the message that says that it was made.

    Errors: PEER_ID_INVALID (access_peer), MESSAGE_ID_INVALID
    """
    peer = await access_peer(tx, viewer, named, reading=True)
    message = await access_message(tx, viewer, peer, id_)
    found = (await store.find_receipts(tx, [message.body_id])).get(message.body_id)
    if found is None or found.user_id != viewer.user_id:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return found
